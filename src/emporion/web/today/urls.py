"""Address of the first page of the day."""

from django.urls import path

from . import pages

urlpatterns = [path("", pages.today, name="today")]
