"""The search as Django sees it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room of words."""

    name = "emporion.search"
    label = "search"

    def ready(self) -> None:
        """Once a night the words of what is gone leave the file; imported here because tables are loaded later."""
        from emporion.clockwork.types import daily

        from .commands import tidy_all

        daily("03:40", "search.tidy", tidy_all)
