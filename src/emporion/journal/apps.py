"""What the journal enters into the registers of the house."""

from django.apps import AppConfig

from emporion.kernel.tables import must_only_grow


class JournalConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.journal"

    def ready(self) -> None:
        """Facts only grow."""
        must_only_grow("journal_fact")
