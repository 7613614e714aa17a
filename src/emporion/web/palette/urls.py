"""Address of the palette."""

from django.urls import path

from . import pages

urlpatterns = [path("", pages.palette, name="palette")]
