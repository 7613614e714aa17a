"""What the staff's room enters into the registers of the house."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room as Django sees it."""

    name = "emporion.accounts"
