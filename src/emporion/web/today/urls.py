"""Addresses of the first page of the day."""

from django.urls import path

from . import book, documents, pages, sales

urlpatterns = [
    path("", pages.today, name="today"),
    path("margin/", pages.margin, name="today_margin"),
    path("book/mend/", book.mend, name="today_mend_book"),
    path("sales/", sales.sales, name="today_sales"),
    path("documents/", documents.documents, name="today_documents"),
]
