"""What the exchange enters into the registers of the house."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.exchange"
