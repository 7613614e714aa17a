"""Pricing as Django sees it."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """The room of prices and taxes."""

    name = "emporion.pricing"
    label = "pricing"
