"""What a storekeeper does by hand in a warehouse of ours."""

import pytest

from emporion.ledger.queries import verify
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.queries import stock_of, warehouse as view
from emporion.stock.tests.factories import product, shelved, warehouse
from emporion.stock.types import Goods, NotEnough, WarehouseCard

pytestmark = pytest.mark.usefixtures("house")


def test_goods_named_twice_in_a_receipt_are_added_up() -> None:
    place, cup = warehouse(firm().id), product()
    stock.receive(warehouse_id=place, document="r:1", goods=[Goods(cup, 1000), Goods(cup, 2000)], actor="storekeeper")
    assert [(line.on_hand, line.free) for line in stock_of([cup])] == [(3000, 3000)]


def test_moved_goods_lie_and_are_free_in_the_other_warehouse() -> None:
    owner = firm().id
    here, there, cup = warehouse(owner), warehouse(owner), product()
    shelved(here, cup, 5)
    stock.reserve(document="order:1", wishes=[Goods(cup, 2000)], warehouses_in_turn=[here], actor="shop")
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
    [taken] = stock.reserve(document="order:1", wishes=[Goods(cup, 4000)], warehouses_in_turn=[near, far], actor="shop")
    assert [(promise.warehouse, promise.quantity) for promise in taken] == [(near, 2000), (far, 2000)]


def test_a_warehouse_keeps_its_firm_when_it_is_told_anew() -> None:
    owner = firm().id
    place = warehouse(owner, "MAIN")
    assert stock.put_warehouse(card=WarehouseCard("MAIN", name="Main", sells=False), actor="owner") == place
    found = view(place)
    assert (found.name, found.sells, found.firm) == ("Main", False, owner)
