"""A long stock session ends: hundreds of shipped lines leave our promises, while others promise and release."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from emporion.catalog import commands as catalog
from emporion.journal import commands as journal
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.ledger.queries import verify
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.commands import declared as settling
from emporion.stock.models import Leaving
from emporion.stock.queries import stock_of
from emporion.stock.types import Figures, Goods

from .factories import warehouse

pytestmark = pytest.mark.usefixtures("house")
AtOnce = Callable[..., list[Any]]
LINES = 620  # more than one part of a settling


@command
def _goods(work: Work, *, count: int) -> list[int]:
    return [catalog.add_product(work=work, name=f"Cup {n}", sku=f"CUP {n}")[1] for n in range(count)]


@command
def _sold(work: Work, *, place: int, orders: Iterable[Sequence[int]]) -> None:
    """A piece of each variant of each order is promised, and the master says that it was shipped."""
    for number, variants in enumerate(orders):
        document = f"paper:{number:04}"
        wishes = [Goods(variant, 1000) for variant in variants]
        stock.reserve(work=work, document=document, wishes=wishes, warehouses_in_turn=[place])
        stock.ship(work=work, document=document)


def declared(place: int, variants: Sequence[int], pieces: int) -> None:
    figures = [Figures(variant, ((place, pieces * 1000),)) for variant in variants]
    stock.declare(document="message:1", master="1c", figures=figures, started_at=timezone.now(), actor="channel:1c")


def settle() -> int:
    return stock.settle(master="1c", started_at=timezone.now() + timedelta(seconds=1), actor="channel:1c")


@pytest.mark.parametrize(("excludes_reserves", "left"), [(False, 5), (True, 4)])
def test_each_shipped_line_leaves_once_though_two_sessions_end_together(
    excludes_reserves: bool, left: int, at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "TRIES", 1)  # a deadlock is not forgiven
    monkeypatch.setattr(settling, "PART", 4)
    place = warehouse(firm().id, master="1c", excludes_reserves=excludes_reserves)
    variants = _goods(count=10, actor="owner")
    declared(place, variants, 5)
    _sold(place=place, orders=[[variant] for variant in reversed(variants)], actor="channel:1c")
    assert sorted(at_once(settle, settle)) == [0, 10]
    stands = {(line.on_hand, line.reserved, line.free, line.short) for line in stock_of(variants)}
    assert stands == {(left * 1000, 0, left * 1000, 0)}
    assert (Leaving.objects.count(), verify()) == (0, [])


def test_a_shortage_that_several_parts_share_is_filled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "PART", 4)
    place = warehouse(firm().id, master="1c")
    [cup] = _goods(count=1, actor="owner")
    declared(place, [cup], 20)
    _sold(place=place, orders=[[cup]] * 20, actor="channel:1c")
    declared(place, [cup], 3)  # 17 promises have nothing behind them
    [before] = stock_of([cup])
    assert settle() == 20
    [after] = stock_of([cup])
    assert (before.on_hand, before.reserved, before.free, before.short) == (3000, 20_000, 0, 17_000)
    assert (after.on_hand, after.reserved, after.free, after.short) == (3000, 0, 3000, 0)
    assert verify() == []


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_long_settling_takes_its_locks_in_the_order_of_everybody_else(
    at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one holds the lowest key, waits until the settling stands in line, and goes on to a high one."""
    monkeypatch.setattr(journal, "TRIES", 1)  # a deadlock is not forgiven
    place = warehouse(firm().id, master="1c")
    variants = _goods(count=LINES, actor="owner")
    declared(place, variants, 5)
    _sold(place=place, orders=[variants[100:], variants[:100]], actor="channel:1c")  # the first part has the high keys
    holds_the_lowest = threading.Event()

    @command
    def other(work: Work) -> str:
        stock.hold_free(work=work, warehouses=[place], variants=variants[:1])
        holds_the_lowest.set()
        until_somebody_waits()
        stock.hold_free(work=work, warehouses=[place], variants=variants[300:301])
        return "had both"

    def ending() -> int:
        holds_the_lowest.wait(60)
        return settle()

    assert at_once(partial(other, actor="shop"), ending) == ["had both", LINES]
    assert verify() == []


def until_somebody_waits() -> None:
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("the settling waits for nobody")
