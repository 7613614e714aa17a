"""Ten pieces and many who want them at the same moment."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from emporion.ledger.models import Posting
from emporion.orders.models import Order
from emporion.orders.tests.factories import Corner, corner_shop, cup
from emporion.stock import commands as stock
from emporion.stock.queries import stock_of
from emporion.stock.types import Figures
from tests.rush import life
from tests.rush.crowd import Crowd
from tests.rush.proofs import gaps_in_numbers, prove_the_book
from tools.testing.engines import postgresql_among_the_long

pytestmark = pytest.mark.usefixtures("house")
MODES = pytest.mark.parametrize("excludes_reserves", [False, True], ids=["includes reserves", "excludes reserves"])
Task = tuple[str, dict[str, Any]]
Baskets = list[list[tuple[int, int]]]


def declared(corner: Corner, pieces: int, *variants: int) -> dict[str, int]:
    """1C has said how much lies there; answers what it will say again and again."""
    figures = [Figures(variant, ((corner.warehouse, pieces * 1000),)) for variant in variants]
    stock.declare(document="message:0", master="1c", figures=figures, started_at=timezone.now(), actor="channel:1c")
    return {str(variant): pieces * 1000 for variant in variants}


def rush(
    crowd: Crowd, folder: Path, corner: Corner, figures: dict[str, int], shoppers: list[Baskets]
) -> tuple[Counter[str], dict[str, int]]:
    """Every shopper a process, one more declares until the last has left; what became of orders and declarations."""
    until = folder / f"end of {corner.shop}"
    tasks: list[Task] = [
        ("check_out", {"shop": corner.shop, "name": str(number), "baskets": baskets})
        for number, baskets in enumerate(shoppers)
    ]
    tasks.append(("declare", {"place": corner.warehouse, "figures": figures, "until": str(until)}))
    *buyers, master = crowd.begin(tasks)
    happened = Counter(word for hand in buyers for word in hand.answer())
    until.touch()
    return happened, master.answer()


def ten_for_everybody(
    crowd: Crowd, folder: Path, *, excludes_reserves: bool, processes: int, each: int, again: str = ""
) -> None:
    """The promise itself: of processes × each checkouts of one piece exactly ten are placed."""
    corner = corner_shop(master="1c", excludes_reserves=excludes_reserves)
    piece = cup(corner, pieces=0)
    figures = declared(corner, 10, piece)
    before = Order.objects.count()
    happened, declarations = rush(crowd, folder, corner, figures, [[[(piece, 1000)]] * each] * processes)
    assert happened == {"done": 10, "not_enough_stock": processes * each - 10}
    assert set(declarations) == {"done"} and declarations["done"] > 1
    assert Order.objects.count() - before == 10
    [line] = stock_of([piece])
    assert (line.on_hand, line.reserved, line.free, line.short) == (10_000, 10_000, 0, 0)
    prove_the_book()


@MODES
def test_a_hundred_checkouts_for_ten_pieces_place_exactly_ten_while_1c_declares_ten(
    crowd: Crowd, tmp_path: Path, excludes_reserves: bool
) -> None:
    ten_for_everybody(crowd, tmp_path, excludes_reserves=excludes_reserves, processes=4, each=25)


@pytest.mark.takes(11)
@pytest.mark.slow
@MODES
@pytest.mark.parametrize("run", range(20))
def test_five_hundred_checkouts_from_twenty_processes_for_ten_pieces_place_exactly_ten(
    crowd: Crowd, tmp_path: Path, excludes_reserves: bool, run: int
) -> None:
    ten_for_everybody(crowd, tmp_path, excludes_reserves=excludes_reserves, processes=20, each=25)


@MODES
def test_an_order_that_names_the_same_goods_twice_counts_both_lines(
    crowd: Crowd, tmp_path: Path, excludes_reserves: bool
) -> None:
    corner = corner_shop(master="1c", excludes_reserves=excludes_reserves)
    piece = cup(corner, pieces=0)
    figures = declared(corner, 10, piece)
    basket = [(piece, 1000), (piece, 2000)]  # three pieces: three orders fit, one piece is left over
    happened, declarations = rush(crowd, tmp_path, corner, figures, [[basket] * 8] * 4)
    assert happened == {"done": 3, "not_enough_stock": 29}
    assert set(declarations) == {"done"}
    [line] = stock_of([piece])
    assert (line.reserved, line.free, line.short) == (9_000, 1_000, 0)
    prove_the_book()


def crossed(variants: list[int], shopper: int, turns: int) -> Baskets:
    """Three different variants a basket, each shopper walking round the shelf its own way."""
    round_the_shelf = variants[:: 1 if shopper % 2 else -1]
    starts = [(shopper + turn) % len(variants) for turn in range(turns)]
    return [[(variant, 1000) for variant in (round_the_shelf * 2)[start : start + 3]] for start in starts]


@postgresql_among_the_long
@MODES
def test_baskets_in_crossed_order_neither_wait_for_each_other_for_ever_nor_oversell(
    crowd: Crowd, tmp_path: Path, excludes_reserves: bool
) -> None:
    corner = corner_shop(master="1c", excludes_reserves=excludes_reserves)
    variants = [cup(corner, pieces=0) for _ in range(5)]
    figures = declared(corner, 12, *variants)
    happened, declarations = rush(
        crowd, tmp_path, corner, figures, [crossed(variants, shopper, 20) for shopper in range(4)]
    )
    assert set(happened) <= {"done", "not_enough_stock"}
    assert set(declarations) == {"done"}
    lines = stock_of(variants)
    assert sum(line.reserved for line in lines) == happened["done"] * 3000
    assert all(line.free >= 0 and line.short == 0 and line.free + line.reserved == 12_000 for line in lines)
    # nobody was refused while all three of a basket could still be had: fewer than three variants are left together
    assert sum(line.free >= 1000 for line in lines) < 3
    prove_the_book()


def everything_at_once(crowd: Crowd, *, processes: int, each: int, seed: int) -> None:
    """Random commands of every kind from all sides at few goods: refusals there may be, errors not."""
    shown = life.scene(variants=4)
    numbers = range(processes * each)
    tasks: list[Task] = [
        ("live", {"scene": shown.told(), "seed": seed, "numbers": list(numbers[lane::processes])})
        for lane in range(processes)
    ]
    happened: Counter[str] = Counter()
    for answer in crowd.at_once(tasks):
        happened.update(answer)
    assert [word for word in happened if "ERROR" in word] == []
    assert sum(happened.values()) == processes * each
    assert {word.split()[0] for word in happened if word.endswith(" done")} >= {"place_all", "cancel", "declare"}
    assert Posting.objects.exists()
    assert gaps_in_numbers("K") == []
    prove_the_book()


@postgresql_among_the_long
def test_placing_cancelling_changing_declaring_and_counting_at_once_leaves_a_book_that_adds_up(crowd: Crowd) -> None:
    everything_at_once(crowd, processes=4, each=60, seed=1)


@pytest.mark.takes(30)
@pytest.mark.slow
def test_twelve_processes_at_once_leave_a_book_that_adds_up(crowd: Crowd) -> None:
    everything_at_once(crowd, processes=12, each=250, seed=2)
