"""Pricing as Django sees it."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """The room of prices and taxes."""

    name = "emporion.pricing"
    label = "pricing"

    def ready(self) -> None:
        """Prices have a part in merges of goods; imported here because Django loads the tables after this module."""
        from emporion.catalog.types import joins_merges

        from .joining import PRICES

        joins_merges(PRICES)
