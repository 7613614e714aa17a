"""Addresses of the tour; in a house that is no demonstration none of them is found."""

from django.urls import path

from . import export, pages

urlpatterns = [
    path("", pages.panel, name="tour"),
    path("look/", pages.look, name="tour_look"),
    path("enter/", pages.enter, name="tour_enter"),
    path("do/<slug:step>/", pages.do, name="tour_do"),
    path("export/", export.drop, name="tour_export"),
]
