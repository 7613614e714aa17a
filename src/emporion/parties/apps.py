"""What the room of people and firms enters into the registers of the house."""

from importlib import import_module

from django.apps import AppConfig

from emporion.kernel.tables import must_only_grow


class PartiesConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.parties"

    def ready(self) -> None:
        """History only grows; kinds of facts are known from the start; customers are searched and compared."""
        must_only_grow("parties_personalhistory")
        import_module("emporion.parties.types")
        from emporion.journal.types import register
        from emporion.search.commands import register as let_be_searched

        from .reactions import COMPARE
        from .searchable import CUSTOMERS

        register(COMPARE)
        let_be_searched(CUSTOMERS)
