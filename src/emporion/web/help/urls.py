"""Addresses of help."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.index, name="help"),
    path("about/", pages.about, name="help_about"),
    path("pictures/<str:name>", pages.picture, name="help_picture"),
    path("<slug:name>/", pages.guide, name="help_guide"),
]
