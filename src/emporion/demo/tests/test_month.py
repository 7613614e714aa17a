"""The plan of a month is the same for a seed, has the rhythm of a day, and every kind of order in it."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from emporion.demo.month import DAYS, month

THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def test_the_same_seed_and_moment_plan_the_same_month() -> None:
    assert month(THURSDAY, seed=7) == month(THURSDAY, seed=7)
    assert month(THURSDAY, seed=7) != month(THURSDAY, seed=8)


def test_orders_are_counted_in_the_order_of_time_and_none_is_of_tomorrow() -> None:
    plan = month(THURSDAY)
    assert [one.number for one in plan] == list(range(1, len(plan) + 1))
    assert [one.placed_at for one in plan] == sorted(one.placed_at for one in plan)
    assert all(THURSDAY - timedelta(days=DAYS) <= one.placed_at < THURSDAY for one in plan)


def test_customers_sleep_at_night_and_order_less_at_the_weekend() -> None:
    plan = month(THURSDAY, per_day=300)
    hours = Counter(one.placed_at.hour for one in plan)
    assert sum(hours[hour] for hour in (2, 3, 4, 5)) == 0
    assert hours[11] > 2 * hours[8] > 0
    days = Counter(one.placed_at.date() for one in plan)
    assert (days[datetime(2026, 11, 14).date()], days[datetime(2026, 11, 16).date()]) == (200, 300)


def test_a_month_has_every_fate_and_old_orders_are_mostly_done() -> None:
    plan = month(THURSDAY, per_day=100)
    assert {one.fate for one in plan} == {"done", "returned", "shipped", "paid", "part_paid", "cancelled", "open"}
    old = [one for one in plan if THURSDAY - one.placed_at > timedelta(days=2)]
    assert sum(one.fate == "done" for one in old) > 0.7 * len(old)
    assert {one.fate for one in plan if one.appetite == "too_much"} == {"open"}
