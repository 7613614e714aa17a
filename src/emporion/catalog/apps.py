"""The catalog as Django sees it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The room of goods."""

    name = "emporion.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Products are searched and compared; imported here because Django loads the tables after this module."""
        from emporion.journal.types import register
        from emporion.search.commands import register as let_be_searched

        from .reactions import COMPARE
        from .searchable import PRODUCTS

        register(COMPARE)
        let_be_searched(PRODUCTS)
