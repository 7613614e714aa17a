"""What the ledger enters into the registers of the house."""

from django.apps import AppConfig

from emporion.kernel.tables import must_only_grow


class LedgerConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.ledger"

    def ready(self) -> None:
        """Postings and entries only grow; what moves is looked at all the time, the whole book at night."""
        from emporion.clockwork.types import daily, every

        from .types import LOOK
        from .watching import LOOK_SECONDS, look, look_through

        must_only_grow("ledger_posting", "ledger_entry")
        every(LOOK_SECONDS, LOOK, look)
        daily("01:40", "ledger.look_through", look_through)
