"""What has not left of an order of which a part has is called off: goods, sums and money follow."""

import pytest

from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.kernel.money import Money, UnitPrice
from emporion.kernel.states import IllegalMove
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order, to_give_back, total_of_shipped, uncovered_lines
from emporion.orders.types import (
    LineChange,
    NothingHasLeft,
    NothingLeft,
    OrderDraft,
    OrderRestCancelled,
    ServiceWish,
    Wish,
)
from emporion.stock.queries import free_at, stock_of
from emporion.stock.tests.factories import shelved
from emporion.stock.types import Goods

from .factories import Corner, corner_shop, cup, draft

pytestmark = pytest.mark.usefixtures("house")


def part_shipped(corner: Corner, cups: int, pots: int) -> str:
    """Of four cups with 1.00 off and a pot, with a courier, one cup has left; all is paid."""
    courier = ServiceWish("Courier", UnitPrice.of("3.00", "EUR"))
    wishes = (Wish(cups, 4000, discount_minor=100), Wish(pots, 1000))
    number = orders.place(draft=OrderDraft(corner.shop, wishes, (courier,)), actor="shop").number
    orders.note_payment(number=number, reference="P", amount=Money(1450, "EUR"), actor="bank")
    orders.note_shipment(number=number, reference="S-1", goods=[Goods(cups, 1000)], actor="storekeeper")
    return number


def test_the_rest_is_free_again_and_the_order_comes_to_what_has_left_and_its_services() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 10), cup(corner, 3)
    number = part_shipped(corner, cups, pots)
    before = order(number)
    assert (before.total_minor, before.status) == (1450, "part_shipped")
    assert total_of_shipped(before) == Money(525, "EUR")
    orders.cancel_rest(number=number, reason="the goods cannot be had", actor="staff:1")
    found = order(number)
    assert [(line.name, line.quantity, line.covered, line.shipped) for line in found.lines if line.variant] == [
        (before.lines[0].name, 1000, 1000, 1000)
    ]
    # a cup at 2.50 less a quarter of the discount, and the courier; prices hold the tax
    assert (found.lines[0].discount_minor, found.total_minor, found.net_minor + found.tax_minor) == (25, 525, 525)
    assert (found.status, found.shipped, found.back_minor) == ("done", "all", 925)
    assert {row.number: row.back_minor for row in to_give_back()} == {number: 925}
    stands = {line.variant: (line.on_hand, line.reserved, line.free) for line in stock_of([cups, pots])}
    assert stands == {cups: (9000, 0, 9000), pots: (3000, 0, 3000)}
    assert verify() == []


def test_the_journal_says_what_was_taken_off_and_why() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 10), cup(corner, 3)
    number = part_shipped(corner, cups, pots)
    names = [line.name for line in order(number).lines]
    orders.cancel_rest(number=number, reason="it was not paid", actor="staff:1")
    [told] = [one.event for one in timeline([f"order:{number}"]) if isinstance(one.event, OrderRestCancelled)]
    changes = (LineChange(cups, names[0], 4000, 1000, 900, 225), LineChange(pots, names[1], 1000, 0, 250, 0))
    assert (told.changes, told.total_minor, told.reason) == (changes, 525, "it was not paid")


def test_a_rest_that_waits_for_goods_waits_no_more() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 2)
    number = orders.place(draft=draft(corner, (cups, 5)), actor="shop").number
    orders.note_shipment(number=number, reference="S-1", goods=[Goods(cups, 1000)], actor="storekeeper")
    orders.cancel_rest(number=number, actor="staff:1")
    assert (order(number).status, uncovered_lines()) == ("shipped", [])
    shelved(corner.warehouse, cups, 5)
    deliver_all()
    assert free_at([corner.warehouse], [cups]) == {cups: 6000}
    assert verify() == []


def test_before_anything_has_left_and_once_all_has_there_is_no_rest() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    number = orders.place(draft=draft(corner, (cups, 4)), actor="shop").number
    with pytest.raises(NothingHasLeft):
        orders.cancel_rest(number=number, actor="staff:1")
    orders.note_shipment(number=number, reference="S-1", goods=[Goods(cups, 1000)], actor="storekeeper")
    orders.cancel_rest(number=number, actor="staff:1")
    with pytest.raises(NothingLeft):
        orders.cancel_rest(number=number, actor="staff:1")
    called_off = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    orders.cancel(number=called_off, actor="staff:1")
    with pytest.raises(IllegalMove):
        orders.cancel_rest(number=called_off, actor="staff:1")


def test_the_delivery_is_owed_once_anything_has_left_and_not_before() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 10), cup(corner, 3)
    left = part_shipped(corner, cups, pots)
    orders.cancel_rest(number=left, actor="staff:1")
    services = [(line.name, line.total_minor) for line in order(left).lines if line.variant is None]
    assert (services, order(left).total_minor, order(left).back_minor) == ([("Courier", 300)], 525, 925)
    wishes, courier = (Wish(cups, 1000),), ServiceWish("Courier", UnitPrice.of("3.00", "EUR"))
    still = orders.place(draft=OrderDraft(corner.shop, wishes, (courier,)), actor="shop").number
    orders.note_payment(number=still, reference="P", amount=Money(550, "EUR"), actor="bank")
    orders.cancel(number=still, actor="staff:1")
    assert order(still).back_minor == 550


def test_a_discount_as_large_as_the_line_stays_as_large_as_what_has_left() -> None:
    corner = corner_shop()
    cups = cup(corner, 10, "0.33")
    gift = OrderDraft(corner.shop, (Wish(cups, 3000, discount_minor=99),))
    number = orders.place(draft=gift, actor="shop").number
    orders.note_shipment(number=number, reference="S-1", goods=[Goods(cups, 2000)], actor="storekeeper")
    orders.cancel_rest(number=number, actor="staff:1")
    assert (order(number).total_minor, order(number).lines[0].discount_minor) == (0, 66)
