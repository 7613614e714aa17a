"""The catalog as Django sees it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The room of goods."""

    name = "emporion.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Products are searched; imported here because Django loads the tables after this module."""
        from emporion.search.commands import register as let_be_searched

        from .searchable import PRODUCTS

        let_be_searched(PRODUCTS)
