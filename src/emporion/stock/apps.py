"""Stock as Django sees it."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.stock"
