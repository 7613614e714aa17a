"""Goods that come back: where they lie, at what cost, what is owed then, and how the order says so."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.money import Money
from emporion.ledger.queries import cost_of_document, entries_of, verify
from emporion.orders import commands as orders
from emporion.orders.queries import order, to_give_back
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.orders.types import MoreThanShipped, OrderReturned, OrderView, Returned
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.queries import free_at, stock_of
from emporion.stock.tests.factories import warehouse
from emporion.stock.types import ForeignFirm, Goods, NothingToBook

pytestmark = pytest.mark.usefixtures("house")


def sold(corner: Corner, variant: int, pieces: int) -> str:
    """An order of one line that is paid and shipped."""
    placed = orders.place(draft=draft(corner, (variant, pieces)), actor="shop")
    orders.note_payment(number=placed.number, reference="P", amount=placed.total, actor="bank")
    orders.note_shipment(number=placed.number, reference="S", actor="storekeeper")
    return placed.number


def taken_back(number: str, place: int, *goods: Goods, reference: str = "R") -> OrderView:
    told = list(goods) or None
    orders.note_return(number=number, reference=reference, warehouse=place, goods=told, actor="storekeeper")
    return order(number)


def test_what_came_back_lies_with_the_defects_and_is_not_for_sale() -> None:
    corner = corner_shop()
    cups, defects = cup(corner, 10), warehouse(corner.firm)
    number = sold(corner, cups, 4)
    found = taken_back(number, defects, Goods(cups, 1000))
    assert {line.warehouse.id: (line.on_hand, line.free) for line in stock_of([cups])} == {
        corner.warehouse: (6000, 6000),
        defects: (1000, 1000),
    }
    assert free_at([corner.warehouse], [cups]) == {cups: 6000}
    assert found.returned == "some"
    assert verify() == []


def test_money_for_what_came_back_waits_to_be_given_back_and_then_the_rest_is_done() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = sold(corner, cups, 4)
    found = taken_back(number, corner.warehouse, Goods(cups, 1000))
    assert (found.total_minor, found.returned_minor, found.owed_minor, found.back_minor) == (1000, 250, 750, 250)
    assert (found.status, found.reason) == ("done", "a part came back, the rest is paid")
    assert [row.number for row in to_give_back()] == [number]
    orders.note_payment(number=number, reference="B", amount=Money(-250, "EUR"), actor="staff:1")
    assert list(to_give_back()) == []
    assert order(number).status == "done"


def test_an_order_that_came_back_whole_is_returned() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = sold(corner, cups, 4)
    taken_back(number, corner.warehouse, Goods(cups, 3000), reference="R-1")
    found = taken_back(number, corner.warehouse, reference="R-2")
    assert (found.status, found.reason, found.back_minor) == ("returned", "everything came back", 1000)
    assert [(one.reference, one.amount_minor) for one in found.returns] == [("R-1", 750), ("R-2", 250)]
    assert stock_of([cups])[0].free == 10_000


def test_it_comes_back_at_what_it_cost_when_it_left() -> None:
    corner = corner_shop()
    cups = cup(corner, 0)
    goods = [Goods(cups, 10_000, 3000)]
    stock.receive(warehouse_id=corner.warehouse, document="receipt:1", goods=goods, actor="storekeeper")
    number = sold(corner, cups, 3)
    assert cost_of_document(f"order:{number}") == 900
    taken_back(number, corner.warehouse, Goods(cups, 1000))
    assert cost_of_document(f"order:{number}") == 600
    back = [line for line in entries_of(f"order:{number}") if line.memo == "return" and line.value_minor > 0]
    assert [(line.account.kind, line.quantity, line.value_minor) for line in back] == [("shelf", 1000, 300)]
    assert verify() == []


def test_more_than_the_customer_has_is_refused_and_nothing_is_left_behind() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = sold(corner, cups, 2)
    taken_back(number, corner.warehouse, Goods(cups, 1000))
    with pytest.raises(MoreThanShipped):
        taken_back(number, corner.warehouse, Goods(cups, 2000), reference="R-2")
    open_order = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    with pytest.raises(NothingToBook):
        taken_back(open_order, corner.warehouse)
    assert order(number).returned_minor == 250
    assert verify() == []


def test_the_same_return_is_noted_once() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = sold(corner, cups, 2)
    said = [
        orders.note_return(number=number, reference="R", warehouse=corner.warehouse, goods=[Goods(cups, 1000)], actor=a)
        for a in ("staff:1", "staff:2")
    ]
    assert (said, order(number).returned_minor) == ([True, False], 250)


def test_goods_of_one_firm_do_not_come_back_to_another() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = sold(corner, cups, 2)
    with pytest.raises(ForeignFirm):
        taken_back(number, warehouse(firm(country="GR", currency="EUR").id))


def test_what_left_a_warehouse_that_others_keep_comes_back_without_a_cost() -> None:
    corner = corner_shop(master="1c", takes_uncovered=True)
    cups, defects = cup(corner, 0), warehouse(corner.firm)
    number = sold(corner, cups, 2)
    taken_back(number, defects, Goods(cups, 1000))
    assert [(line.on_hand, line.free) for line in stock_of([cups])] == [(1000, 1000)]
    taken_back(number, corner.warehouse, Goods(cups, 1000), reference="R-2")
    assert [(line.warehouse.id, line.on_hand) for line in stock_of([cups])] == [(defects, 1000)]
    assert order(number).status == "returned"
    assert verify() == []


def test_a_return_is_told_with_goods_place_price_and_reason() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = sold(corner, cups, 2)
    orders.note_return(number=number, reference="R", warehouse=corner.warehouse, reason="it did not suit", actor="shop")
    [fact] = [one.event for one in timeline([f"order:{number}"]) if isinstance(one.event, OrderReturned)]
    assert (fact.warehouse, fact.goods, fact.amount_minor) == (corner.warehouse, (Returned(cups, 2000),), 500)
    assert fact.reason == "it did not suit"


def test_what_came_back_covers_those_who_wait() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 2)
    number = sold(corner, cups, 2)
    waiting = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    assert order(waiting).status == "waiting_goods"
    taken_back(number, corner.warehouse, Goods(cups, 1000))
    deliver_all()
    assert order(waiting).status == "waiting_payment"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_the_book_agrees_and_nothing_is_worth_more_than_it_cost(seed: int) -> None:
    chance = Random(seed)
    corner = corner_shop()
    cups, defects = cup(corner, 0, "3.33"), warehouse(corner.firm)
    now = timezone.now()
    spent = 0
    for receipt in range(3):
        cost = chance.randrange(100, 9000)
        spent += cost
        stock.receive(
            warehouse_id=corner.warehouse,
            document=f"receipt:{receipt}",
            goods=[Goods(cups, 7000, cost)],
            effective_at=now - timedelta(days=chance.randrange(70)),
            actor="storekeeper",
        )
    told = [sold(corner, cups, chance.randrange(1, 5)) for _ in range(4)]
    for turn in range(6):
        number = chance.choice(told)
        has = sum(line.shipped - line.returned for line in order(number).lines)
        if has:
            back = Goods(cups, chance.randrange(1, has // 1000 + 1) * 1000)
            taken_back(number, chance.choice((defects, corner.warehouse)), back, reference=f"R-{turn}")
    found = [order(number) for number in told]
    gone = sum(line.shipped - line.returned for one in found for line in one.lines)
    assert sum(line.on_hand for line in stock_of([cups])) == 21_000 - gone
    for one in found:
        assert one.returned_minor == sum(each.amount_minor for each in one.returns) <= one.total_minor
        assert one.back_minor == one.returned_minor
        assert (one.returned == "all") == (one.returned_minor == one.total_minor)
    costs = [cost_of_document(one.subject) or 0 for one in found]
    assert 0 <= sum(costs) <= spent
    assert verify() == []
