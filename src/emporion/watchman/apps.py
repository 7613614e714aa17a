"""What the watchman enters into the registers of the house."""

from django.apps import AppConfig


class WatchmanConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.watchman"

    def ready(self) -> None:
        """Its own checks, and a round each minute."""
        from emporion.clockwork.types import every

        from .checks import OURS
        from .looking import look
        from .types import LOOK, ROUND, watch_over

        for check in OURS:
            watch_over(check)
        every(int(LOOK.total_seconds()), ROUND, look)
