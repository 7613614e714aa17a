"""The top of the house as an app, so that `emporion help` lists its console commands."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Carries `emporion up`."""

    name = "emporion.site"
    label = "house"
    verbose_name = "Emporion"
