"""Addresses of the products' pages, and of their pictures."""

from django.urls import path

from . import doubles, editing, groups, languages, merging, pages, pictures, properties

urlpatterns = [
    path("products/", pages.products, name="products"),
    path("products/new/", editing.new, name="product_new"),
    path("products/doubles/", doubles.listing, name="product_doubles"),
    path("products/groups/", groups.groups, name="groups"),
    path("products/groups/new/", groups.group, name="group_new"),
    path("products/groups/<int:pk>/", groups.group, name="group"),
    path("products/properties/", properties.properties, name="properties"),
    path("products/properties/new/", properties.one, name="property_new"),
    path("products/properties/<int:pk>/", properties.one, name="property"),
    path("products/<int:product>/", pages.product, name="product"),
    path("products/<int:product>/prices/", pages.prices, name="product_prices"),
    path("products/<int:product>/prices/<int:variant>/", editing.edit_prices, name="product_prices_edit"),
    path("products/<int:product>/variants/new/", editing.new_variant, name="product_variant_new"),
    path("products/<int:product>/timeline/", pages.history, name="product_timeline"),
    path("products/<int:product>/edit/", editing.edit, name="product_edit"),
    path("products/<int:product>/hide/", editing.put_away, name="product_hide"),
    path("products/<int:product>/show/", editing.put_back, name="product_show"),
    path("products/<int:product>/languages/", languages.languages, name="product_languages"),
    path("products/<int:product>/pictures/", pictures.pictures, name="product_pictures"),
    path("products/<int:product>/pictures/main/", pictures.choose, name="product_picture_main"),
    path("products/<int:product>/pictures/remove/", pictures.remove, name="product_picture_remove"),
    path("products/<int:product>/properties/", properties.of_product, name="product_properties"),
    path("products/<int:product>/release/", editing.release, name="product_release"),
    path("products/<int:product>/merge/<int:other>/", merging.merge_with, name="product_merge_with"),
    path("products/<int:product>/apart/<int:other>/", doubles.apart, name="product_apart"),
    path("products/<int:product>/perhaps/<int:other>/", doubles.perhaps_again, name="product_perhaps"),
    path("products/<int:product>/part/", merging.part, name="product_part"),
    path("media/<path:name>", pages.picture, name="picture"),
]
