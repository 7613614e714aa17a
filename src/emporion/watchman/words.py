"""Alerts in words, in the reader's language and zone: for pages, letters, webhooks."""

from __future__ import annotations

from datetime import timedelta

from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils import timezone, translation
from django.utils.translation import gettext

from .types import CHECKS, AlertView, Unit

LENGTHS: dict[Unit, str] = {"minutes": "minutes", "hours": "hours", "seconds": "seconds"}
FIXED_SPACE = "\u00a0"


def sentence(alert: AlertView) -> str:
    """What is wrong."""
    return gettext(CHECKS[alert.code].says) % _told(alert)


def remedy(alert: AlertView) -> str:
    """What to do about it."""
    return gettext(CHECKS[alert.code].remedy) % _told(alert)


def figure(value: int | None, unit: Unit) -> str:
    """A figure with its unit, such as 2 hours or 7 %; nothing for none."""
    if value is None:
        return ""
    if unit in LENGTHS:
        return format_timedelta(timedelta(**{LENGTHS[unit]: value}), threshold=1.2, locale=_locale())
    if unit == "days":  # 14 days are not 2 weeks
        return str(format_unit(value, "duration-day", length="long", locale=_locale()))
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
