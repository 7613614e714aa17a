"""Addresses of the products' pages, and of their pictures."""

from django.urls import path

from . import editing, pages

urlpatterns = [
    path("products/", pages.products, name="products"),
    path("products/new/", editing.new, name="product_new"),
    path("products/<int:product>/", pages.product, name="product"),
    path("products/<int:product>/prices/", pages.prices, name="product_prices"),
    path("products/<int:product>/prices/<int:variant>/", editing.edit_prices, name="product_prices_edit"),
    path("products/<int:product>/variants/new/", editing.new_variant, name="product_variant_new"),
    path("products/<int:product>/timeline/", pages.history, name="product_timeline"),
    path("products/<int:product>/edit/", editing.edit, name="product_edit"),
    path("products/<int:product>/release/", editing.release, name="product_release"),
    path("media/<path:name>", pages.picture, name="picture"),
]
