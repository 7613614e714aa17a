"""A new order: promised, summed, numbered, once."""

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import variants
from emporion.catalog.types import ProductCard
from emporion.journal.queries import timeline
from emporion.kernel.errors import Refused
from emporion.kernel.money import Money, UnitPrice
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.models import Order
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import EmptyOrder, NoPrice, OrderDraft, ServiceWish, Uncovered, Wish
from emporion.parties.tests.factories import customer_card
from emporion.stock.queries import free_at
from emporion.stock.types import NotEnough

pytestmark = pytest.mark.usefixtures("house")


def test_an_order_promises_its_goods_and_says_what_it_waits_for() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    ref = orders.place(draft=draft(corner, (cups, 3)), actor="shop")
    found = order(ref.number)
    assert (found.status, found.reason) == ("waiting_payment", "all lines are covered, payment is due")
    assert (ref.total, found.net_minor, found.tax_minor) == (Money(750, "EUR"), 630, 120)
    assert free_at([corner.warehouse], [cups]) == {cups: 7000}
    assert [fact.kind for fact in timeline([f"order:{ref.number}"])] == ["orders.OrderPlaced", "stock.StockReserved"]
    assert verify() == []


def test_too_many_cups_are_refused_with_every_short_line_and_nothing_is_left_behind() -> None:
    corner = corner_shop()
    cups, pots = cup(corner, 2), cup(corner, 1)
    with pytest.raises(NotEnough) as refusal:
        orders.place(draft=draft(corner, (cups, 3), (pots, 5), (cups, 1)), actor="shop")
    assert [(m.variant, m.asked, m.free) for m in refusal.value.missing] == [(cups, 4000, 2000), (pots, 5000, 1000)]
    assert not Order.objects.exists()
    assert free_at([corner.warehouse], [cups, pots]) == {cups: 2000, pots: 1000}


def test_a_foreign_shop_s_order_is_taken_as_it_is_and_names_what_is_missing() -> None:
    corner = corner_shop(takes_uncovered=True)
    cups = cup(corner, 2)
    ref = orders.place(draft=draft(corner, (cups, 5)), actor="shop")
    assert ref.uncovered == (Uncovered(cups, 3000),)
    assert order(ref.number).status == "waiting_goods"


def test_the_same_key_places_one_order() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    wish = draft(corner, (cups, 1))
    first = orders.place(draft=wish, actor="shop", key="shop:17")
    assert orders.place(draft=wish, actor="shop", key="shop:17") == first
    assert Order.objects.count() == 1
    assert free_at([corner.warehouse], [cups]) == {cups: 9000}


def test_numbers_run_on_and_none_is_lost_by_a_refusal() -> None:
    corner = corner_shop()
    cups = cup(corner, 2)
    first = orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    with pytest.raises(NotEnough):
        orders.place(draft=draft(corner, (cups, 9)), actor="shop")
    second = orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    assert (first.number, second.number) == ("K000001", "K000002")


def test_the_promised_price_holds_and_the_delivery_is_a_line() -> None:
    corner = corner_shop()
    cups = cup(corner, 10, euro="2.50")
    wishes = (Wish(cups, 2000, UnitPrice.of("2.20", "EUR"), discount_minor=40),)
    services = (ServiceWish("Courier", UnitPrice.of("3.00", "EUR")),)
    ref = orders.place(draft=OrderDraft(corner.shop, wishes, services, customer_card()), actor="shop")
    found = order(ref.number)
    assert ref.total == Money(700, "EUR")
    assert [(line.kind, line.name, line.total_minor) for line in found.lines] == [
        ("goods", found.lines[0].name, 400),
        ("delivery", "Courier", 300),
    ]
    assert found.net_minor + found.tax_minor == found.total_minor


def test_a_returning_customer_is_found_again() -> None:
    corner = corner_shop()
    cups, card = cup(corner, 10), customer_card()
    wish = OrderDraft(corner.shop, (Wish(cups, 1000),), customer=card)
    refs = [orders.place(draft=wish, actor="shop") for _ in range(2)]
    assert len({order(ref.number).customer for ref in refs}) == 1


@pytest.mark.parametrize("refusal", [EmptyOrder, NoPrice])
def test_an_order_of_nothing_or_without_a_price_is_refused(refusal: type[Refused]) -> None:
    corner = corner_shop()
    wishes = (Wish(cup(corner, 1, euro="0"), 1000),) if refusal is NoPrice else ()
    with pytest.raises(refusal):
        orders.place(draft=OrderDraft(corner.shop, wishes), actor="shop")


def test_a_line_keeps_the_name_and_article_that_its_goods_had_when_they_were_ordered() -> None:
    corner = corner_shop()
    cups, pots = cup(corner), cup(corner)
    number = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    [before] = order(number).lines
    [view] = variants([cups]).values()
    catalog.edit_product(card=ProductCard(id=view.product_id, name="Renamed", sku="NEW-1"), actor="staff:1")
    assert variants([cups])[cups].name == "Renamed"
    assert [(line.name, line.sku) for line in order(number).lines] == [(before.name, before.sku)]
    orders.change_lines(number=number, wishes=[Wish(cups, 2000), Wish(pots, 1000)], actor="staff:1")
    stays = order(number).lines[0]
    assert (stays.name, stays.sku, stays.quantity) == (before.name, before.sku, 2000)
    again = orders.place(draft=draft(corner, (cups, 1)), actor="shop").number
    assert order(again).lines[0].name == "Renamed"
