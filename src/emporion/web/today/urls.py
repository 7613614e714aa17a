"""Addresses of the first page of the day."""

from django.urls import path

from . import book, documents, pages, remedies, sales

urlpatterns = [
    path("", pages.today, name="today"),
    path("margin/", pages.margin, name="today_margin"),
    path("book/mend/", book.mend, name="today_mend_book"),
    path("messages/<int:number>/read/", remedies.read_again, name="today_read_again"),
    path("channels/<int:number>/read/", remedies.read_left, name="today_read_left"),
    path("channels/<int:number>/send/", remedies.send_again, name="today_send_again"),
    path("channels/<int:number>/on/", remedies.switch_on, name="today_switch_on"),
    path("channels/<int:number>/resume/", remedies.resume, name="today_resume"),
    path("reactions/", remedies.react, name="today_react"),
    path("sales/", sales.sales, name="today_sales"),
    path("documents/", documents.documents, name="today_documents"),
]
