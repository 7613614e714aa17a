"""Warehouses whose figures come from another program: what it declares against what we promised."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st

from emporion.journal.models import Fact
from emporion.ledger.models import Entry
from emporion.ledger.queries import verify
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.models import ToldQuantity
from emporion.stock.queries import not_heard_of, promised_variants, stock_of
from emporion.stock.rules import standing
from emporion.stock.tests.factories import product, warehouse
from emporion.stock.types import Figures, Goods, MasteredOutside, NotEnough, Promise

pytestmark = pytest.mark.usefixtures("house")
BOTH = pytest.mark.parametrize("excludes_reserves", [False, True])


def declare(place: int, variant: int, pieces: int) -> bool:
    """The master says so many pieces lie there, in a session that begins now."""
    figures = [Figures(variant, ((place, pieces * 1000),), "Предложение[1]")]
    [changed] = stock.declare(
        document="message:1", master="1c", figures=figures, started_at=timezone.now(), actor="channel:1c"
    )
    return changed


def reserve(place: int, variant: int, pieces: int, document: str = "paper:1") -> None:
    stock.reserve(document=document, wishes=[Goods(variant, pieces * 1000)], warehouses_in_turn=[place], actor="shop")


def figures(variant: int) -> tuple[int, int, int, int]:
    """On hand, reserved, free and short in pieces."""
    [line] = stock_of([variant])
    return line.on_hand // 1000, line.reserved // 1000, line.free // 1000, line.short // 1000


@BOTH
def test_a_reserve_the_master_does_not_know_stays_out_of_what_is_free(excludes_reserves: bool) -> None:
    place, cup = warehouse(firm().id, master="1c", excludes_reserves=excludes_reserves), product()
    declare(place, cup, 10)
    reserve(place, cup, 4)
    assert not declare(place, cup, 10)
    assert figures(cup) == (10, 4, 6, 0)
    with pytest.raises(NotEnough):
        reserve(place, cup, 7, "paper:2")
    assert verify() == []


def test_a_figure_that_leaves_known_reserves_out_is_all_free() -> None:
    place, cup = warehouse(firm().id, master="1c", excludes_reserves=True), product()
    declare(place, cup, 10)
    reserve(place, cup, 4)
    stock.note_known(documents=["paper:1"], master="1c", actor="channel:1c")
    declare(place, cup, 6)
    assert figures(cup) == (10, 4, 6, 0)
    assert verify() == []


def test_what_is_told_or_confirmed_again_is_the_same_state() -> None:
    """A query that is asked again, or a success that is said twice, doubles nothing and tells of nothing newer."""
    place, variant = warehouse(firm().id, master="1c", excludes_reserves=True), product()
    declare(place, variant, 10)
    reserve(place, variant, 4)
    for _ in range(2):
        stock.note_offered(documents=["paper:1"], master="1c", actor="channel:1c")
    for _ in range(2):
        stock.note_known(documents=["paper:1"], master="1c", actor="channel:1c")
    reserve(place, variant, 3)
    stock.note_known(documents=["paper:1"], master="1c", actor="channel:1c")
    assert ToldQuantity.objects.values_list("told__document", "quantity").get() == ("paper:1", 4000)
    declare(place, variant, 6)
    assert figures(variant) == (10, 7, 3, 0)


def test_a_figure_below_our_promises_is_accepted_and_the_deficit_named() -> None:
    place, cup = warehouse(firm().id, master="1c"), product()
    declare(place, cup, 10)
    reserve(place, cup, 8)
    assert declare(place, cup, 5)
    assert figures(cup) == (5, 8, 0, 3)
    assert declare(place, cup, 20)
    assert figures(cup) == (20, 8, 12, 0)
    assert verify() == []


@BOTH
def test_what_the_master_shipped_keeps_its_promise_until_its_next_stock_session_ends(excludes_reserves: bool) -> None:
    place, cup = warehouse(firm().id, master="1c", excludes_reserves=excludes_reserves), product()
    declare(place, cup, 10)
    reserve(place, cup, 4)
    stock.note_known(documents=["paper:1"], master="1c", actor="channel:1c")
    before = timezone.now()
    assert stock.ship(document="paper:1", actor="channel:1c") == (Promise(place, cup, 4000),)
    assert stock.settle(master="1c", started_at=before, actor="channel:1c") == 0
    declare(place, cup, 6)
    assert figures(cup)[1:3] == (4, 6 if excludes_reserves else 2)
    assert stock.settle(master="1c", started_at=timezone.now() + timedelta(seconds=1), actor="channel:1c") == 1
    assert figures(cup) == (6, 0, 6, 0)
    assert verify() == []


@BOTH
def test_what_was_noted_as_shipped_here_stays_promised_until_the_master_says_that_it_shipped_it(
    excludes_reserves: bool,
) -> None:
    """Its figures do not know of our click: without the promise the goods would be sold once more."""
    place, cup = warehouse(firm().id, master="1c", excludes_reserves=excludes_reserves), product()
    declare(place, cup, 10)
    reserve(place, cup, 4)
    stock.note_known(documents=["paper:1"], master="1c", actor="channel:1c")
    assert stock.ship(document="paper:1", goods=[Goods(cup, 3000)], actor="staff:1") == (Promise(place, cup, 3000),)
    assert [(row.variant, row.quantity) for row in not_heard_of("paper:1")] == [(cup, 3000)]
    assert stock.ship(document="paper:1", goods=[Goods(cup, 3000)], actor="staff:1") == (Promise(place, cup, 1000),)
    later = timezone.now() + timedelta(seconds=1)
    assert stock.settle(master="1c", started_at=later, actor="channel:1c") == 0
    declare(place, cup, 6 if excludes_reserves else 10)  # ten lie there: nothing was shipped there
    assert figures(cup) == (10, 4, 6, 0)
    assert stock.hear_shipped(document="paper:1", goods=[Goods(cup, 4000)], actor="staff:1") == ()
    assert stock.hear_shipped(document="paper:1", goods=[Goods(cup, 1000)], actor="channel:1c") == (Goods(cup, 1000),)
    assert stock.hear_shipped(document="paper:1", actor="channel:1c") == (Goods(cup, 3000),)
    assert (not_heard_of("paper:1"), stock.hear_shipped(document="paper:1", actor="channel:1c")) == ([], ())
    declare(place, cup, 6)
    assert stock.settle(master="1c", started_at=later, actor="channel:1c") == 1
    assert figures(cup) == (6, 0, 6, 0)
    assert verify() == []


def test_what_is_leaving_already_is_not_taken_back() -> None:
    place, cup = warehouse(firm().id, master="1c"), product()
    declare(place, cup, 10)
    reserve(place, cup, 4)
    stock.ship(document="paper:1", goods=[Goods(cup, 1000)], actor="staff:1")
    assert stock.release(document="paper:1", actor="staff:1") == (Promise(place, cup, 3000),)
    assert figures(cup) == (10, 1, 9, 0)


def test_an_unchanged_figure_writes_nothing_and_a_changed_one_says_where_it_came_from() -> None:
    place, cup = warehouse(firm().id, master="1c"), product()
    assert declare(place, cup, 10)
    entries, facts = Entry.objects.count(), Fact.objects.count()
    assert not declare(place, cup, 10)
    assert (Entry.objects.count(), Fact.objects.count()) == (entries, facts)
    assert Fact.objects.get(kind="stock.StockDeclared").place == "Предложение[1]"


def test_hands_off_a_warehouse_that_another_program_keeps() -> None:
    place, cup = warehouse(firm().id, master="1c"), product()
    with pytest.raises(MasteredOutside):
        stock.receive(warehouse_id=place, document="r:1", goods=[Goods(cup, 1000)], actor="storekeeper")
    with pytest.raises(MasteredOutside):
        stock.declare(
            document="m", master="other", figures=[Figures(cup, ((place, 1),))], started_at=timezone.now(), actor="x"
        )


def test_promised_variants_are_those_to_weigh_again() -> None:
    place, cup, pot = warehouse(firm().id, master="1c"), product(), product()
    declare(place, cup, 10)
    declare(place, pot, 10)
    reserve(place, cup, 1)
    assert promised_variants("1c") == {cup}


AMOUNTS = st.integers(-50_000, 50_000)


@given(AMOUNTS, st.integers(0, 50_000), st.integers(0, 50_000), st.booleans())
def test_places_are_always_what_is_free_and_reserved_less_the_shortage(
    declared: int, known: int, unknown: int, excludes_reserves: bool
) -> None:
    found = standing(declared, known, unknown, excludes_reserves)
    assert found.shelf == found.free + known + unknown + found.shortage
    assert found.free >= 0 >= found.shortage
