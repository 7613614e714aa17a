"""Addresses of the tour; they stand in web/urls.py only in a demonstration."""

from django.urls import path

from . import export, pages

urlpatterns = [
    path("", pages.panel, name="tour"),
    path("look/", pages.look, name="tour_look"),
    path("enter/", pages.enter, name="tour_enter"),
    path("do/<slug:step>/", pages.do, name="tour_do"),
    path("export/", export.drop, name="tour_export"),
    path("export/<slug:word>/", export.answer, name="tour_answer"),
]
