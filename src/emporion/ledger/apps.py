"""What the ledger enters into the registers of the house."""

from django.apps import AppConfig

from emporion.kernel.tables import must_only_grow


class LedgerConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.ledger"

    def ready(self) -> None:
        """Postings and entries only grow."""
        must_only_grow("ledger_posting", "ledger_entry")
