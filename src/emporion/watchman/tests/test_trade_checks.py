"""A shop whose orders stop is told of; the windows of the weeks before are cut where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from emporion.orders.models import Order
from emporion.orders.queries import shop_by_code
from emporion.orders.tests.factories import Corner, corner_shop
from emporion.watchman import queries
from emporion.watchman.checks.trade import orders_in_windows
from emporion.watchman.looking import look
from emporion.watchman.types import CHECKS

pytestmark = pytest.mark.usefixtures("house")
NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    for code in list(CHECKS):
        if code != "orders.fewer":
            monkeypatch.delitem(CHECKS, code)
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def sold(corner: Corner, moments: list[datetime]) -> None:
    """Orders of some moments; only when they came counts here."""
    shop = shop_by_code(corner.shop)
    have = Order.objects.count()
    Order.objects.bulk_create(
        Order(
            number=f"T-{have + place}", shop_id=shop.id, firm_id=corner.firm, currency="EUR", placed_at=at,
            status_since=at, total_minor=100, net_minor=100, tax_minor=0,
        )
        for place, at in enumerate(moments)
    )  # fmt: skip


def hourly(weeks: int, each: int) -> list[datetime]:
    """So many orders in the middle of each hour of so many weeks before this one."""
    hours = [NOW - WEEK * weeks + HOUR * hour for hour in range(24 * 7 * weeks)]
    return [at + timedelta(minutes=30) for at in hours for _order in range(each)]


def test_orders_are_counted_in_the_same_hours_of_each_week_since_the_first_one() -> None:
    corner = corner_shop()
    assert orders_in_windows(corner.shop, NOW) == ([0] * 6, [])
    sold(corner, [at for at in hourly(5, 1) if at < NOW - timedelta(hours=3)])
    came, before = orders_in_windows(corner.shop, NOW)
    assert came == [0, 0, 3, 9, 21, 45]
    assert before == [[1, 3, 6, 12, 24, 48]] * 4, "the fifth week began after its windows did"


def test_a_shop_whose_orders_have_stopped_is_told_and_one_that_sells_as_ever_is_not(
    clock: time_machine.Traveller,
) -> None:
    corner = corner_shop()
    sold(corner, hourly(6, 12))
    look()
    assert queries.alerts() == []
    for _hour in range(2):
        clock.shift(HOUR)
        look()
        assert queries.alerts() == [], "two hours of few orders happen on days that differ"
    clock.shift(HOUR)
    look()
    [alert] = queries.alerts()
    said = "Corner shop got 0 orders within 3 h; at this time of the week it is 36"
    assert queries.sentence(alert) == said
    assert (alert.code, alert.subject) == ("orders.fewer", f"shop:{shop_by_code(corner.shop).id}")
