"""Checks of the trade itself: orders that do not come though nothing failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from emporion.orders import queries as orders
from emporion.reports import queries as reports

from ..rules import WEEKS, WINDOWS_HOURS, fewer
from ..types import Check, Found

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


def _fewer(_limit: int) -> Iterator[Found]:
    """Orders of each shop up to now, against the same hours of the same weekday of the weeks before."""
    now = timezone.now()
    for shop in orders.shops():
        came, before = orders_in_windows(shop.code, now)
        if told := fewer(came, before):
            facts = {"hours": told.hours, "usual": told.usual}
            yield Found(f"shop:{shop.id}", told.came, not told.is_few, shop.name, None, now - told.hours * HOUR, facts)


def orders_in_windows(shop: str, now: datetime) -> tuple[list[int], list[list[int]]]:
    """How many orders a shop got in each window up to now, and in the same windows of each week since its first one."""
    ends = [now - week * WEEK for week in range(WEEKS, -1, -1)]
    edges = [end - hours * HOUR for end in ends for hours in (*reversed(WINDOWS_HOURS), 0)]
    rows = orders.listed(shop=shop)
    counts = [sum(sold.orders for sold in one.values()) for one in reports.by_stretch(rows, edges)]
    each = len(WINDOWS_HOURS) + 1  # stretches of a week: between its edges, and the one up to the next week
    weeks = [_windows(counts[at : at + each - 1]) for at in range(0, len(counts), each)]
    begun = 0 if rows.filter(placed_at__lt=edges[0]).exists() else _weeks_without(counts, each)
    return weeks[-1], weeks[begun:-1][::-1]


def _windows(stretches: Sequence[int]) -> list[int]:
    """From orders between neighbouring edges, the earliest first, to orders of each window, the shortest first."""
    return [sum(stretches[-place:]) for place in range(1, len(stretches) + 1)]


def _weeks_without(counts: Sequence[int], each: int) -> int:
    """How many of the first weeks, cut short ones too, came before the first order."""
    first = next((place for place, count in enumerate(counts) if count), len(counts))
    return -(-first // each) if first else 1


TRADE = (
    Check(
        code="orders.fewer",
        title=gettext_noop("Fewer orders than usual"),
        says=gettext_noop(
            "%(name)s got %(figure)s orders within %(hours)s h; at this time of the week it is %(usual)s"
        ),
        remedy=gettext_noop(
            "Place an order in the shop as a customer would: search, basket, payment. Then see whether the connection"
            " of the shop brings orders."
        ),
        right="reports.view", look=_fewer, every=HOUR, below=True, page="orders",
    ),
)  # fmt: skip
