"""Addresses of customers, below /customers/."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.listing, name="customers"),
    path("new/", pages.new, name="customer_new"),
    path("<int:pk>/", pages.customer, name="customer"),
    path("<int:pk>/edit/", pages.change, name="customer_change"),
]
