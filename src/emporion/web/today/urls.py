"""Addresses of the first page of the day."""

from django.urls import path

from . import documents, pages, sales

urlpatterns = [
    path("", pages.today, name="today"),
    path("sales/", sales.sales, name="today_sales"),
    path("documents/", documents.documents, name="today_documents"),
]
