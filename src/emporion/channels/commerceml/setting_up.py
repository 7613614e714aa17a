"""The form in which a person sets a connection to 1C up, as the exchange pages draw it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emporion.exchange.types import SettingField, SettingsForm

FIELDS = (
    SettingField("firm", _("Firm"), "firm", _("Warehouses that 1C brings belong to it."), required=True),
    SettingField("shop", _("Orders of the shop"), "shop", _("Its orders go to 1C. Leave it empty to send none.")),
    SettingField("orders_from", _("Orders from"), "day", _("Older orders are never sent.")),
    SettingField("currency", _("Currency where 1C names none"), "text", _("Three letters, such as RUB.")),
    SettingField(
        "excludes_reserves", _("1C has taken its reserves off the stock already"), "flag",
        _("Tick it when 1C sends what is free, not what lies there."),
    ),
    SettingField("login", _("Login"), "text", _("The user name that 1C shows to the site."), required=True),
    SettingField("password", _("Password"), "password", _("Leave it empty to keep the one that is set.")),
)  # fmt: skip


def settings_of(answers: Mapping[str, Any]) -> dict[str, object]:
    """What the connection keeps in clear."""
    day: date | None = answers.get("orders_from")
    since = datetime.combine(day, time(), timezone.get_current_timezone()).isoformat() if day else None
    return {
        "firm": int(answers["firm"]),
        "shop": answers.get("shop") or "",
        "orders_from": since,
        "currency": (answers.get("currency") or "RUB").upper()[:3],
        "excludes_reserves": bool(answers.get("excludes_reserves")),
    }


def secrets_of(answers: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, object] | None:
    """The login with the hash of the password; None when neither changed."""
    login, password = str(answers.get("login") or ""), str(answers.get("password") or "")
    if not password and login == before.get("login"):
        return None
    return {"login": login, "password": make_password(password) if password else before.get("password", "")}


def shown(settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> dict[str, object]:
    """The form's first answers; a password is never shown."""
    since = settings.get("orders_from")
    return {
        "firm": settings.get("firm"),
        "shop": settings.get("shop", ""),
        "orders_from": datetime.fromisoformat(str(since)).date() if since else None,
        "currency": settings.get("currency", "RUB"),
        "excludes_reserves": settings.get("excludes_reserves", False),
        "login": secrets.get("login", ""),
    }


def address(code: str) -> str:
    """The path that is pasted into 1C, behind the address of this house."""
    return reverse("commerceml", args=[code])


FORM = SettingsForm(_("1C by CommerceML"), FIELDS, address, settings_of, secrets_of, shown)
