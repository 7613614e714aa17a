"""The demonstration as Django sees it: no tables and no reactions, only its console commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.demo"
