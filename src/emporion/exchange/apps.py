"""What the exchange enters into the registers of the house."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.exchange"

    def ready(self) -> None:
        """The night's work."""
        from emporion.clockwork.types import daily

        from .tidying import tidy

        daily("03:20", "exchange.tidy", tidy)
