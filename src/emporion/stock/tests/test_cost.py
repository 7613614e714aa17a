"""What goods cost us follows them from the receipt to the customer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emporion.ledger.queries import average_cost, cost_of_document, entries_of, verify
from emporion.ledger.types import Kind
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.tests.factories import product, shelved, warehouse
from emporion.stock.types import Goods

pytestmark = pytest.mark.usefixtures("house")


def sold(place: int, variant: int, pieces: int, document: str) -> None:
    goods = [Goods(variant, pieces * 1000)]
    stock.reserve(document=document, wishes=goods, warehouses_in_turn=[place], actor="shop")
    stock.ship(document=document, actor="storekeeper")


def test_goods_leave_at_the_average_of_what_they_cost() -> None:
    place, cup = warehouse(firm().id), product()
    shelved(place, cup, 10, cost_minor=1000)
    shelved(place, cup, 10, cost_minor=2000)
    sold(place, cup, 4, "paper:1")
    assert cost_of_document("paper:1") == 600
    assert verify() == []


def test_a_late_receipt_corrects_what_was_sold_before_it_was_written() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    shelved(place, cup, 10, cost_minor=1000)
    sold(place, cup, 4, "paper:1")
    goods = [Goods(cup, 10_000, 2000)]
    then = timezone.now() - timedelta(seconds=1)
    stock.receive(warehouse_id=place, document="late", goods=goods, effective_at=then, actor="storekeeper")
    assert cost_of_document("paper:1") == 600
    assert verify() == []


def test_a_cost_nobody_told_is_not_known_rather_than_nothing() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    shelved(place, cup, 10)
    sold(place, cup, 4, "paper:1")
    assert average_cost(owner, [cup], timezone.now()) == {cup: None}
    assert cost_of_document("paper:1") is None


def test_goods_found_in_a_count_are_worth_what_the_others_are() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    shelved(place, cup, 10, cost_minor=1000)
    stock.correct(warehouse_id=place, document="count:1", counted=[Goods(cup, 12_000)], actor="storekeeper")
    cost = average_cost(owner, [cup], timezone.now())[cup]
    assert cost is not None
    assert (cost.micro("EUR"), cost.left_minor) == (1_000_000, 1200)
    stock.correct(warehouse_id=place, document="count:2", counted=[Goods(cup, 6000)], actor="storekeeper")
    cost = average_cost(owner, [cup], timezone.now())[cup]
    assert cost is not None
    assert cost.left_minor == 600
    assert verify() == []


def receive(place: int, variant: int, pieces: int, cost_minor: int | None, document: str, *, days: int = 0) -> None:
    goods = [Goods(variant, pieces * 1000, cost_minor)]
    then = timezone.now() - timedelta(days=days) if days else None
    stock.receive(warehouse_id=place, document=document, goods=goods, effective_at=then, actor="storekeeper")


def each(owner: int, variant: int) -> int | None:
    """What a piece costs now, in cents."""
    cost = average_cost(owner, [variant], timezone.now())[variant]
    return cost.of(1000) if cost else None


def test_goods_without_a_cost_are_worth_what_the_others_are_and_say_so() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    receive(place, cup, 10, 8000, "first")
    receive(place, cup, 10, None, "bare")
    assert each(owner, cup) == 800
    marked = [line for line in entries_of("bare") if line.memo == "assume" and line.account.kind is Kind.SHELF]
    assert [(line.quantity, line.value_minor) for line in marked] == [(0, 8000)]
    sold(place, cup, 15, "paper:1")
    assert cost_of_document("paper:1") == 12_000
    assert verify() == []


def test_the_first_cost_is_the_cost_of_what_lay_there_without_one() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    receive(place, cup, 10, None, "bare")
    sold(place, cup, 4, "paper:1")
    assert cost_of_document("paper:1") is None
    receive(place, cup, 10, 8000, "first")
    assert each(owner, cup) == 800
    assert cost_of_document("paper:1") == 3200
    assert verify() == []


def test_one_receipt_may_tell_the_cost_of_a_part() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    goods = [Goods(cup, 4000, 3200), Goods(cup, 6000, None)]
    stock.receive(warehouse_id=place, document="r:1", goods=goods, actor="storekeeper")
    assert each(owner, cup) == 800
    assert verify() == []


def test_a_cost_of_nothing_is_a_cost() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    receive(place, cup, 10, 8000, "first")
    receive(place, cup, 10, 0, "gift")
    assert each(owner, cup) == 400


def test_a_back_dated_receipt_without_a_cost_takes_the_cost_of_its_own_month() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    receive(place, cup, 10, 8000, "first", days=80)
    receive(place, cup, 10, 20_000, "dear")
    receive(place, cup, 10, None, "bare", days=80)
    assert each(owner, cup) == (8000 + 8000 + 20_000) // 30
    assert verify() == []
