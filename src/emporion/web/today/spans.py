"""Stretches of time that are held against each other: today, seven days, this month, each with what came before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Period = Literal["day", "week", "month"]
PERIODS: Mapping[Period, Promise] = {"day": _("Today"), "week": _("7 days"), "month": _("This month")}
SINCE: Mapping[Period, Promise] = {
    "day": _("Since midnight"),
    "week": _("Seven days"),
    "month": _("Since the first of the month"),
}
AGAINST: Mapping[Period, Promise] = {
    "day": _("against the same hour"),
    "week": _("against the seven days before"),
    "month": _("against the same days of last month"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: its first moment, and the first one behind it."""

    start: datetime
    end: datetime


def period(told: str) -> Period:
    """A word of the address as a period; today for any other."""
    return cast(Period, told) if told in PERIODS else "day"


def spans(now: datetime) -> tuple[Span, Span, Span]:
    """Today, yesterday and the same weekday of last week, each from its midnight to this time of the day.

    Days are the reader's, so that a clock which was changed meanwhile moves no order into another day.
    """
    here = timezone.localtime(now)
    found = [_ending(here, here.replace(tzinfo=None) - timedelta(days=days), 0) for days in (0, 1, 7)]
    return found[0], found[1], found[2]


def hours_of(midnight: datetime) -> list[datetime]:
    """The 24 hours of a day of the reader's clock, by their first moments.

    Where the clock jumps, an hour that is left out has no length, and one that comes twice is as long as both.
    """
    bare = midnight.replace(tzinfo=None)
    return [(bare + timedelta(hours=hour)).replace(tzinfo=midnight.tzinfo).astimezone(UTC) for hour in range(24)]


def compared(now: datetime, of: Period) -> tuple[Span, ...]:
    """The period up to now, and those it is held against, the nearest first."""
    here = timezone.localtime(now)
    if of == "day":
        return spans(now)
    bare = here.replace(tzinfo=None)
    if of == "week":
        return _ending(here, bare, 6), _ending(here, bare - timedelta(days=7), 6)
    last = bare.replace(day=1) - timedelta(days=1)
    then = bare.replace(year=last.year, month=last.month, day=min(bare.day, last.day))
    return _ending(here, bare, bare.day - 1), _ending(here, then, then.day - 1)


def _ending(here: datetime, bare: datetime, days_before: int) -> Span:
    start = (bare - timedelta(days=days_before)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Span(start.replace(tzinfo=here.tzinfo), bare.replace(tzinfo=here.tzinfo))
