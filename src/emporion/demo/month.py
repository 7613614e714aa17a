"""The orders of the past month as a plan: when each came, from whom, and what became of it.

Pure: the same seed and the same moment give the same month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from .baskets import Appetite
from .onec.numbers import stream

Fate = Literal["done", "returned", "shipped", "paid", "part_paid", "cancelled", "open"]
"""Paid and shipped; the same and then brought back; shipped and not paid; paid and not shipped; paid in part; called
off; nothing happened yet."""

DAYS = 30
PER_DAY = 13
# How many of a day's orders come in each hour of the firm's day: a quiet night, a peak before lunch, one after work.
RHYTHM = (1, 1, 0, 0, 0, 0, 1, 2, 4, 7, 9, 10, 9, 7, 6, 6, 7, 8, 9, 10, 9, 7, 4, 2)
WEEKEND = (5, 6)
CUSTOMERS = 240
# Out of a hundred orders, by age: what two days have settled, one day has not.
SETTLED: dict[Fate, int] = {
    "done": 81, "returned": 6, "shipped": 2, "paid": 1, "part_paid": 1, "cancelled": 7, "open": 2,
}  # fmt: skip
FRESH: dict[Fate, int] = {"done": 30, "shipped": 6, "paid": 18, "part_paid": 3, "cancelled": 5, "open": 38}
SETTLED_AFTER = timedelta(days=2)
SHORT_SHARE = 0.3  # of the open ones ask for more than there is


@dataclass(frozen=True, slots=True)
class Planned:
    """One order of the plan. number counts from 1 in the order of time; chance is the order's own."""

    number: int
    placed_at: datetime
    customer: int
    fate: Fate
    appetite: Appetite
    seed: int

    @property
    def chance(self) -> Random:
        """The chance that fills the basket and times what follows."""
        return stream(self.seed, "basket", self.number)


def month(now: datetime, *, seed: int = 1, per_day: int = PER_DAY) -> list[Planned]:
    """The orders of the thirty days before now, oldest first; now carries the zone of the firm's day."""
    first = (now - timedelta(days=DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [at for day in range(DAYS + 1) for at in _day(first + timedelta(days=day), seed, per_day)]
    kept = sorted(at for at in moments if now - timedelta(days=DAYS) <= at < now)
    return [_planned(number, at, now, seed) for number, at in enumerate(kept, 1)]


def _day(day: datetime, seed: int, per_day: int) -> list[datetime]:
    """The moments of one day's orders; a day of the weekend has two thirds of a working day's."""
    chance = stream(seed, "day", day.date())
    count = per_day * 2 // 3 if day.weekday() in WEEKEND else per_day
    hours = chance.choices(range(24), weights=RHYTHM, k=max(count, 1))
    return [day + timedelta(hours=hour, seconds=chance.randrange(3600)) for hour in hours]


def _planned(number: int, at: datetime, now: datetime, seed: int) -> Planned:
    chance = stream(seed, "order", number)
    fates = SETTLED if now - at > SETTLED_AFTER else FRESH
    [fate] = chance.choices(list(fates), weights=list(fates.values()))
    appetite: Appetite = "too_much" if fate == "open" and chance.random() < SHORT_SHARE else "usual"
    return Planned(number, at, chance.randrange(1, CUSTOMERS + 1), fate, appetite, seed)
