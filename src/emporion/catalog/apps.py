"""The catalog as Django sees it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The room of goods."""

    name = "emporion.catalog"
    label = "catalog"
