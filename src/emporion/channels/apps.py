"""What channels enter into the registers of the house."""

from django.apps import AppConfig

from emporion.journal.types import register


class ChannelsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.channels"

    def ready(self) -> None:
        """Enter the reactions; imported here because Django loads the tables after this module."""
        from .commerceml.reactions import TELL_ORDERS

        register(TELL_ORDERS)
