"""Addresses of the style page."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.style, name="style"),
    path("why/", pages.why, name="style_why"),
    path("refuse/", pages.refuse, name="style_refuse"),
    path("progress/", pages.progress, name="style_progress"),
]
