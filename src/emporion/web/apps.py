"""The room web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Staff's screens."""

    name = "emporion.web"
    label = "web"
