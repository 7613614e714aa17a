"""Moments as people say them, in the reader's zone and language."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime, format_timedelta
from django.utils import timezone
from django.utils.translation import gettext

from .numbers import locale


def moment(at: datetime) -> str:
    """Today the time alone, this year day and time, else with the year."""
    here, now = timezone.localtime(at), timezone.localtime()
    if here.date() == now.date():
        return format_datetime(here, "HH:mm", locale=locale())
    return format_datetime(here, "d MMM, HH:mm" if here.year == now.year else "d MMM y, HH:mm", locale=locale())


def day(at: date) -> str:
    """A day of this year without the year, such as 24 Nov; a moment becomes its day in the reader's zone."""
    here = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return format_date(here, "d MMM" if here.year == timezone.localdate().year else "d MMM y", locale=locale())


def long_day(at: date) -> str:
    """A day with its weekday, such as Friday 20 November."""
    return format_date(at, "EEEE d MMMM", locale=locale())


def age(at: datetime) -> str:
    """How long ago, for freshness only: 6 min ago."""
    passed = max(timezone.now() - at, timedelta())
    return format_timedelta(-passed, "minute", threshold=1, add_direction=True, format="short", locale=locale())


def span(length: timedelta) -> str:
    """How long something lasts, such as 10 min or 1 day."""
    return format_timedelta(length, threshold=1, format="short", locale=locale())


def left(seconds: int) -> str:
    """How long it still takes, roughly: about 3 min left."""
    span = format_timedelta(timedelta(seconds=max(seconds, 1)), threshold=1.5, format="short", locale=locale())
    return gettext("about %(time)s left") % {"time": span}


def iso(at: date) -> str:
    """For <time datetime>: a moment in the reader's zone with its offset, or a day."""
    return timezone.localtime(at).isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()
