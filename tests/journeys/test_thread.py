"""The first thread: a catalog in, an order out, nothing oversold, over real HTTP with a real worker."""

from collections.abc import Callable
from typing import Any

import pytest

from emporion.catalog.models import Picture, Product, Variant
from emporion.demo.onec import desk, trade
from emporion.demo.onec.errors import ExchangeFailed
from emporion.demo.onec.exchange import OneC
from emporion.exchange.queries import messages, open_count, sessions
from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.tests.factories import customer_card
from emporion.pricing.queries import prices_of, why_price
from emporion.stock.queries import stock_of

from .conftest import Connected

Connect = Callable[..., Connected]


def bought(connected: Connected, pieces: int = 1) -> tuple[str, str, int]:
    """An order of one variant that has a price and enough of it; its number, 1C's offer, our variant."""
    shop = connected.open_shop()
    for row in connected.base.rows("SELECT id FROM offer ORDER BY id"):
        variant = connected.ours("variant", row["id"])
        if sum(line.free for line in stock_of([variant])) >= pieces * 1000 and prices_of([variant]):
            draft = OrderDraft(shop, (Wish(variant, pieces * 1000),), customer=customer_card())
            number = orders.place(draft=draft, cover="all", actor="shop").number
            deliver_all()
            return number, row["id"], variant
    raise AssertionError("the base has nothing to sell")


def test_a_catalog_from_1c_stands_with_prices_stock_and_pictures(connect: Connect) -> None:
    connected = connect(goods=30)
    report = connected.onec.exchange_catalog(full=True)
    assert Product.objects.count() == 30
    assert Variant.objects.count() == connected.base.value("SELECT count(*) FROM offer")
    assert Picture.objects.count() == report.pictures
    for row in connected.base.rows("SELECT offer, price_type, minor FROM price"):
        theirs = connected.ours("variant", row["offer"]), connected.ours("price_type", row["price_type"])
        ours = {price.price_type.id: price.price.micro for price in prices_of([theirs[0]])[theirs[0]]}
        assert ours[theirs[1]] == row["minor"] * 10_000
    assert open_count() == 0
    assert verify() == []


def test_a_changed_price_and_figure_say_which_element_brought_them(connect: Connect) -> None:
    connected = connect(goods=10)
    connected.onec.exchange_catalog(full=True)
    row = connected.base.rows("SELECT offer, price_type FROM price LIMIT 1")[0]
    trade.change_price(connected.base, row["offer"], row["price_type"], 123_45)
    connected.onec.exchange_catalog()
    variant, kind = connected.ours("variant", row["offer"]), connected.ours("price_type", row["price_type"])
    fact = why_price(variant, kind)
    assert fact is not None
    assert fact.place.startswith("Предложение[")
    assert fact.message == messages(limit=1)[0].id
    assert fact.actor == "channel:1c"


def test_an_unchanged_catalog_sent_again_tells_nothing(connect: Connect) -> None:
    connected = connect(goods=20)
    connected.onec.exchange_catalog(full=True)
    before = timeline([f"variant:{pk}" for pk in Variant.objects.values_list("pk", flat=True)], limit=10_000)
    connected.onec.exchange_catalog(full=True)
    after = timeline([f"variant:{pk}" for pk in Variant.objects.values_list("pk", flat=True)], limit=10_000)
    assert len(before) == len(after)
    counts = messages(limit=1)[0].counts
    assert counts["offers"].unchanged == counts["offers"].read > 0


def test_an_order_goes_to_1c_and_comes_back_paid_and_shipped(connect: Connect) -> None:
    connected = connect(goods=20)
    connected.onec.exchange_catalog(full=True)
    number, offer, variant = bought(connected)
    assert connected.onec.exchange_orders().created == [number]
    desk.confirm(connected.base, number)
    desk.pay(connected.base, number)
    desk.ship(connected.base, number)
    connected.onec.exchange_orders()
    assert order(number).status == "done"
    connected.onec.exchange_catalog()
    theirs = sum(trade.figure(connected.base, offer, row["id"]).physical for row in warehouses(connected))
    assert (sum(x.on_hand for x in stock_of([variant])), sum(x.reserved for x in stock_of([variant]))) == (theirs, 0)
    assert verify() == []


def warehouses(connected: Connected) -> list[Any]:
    return list(connected.base.rows("SELECT id FROM warehouse"))


def test_a_lost_success_brings_the_same_order_again_and_makes_none_twice(connect: Connect) -> None:
    connected = connect(goods=20)
    connected.onec.exchange_catalog(full=True)
    number, *_ = bought(connected)
    connected.onec.faults.lose_success = True
    assert connected.onec.exchange_orders().created == [number]
    connected.onec.faults.lose_success = False
    again = connected.onec.exchange_orders()
    assert (again.created, len(desk.orders(connected.base))) == ([], 1)
    assert connected.onec.exchange_orders().updated == []


def test_a_wrong_password_is_told_so_and_stands_among_the_talks(connect: Connect) -> None:
    connected = connect(goods=1)
    with OneC(connected.base, connected.address, "1c", "wrong") as stranger, pytest.raises(ExchangeFailed):
        stranger.exchange_catalog(full=True)
    assert sessions(connected.channel) == []
