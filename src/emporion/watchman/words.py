"""Alerts in words, in the reader's language and zone: for pages, letters, webhooks."""

from __future__ import annotations

from babel.dates import format_datetime
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils import timezone, translation
from django.utils.translation import gettext

from .types import CHECKS, AlertView, Unit

LENGTHS: dict[Unit, str] = {
    "days": "duration-day",
    "hours": "duration-hour",
    "minutes": "duration-minute",
    "seconds": "duration-second",
}
HOUR_MINUTES = 60
FIXED_SPACE = "\u00a0"


def sentence(alert: AlertView) -> str:
    """What is wrong."""
    return gettext(CHECKS[alert.code].says) % _told(alert)


def remedy(alert: AlertView) -> str:
    """What to do about it."""
    return gettext(CHECKS[alert.code].remedy) % _told(alert)


def figure(value: int | None, unit: Unit) -> str:
    """A figure with its unit, such as 36 hours or 7 %; nothing for none. From two hours on minutes are hours."""
    if value is None:
        return ""
    if unit == "minutes" and value >= 2 * HOUR_MINUTES:
        value, unit = round(value / HOUR_MINUTES), "hours"
    if unit in LENGTHS:
        return str(format_unit(value, LENGTHS[unit], length="long", locale=_locale()))
    plain = format_decimal(value, locale=_locale())
    return f"{plain}{FIXED_SPACE}%" if unit == "percent" else plain


def _told(alert: AlertView) -> dict[str, object]:
    unit = CHECKS[alert.code].unit
    since = format_datetime(timezone.localtime(alert.since), "d MMM, HH:mm", locale=_locale())
    return {
        **alert.facts,
        "name": alert.name, "figure": figure(alert.figure, unit), "limit": figure(alert.limit, unit), "since": since,
    }  # fmt: skip


def _locale() -> str:
    return (translation.get_language() or "en").replace("-", "_")
