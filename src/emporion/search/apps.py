"""The search as Django sees it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room of words."""

    name = "emporion.search"
    label = "search"
