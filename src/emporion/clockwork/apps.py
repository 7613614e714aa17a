"""What the clockwork enters into the registers of the house."""

from django.apps import AppConfig


class ClockworkConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.clockwork"

    def ready(self) -> None:
        """Old tasks go once an hour."""
        from .commands import forget_done_tasks
        from .types import every

        every(3600, "clockwork.forget_done_tasks", lambda: forget_done_tasks(actor="clockwork"))
