"""Addresses of the stock pages."""

from django.urls import path

from . import hands, pages

urlpatterns = [
    path("", pages.stock, name="stock"),
    path("<int:variant>/", pages.card, name="stock_card"),
    path("receive/", hands.receive, name="stock_receive"),
    path("count/", hands.count, name="stock_count"),
    path("move/", hands.move, name="stock_move"),
    path("found/", hands.found, name="stock_found"),
    path("scanned/", hands.scanned, name="stock_scanned"),
    path("line/<int:variant>/", hands.line, name="stock_line"),
    path("documents/<str:document>/", pages.document, name="stock_document"),
    path("warehouses/", pages.warehouses, name="warehouses"),
    path("warehouses/new/", pages.warehouse, name="warehouse_new"),
    path("warehouses/<str:code>/", pages.warehouse, name="warehouse"),
]
