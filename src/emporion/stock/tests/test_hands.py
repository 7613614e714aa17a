"""What a storekeeper does by hand in a warehouse of ours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emporion.ledger.models import Posting
from emporion.ledger.queries import entries_of, verify
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.queries import stock_of, warehouse as view
from emporion.stock.tests.factories import product, shelved, warehouse
from emporion.stock.types import Goods, NotEnough, NothingToBook, NotYet, WarehouseCard

pytestmark = pytest.mark.usefixtures("house")


def test_goods_named_twice_in_a_receipt_are_added_up() -> None:
    place, cup = warehouse(firm().id), product()
    stock.receive(warehouse_id=place, document="r:1", goods=[Goods(cup, 1000), Goods(cup, 2000)], actor="storekeeper")
    assert [(line.on_hand, line.free) for line in stock_of([cup])] == [(3000, 3000)]


def test_a_receipt_or_a_move_of_nothing_is_refused_and_leaves_nothing() -> None:
    owner = firm().id
    here, there, cup = warehouse(owner), warehouse(owner), product()
    shelved(here, cup, 5)
    before = Posting.objects.count()
    for goods in ([Goods(cup, 1000), Goods(product(), 0)], []):
        with pytest.raises(NothingToBook) as refused:
            stock.receive(warehouse_id=here, document="r:1", goods=goods, actor="storekeeper")
        assert refused.value.what_to_do
        with pytest.raises(NothingToBook):
            stock.move(source=here, target=there, document="m:1", goods=goods, actor="storekeeper")
    with pytest.raises(ValueError, match="less than none"):
        Goods(cup, -1)
    assert Posting.objects.count() == before


def test_what_is_dated_tomorrow_is_refused() -> None:
    place, cup = warehouse(firm().id), product()
    tomorrow = timezone.now() + timedelta(days=1)
    goods = [Goods(cup, 1000)]
    with pytest.raises(NotYet):
        stock.receive(warehouse_id=place, document="r:1", goods=goods, effective_at=tomorrow, actor="storekeeper")
    with pytest.raises(NotYet):
        stock.correct(warehouse_id=place, document="c:1", counted=goods, effective_at=tomorrow, actor="storekeeper")


def test_a_count_of_an_earlier_day_leaves_what_moved_since_as_it_is() -> None:
    owner = firm().id
    place, cup = warehouse(owner), product()
    now = timezone.now()
    for document, days in (("r:1", 40), ("r:2", 10)):
        goods = [Goods(cup, 10_000, 5000)]
        then = now - timedelta(days=days)
        stock.receive(warehouse_id=place, document=document, goods=goods, effective_at=then, actor="storekeeper")
    counted = [Goods(cup, 8000)]  # when twenty days ago the book said ten
    then = now - timedelta(days=20)

    def count(document: str) -> bool:
        return stock.correct(
            warehouse_id=place, document=document, counted=counted, effective_at=then, actor="storekeeper"
        )

    assert count("c:1")
    [line] = stock_of([cup])
    assert (line.on_hand, line.free) == (18_000, 18_000)
    assert {line.at for line in entries_of("c:1")} == {then}
    assert not count("c:2")
    assert verify() == []


def test_moved_goods_lie_and_are_free_in_the_other_warehouse() -> None:
    owner = firm().id
    here, there, cup = warehouse(owner), warehouse(owner), product()
    shelved(here, cup, 5)
    stock.reserve(document="paper:1", wishes=[Goods(cup, 2000)], warehouses_in_turn=[here], actor="shop")
    stock.move(source=here, target=there, document="move:1", goods=[Goods(cup, 3000)], actor="storekeeper")
    assert {line.warehouse.id: (line.on_hand, line.free) for line in stock_of([cup])} == {
        here: (2000, 0),
        there: (3000, 3000),
    }
    with pytest.raises(NotEnough):
        stock.move(source=here, target=there, document="move:2", goods=[Goods(cup, 1000)], actor="storekeeper")
    assert verify() == []


def test_an_order_is_served_from_several_warehouses_in_turn() -> None:
    owner = firm().id
    near, far, cup = warehouse(owner), warehouse(owner), product()
    shelved(near, cup, 2)
    shelved(far, cup, 5)
    [taken] = stock.reserve(document="paper:1", wishes=[Goods(cup, 4000)], warehouses_in_turn=[near, far], actor="shop")
    assert [(promise.warehouse, promise.quantity) for promise in taken] == [(near, 2000), (far, 2000)]


def test_a_warehouse_keeps_its_firm_when_it_is_told_anew() -> None:
    owner = firm().id
    place = warehouse(owner, "MAIN")
    assert stock.put_warehouse(card=WarehouseCard("MAIN", name="Main", sells=False), actor="owner") == place
    found = view(place)
    assert (found.name, found.sells, found.firm) == ("Main", False, owner)
