"""A day's traffic comes to the same however it came: twice, in another turn, cut anywhere and sent again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from emporion.exchange.queries import outgoing, quarantined
from emporion.kernel import kept
from emporion.ledger.queries import verify
from emporion.orders.queries import order
from emporion.site.fingerprint import fingerprint
from tools.testing.databases import Copies, using
from tools.testing.serving import served_by_thread

from .conftest import working
from .day import connection, in_turn, live
from .mishaps import House

Day = Callable[..., dict[str, str]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def day(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker) -> Day:
    """The fingerprint of a day lived in a house of its own, which is the same when it begins."""
    copies: Copies = request.getfixturevalue(request.param)
    days = iter(range(1000))

    def lived(chance: Random | None = None, names: list[str] | None = None, **told: object) -> dict[str, str]:
        settings.EMPORION_HOME = tmp_path / f"day{next(days)}"
        settings.EMPORION_HOME.mkdir()
        with django_db_blocker.unblock(), copies() as url, using(url):
            kept.forget_all()
            channel = connection(**told)
            with served_by_thread() as address, working():
                house = House(f"{address}/exchange/1c/1c", channel, settings.EMPORION_HOME, chance)
                live(house, names or in_turn())
            assert [row.fault for row in quarantined(channel=channel)] == []
            assert (outgoing(channel), verify()) == ([], [])
            assert (order("K1").shipped, order("K2").state) == ("all", "cancelled")
            return fingerprint()

    return lived


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


@pytest.mark.parametrize("excludes", [False, True], ids=["figures-with-reserves", "figures-without"])
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 7))])
def test_a_day_shuffled_cut_and_told_again_is_that_day(day: Day, seed: int, excludes: bool) -> None:
    clean = day(excludes_reserves=excludes)
    chance = Random(seed)
    assert differing(clean, day(chance, in_turn(chance), excludes_reserves=excludes)) == set()


def test_a_day_lived_twice_is_that_day(day: Day) -> None:
    assert differing(day(), day(names=in_turn() + in_turn())) == set()
