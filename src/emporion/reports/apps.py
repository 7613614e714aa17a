"""What reports enter into the registers of the house."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.reports"

    def ready(self) -> None:
        """What orders cost is weighed all the time, and proven with the book."""
        from emporion.clockwork.types import every
        from emporion.ledger.types import KEPT_OF_THE_BOOK, KeptOfTheBook

        from .commands import mend, weigh
        from .types import WEIGH, WEIGH_SECONDS
        from .weighing import proven

        every(WEIGH_SECONDS, WEIGH, weigh)
        KEPT_OF_THE_BOOK.append(KeptOfTheBook("cost", proven, mend))
