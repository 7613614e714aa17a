"""What goods cost us follows them from the receipt to the customer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emporion.ledger.queries import average_cost, cost_of_document, verify
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
    sold(place, cup, 4, "order:1")
    assert cost_of_document("order:1") == 600
    assert verify() == []


def test_a_late_receipt_corrects_what_was_sold_before_it_was_written() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    shelved(place, cup, 10, cost_minor=1000)
    sold(place, cup, 4, "order:1")
    goods = [Goods(cup, 10_000, 2000)]
    then = timezone.now() - timedelta(seconds=1)
    stock.receive(warehouse_id=place, document="late", goods=goods, effective_at=then, actor="storekeeper")
    assert cost_of_document("order:1") == 600
    assert verify() == []


def test_a_cost_nobody_told_is_not_known_rather_than_nothing() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    shelved(place, cup, 10)
    sold(place, cup, 4, "order:1")
    assert average_cost(owner, [cup], timezone.now()) == {cup: None}
    assert cost_of_document("order:1") is None


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
