"""The demonstration as Django sees it: no tables and no reactions, only its console commands and its path."""

from django.apps import AppConfig

from emporion.web.types import register_tour


class DemoConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.demo"

    def ready(self) -> None:
        """Enter the path; imported here because Django loads the tables after this module."""
        from .tour.steps import TOUR

        register_tour(TOUR)
