"""The room reports, which enters nothing into the registers."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.reports"
