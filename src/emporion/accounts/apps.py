"""What the staff's room enters into the registers of the house."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.accounts"

    def ready(self) -> None:
        """Its kinds of facts are known to the journal from the start; what is over is forgotten once an hour."""
        import_module("emporion.accounts.types")
        from emporion.clockwork.types import every
        from emporion.journal.types import register

        from .commands import forget_what_is_over
        from .reactions import WRITE

        register(WRITE)

        every(3600, "accounts.forget_what_is_over", lambda: forget_what_is_over(actor="clockwork"))
