"""The room web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Staff's screens."""

    name = "emporion.web"
    label = "web"

    def ready(self) -> None:
        """What was done to many rows at once is forgotten after a while."""
        from emporion.clockwork.types import daily

        from .commands import forget_bulk

        daily("03:40", "web.forget_bulk", lambda: forget_bulk(actor="clockwork"))
