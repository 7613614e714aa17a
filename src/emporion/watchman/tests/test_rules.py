"""How often a shop of ordinary days is called poor, and how soon one whose orders have stopped."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from emporion.watchman.rules import (
    LEAST_WEEKS,
    RARELY,
    WEEKS,
    WINDOWS_HOURS,
    Visit,
    chance_of_so_few,
    fewer,
    stalled,
)

HOURS_OF_A_WEEK = 168
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def poisson(chance: Random, mean: float) -> int:
    """Knuth, The Art of Computer Programming 2, 3.4.1."""
    number, product, end = 0, chance.random(), math.exp(-mean)
    while product > end:
        number, product = number + 1, product * chance.random()
    return number


def rate(hour: int, a_day: float) -> float:
    """Orders an hour by the clock: nights are quiet, evenings busy, weekends half as busy again."""
    of_day = 0.15 if hour % 24 < 7 else 1.0 if hour % 24 < 17 else 1.9
    return a_day / 22.75 * of_day * (1.5 if hour // 24 % 7 >= 5 else 1.0)


def windows(hours: list[int], end: int) -> list[int]:
    return [sum(hours[end - width : end]) for width in WINDOWS_HOURS]


def says(hours: list[int], end: int) -> bool | None:
    before = [windows(hours, end - week * HOURS_OF_A_WEEK) for week in range(1, WEEKS + 1)]
    told = fewer(windows(hours, end), before)
    return None if told is None else told.is_few


def lived(chance: Random, weeks: int, a_day: float, wobble: float = 0.0) -> list[int]:
    """Orders of each hour; wobble: by how much whole days differ beyond Poisson."""
    found = []
    for hour in range(weeks * HOURS_OF_A_WEEK):
        if hour % 24 == 0:
            day = chance.gammavariate(1 / wobble**2, wobble**2) if wobble else 1.0
        found.append(poisson(chance, rate(hour, a_day) * day))
    return found


def false_alarms(a_day: float, wobble: float, years: int) -> tuple[int, int]:
    """How many of the hourly rounds of some years call, and how many rounds there were."""
    chance, weeks = Random(f"{a_day}/{wobble}"), 52 * years
    hours = lived(chance, WEEKS + 1 + weeks, a_day, wobble)
    told = [says(hours, end) for end in range((WEEKS + 1) * HOURS_OF_A_WEEK, len(hours))]
    return sum(one is True for one in told), len(told)


@pytest.mark.parametrize("a_day", [3, 12, 60, 400])
def test_ordinary_poisson_days_call_no_oftener_than_is_promised(a_day: float) -> None:
    called, rounds = false_alarms(a_day, wobble=0.0, years=1)
    assert called <= 2 * RARELY * rounds, f"{called} of {rounds}"


@pytest.mark.slow
@pytest.mark.takes(60)
@pytest.mark.parametrize("wobble", [0.0, 0.1, 0.2])
@pytest.mark.parametrize("a_day", [3, 12, 60, 400])
def test_ten_years_of_ordinary_days_call_no_oftener_than_is_promised(a_day: float, wobble: float) -> None:
    """wobble 0.2: whole days differ by a fifth more than Poisson says, as days of real shops do."""
    called, rounds = false_alarms(a_day, wobble, years=10)
    print(f"\n{a_day} a day, wobble {wobble}: {called} calls in {rounds} rounds, {called / 10:.1f} a year")
    assert called <= 2 * RARELY * rounds, f"{called} of {rounds}"


@pytest.mark.parametrize(("a_day", "most_hours"), [(400, 3), (60, 12), (12, 48)])
def test_a_shop_whose_orders_stop_at_ten_in_the_morning_is_noticed_soon(a_day: float, most_hours: int) -> None:
    stopped = 10
    for seed in range(20):
        hours = lived(Random(seed), WEEKS + 2, a_day)
        begun = (WEEKS + 1) * HOURS_OF_A_WEEK + stopped  # a Monday
        hours[begun:] = [0] * (len(hours) - begun)
        found = next(hour for hour in range(1, 73) if says(hours, begun + hour))
        assert found <= most_hours, f"after {found} hours, seed {seed}"


def test_the_chance_is_that_of_the_binomial_of_both_counts() -> None:
    alike = [25, 25, 25, 25]  # days that differ by a fifth make of 25 orders the doubt of 12.5
    assert chance_of_so_few(0, alike) == pytest.approx((4 / 5) ** 50)
    assert chance_of_so_few(2, alike) == pytest.approx((4 / 5) ** 51 + 51 * (1 / 5) * (4 / 5) ** 50)
    assert chance_of_so_few(9, [9, 9, 9]) > 0.5


def test_a_sale_weeks_ago_makes_no_ordinary_day_poor_and_less_than_four_weeks_say_nothing() -> None:
    ordinary = [20, 60, 120, 200, 260, 500]
    sale = [one * 5 for one in ordinary]
    told = fewer(ordinary, [ordinary, ordinary, sale, *[ordinary] * 5])
    assert told and (told.is_few, told.usual) == (False, 20)
    assert fewer([0] * 6, [ordinary] * (LEAST_WEEKS - 1)) is None
    empty = fewer([0] * 6, [ordinary] * LEAST_WEEKS)
    assert empty and (empty.is_few, empty.hours, empty.came) == (True, 3, 0)


def test_a_shop_of_a_few_orders_a_day_is_never_said_to_have_fewer() -> None:
    assert fewer([0] * 6, [[0, 1, 2, 3, 4, 6]] * WEEKS) is None


def visits(*changed: int) -> list[Visit]:
    return [Visit(MONDAY + timedelta(days=day), bool(one)) for day, one in enumerate(changed)]


def test_a_peer_is_stalled_when_it_brings_nothing_for_longer_by_half_than_it_ever_did() -> None:
    usual = [1, 1, 0, 0, 1, 1, 1, 1, 1, 1]  # once it brought nothing for two days
    found = [stalled(visits(*usual, *[0] * empty)) for empty in (0, 3, 4, 5)]
    assert [one and (one.sessions, one.is_stalled) for one in found] == [(0, False), (3, False), (4, False), (5, True)]
    assert found[-1] and found[-1].longest == timedelta(days=3)
    assert stalled(visits(*[1] * 6)) is None, "a week is not known yet"
