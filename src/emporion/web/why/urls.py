"""Addresses of the answers to "why?"."""

from django.urls import path

from . import order_values, pages, values

urlpatterns = [
    path("price/<int:variant>/<int:price_type_id>/", pages.price, name="why_price"),
    path("price/<int:variant>/<int:price_type_id>/<int:min_quantity>/", pages.price, name="why_price_from"),
    path("stock/<int:variant>/<int:warehouse_id>/", pages.stock, name="why_stock"),
    path("name/<int:product>/", pages.name, name="why_name"),
    path("order/<int:pk>/<str:field>/", order_values.value, name="why_order"),
    path("value/<str:field>/<path:subject>/", values.value, name="why_value"),
]
