"""What crm enters into the registers of the house."""

from importlib import import_module

from django.apps import AppConfig

from emporion.journal.types import register


class CrmConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.crm"

    def ready(self) -> None:
        """Enter the reactions; imported here because Django loads the tables after this module."""
        from .reactions import FORGET

        import_module("emporion.crm.types")
        register(FORGET)
