"""Addresses of the first page of the day."""

from django.urls import path

from . import documents, pages

urlpatterns = [
    path("", pages.today, name="today"),
    path("documents/", documents.documents, name="today_documents"),
]
