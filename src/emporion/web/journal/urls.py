"""Addresses of the journal."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.listing, name="journal"),
    path("<int:number>/", pages.fact, name="journal_fact"),
]
