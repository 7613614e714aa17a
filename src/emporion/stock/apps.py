"""Stock as Django sees it."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.stock"

    def ready(self) -> None:
        """Documents of the warehouse are searched; imported here because Django loads the tables after this module."""
        from emporion.search.commands import register as let_be_searched

        from .searchable import DOCUMENTS

        let_be_searched(DOCUMENTS)
