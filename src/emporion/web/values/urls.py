"""Addresses that answer why a field is so."""

from django.urls import path

from . import of_orders, pages

urlpatterns = [
    path("order/<int:pk>/<str:field>/", of_orders.value, name="why_order"),
    path("value/<str:field>/<path:subject>/", pages.value, name="why_value"),
]
