"""What the household enters into the registers of the house."""

from importlib import import_module

from django.apps import AppConfig


class HouseholdConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.household"

    def ready(self) -> None:
        """Its kinds of facts are known to the journal from the start."""
        import_module("emporion.household.types")
