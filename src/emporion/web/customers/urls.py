"""Addresses of customers, below /customers/."""

from django.urls import path

from . import doubles, merging, pages

urlpatterns = [
    path("", pages.listing, name="customers"),
    path("new/", pages.new, name="customer_new"),
    path("doubles/", doubles.listing, name="customer_doubles"),
    path("<int:pk>/", pages.customer, name="customer"),
    path("<int:pk>/edit/", pages.change, name="customer_change"),
    path("<int:pk>/merge/", merging.merge, name="customer_merge"),
    path("<int:pk>/merge/<int:other>/", merging.merge_with, name="customer_merge_with"),
    path("<int:pk>/apart/<int:other>/", doubles.apart, name="customer_apart"),
    path("<int:pk>/perhaps/<int:other>/", doubles.perhaps_again, name="customer_perhaps"),
    path("<int:pk>/part/", merging.part, name="customer_part"),
]
