"""Addresses of the answers to "why?"."""

from django.urls import path

from . import pages

urlpatterns = [
    path("price/<int:variant>/<int:price_type_id>/", pages.price, name="why_price"),
    path("price/<int:variant>/<int:price_type_id>/<int:min_quantity>/", pages.price, name="why_price_from"),
    path("stock/<int:variant>/<int:warehouse_id>/", pages.stock, name="why_stock"),
    path("name/<int:product>/", pages.name, name="why_name"),
]
