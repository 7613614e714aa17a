"""The first thread: a catalog in, an order out, nothing oversold, over real HTTP with a real worker."""

import hashlib
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from django.utils import timezone

from emporion.catalog.models import Picture, Product, Variant
from emporion.demo.onec import desk, trade
from emporion.demo.onec.errors import ExchangeFailed
from emporion.demo.onec.exchange import OneC
from emporion.exchange.queries import message, messages, messages_in_work, open_count, open_message, sessions
from emporion.journal.commands import deliver_all
from emporion.journal.models import Fact
from emporion.journal.types import FactView
from emporion.ledger.models import Entry, Posting
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.tests.factories import customer_card
from emporion.parties.types import PartyCard
from emporion.pricing.queries import prices_of, why_price
from emporion.stock.queries import card, stock_of
from emporion.web import times
from emporion.web.tests.factories import signed_in
from tools.testing.waiting import until

from .conftest import LOGIN, PASSWORD, Connected, working

Connect = Callable[..., Connected]


def bought(
    connected: Connected, buyer: PartyCard | None = None, pieces: int = 1, kinds: int = 1
) -> tuple[str, list[tuple[str, int]]]:
    """An order of some variants that have a price and enough of them; its number, with 1C's offers and our variants."""
    shop, found = connected.open_shop(), list[tuple[str, int]]()
    for row in connected.base.rows("SELECT id FROM offer ORDER BY id"):
        variant = connected.ours("variant", row["id"])
        if sum(line.free for line in stock_of([variant])) >= pieces * 1000 and prices_of([variant]):
            found.append((row["id"], variant))
        if len(found) == kinds:
            wishes = tuple(Wish(variant, pieces * 1000) for _, variant in found)
            draft = OrderDraft(shop, wishes, customer=buyer or customer_card())
            number = orders.place(draft=draft, cover="all", actor="shop").number
            deliver_all()
            return number, found
    raise AssertionError("the base has too little to sell")


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
    row = connected.base.rows("SELECT offer, price_type, minor FROM price LIMIT 1")[0]
    trade.change_price(connected.base, row["offer"], row["price_type"], row["minor"] + 1)
    connected.onec.exchange_catalog()
    variant, kind = connected.ours("variant", row["offer"]), connected.ours("price_type", row["price_type"])
    fact = why_price(variant, kind)
    assert fact is not None
    assert fact.place.startswith("Предложение[")
    assert fact.message == messages(limit=1)[0].id
    assert fact.actor == "channel:1c"


def test_prices_and_stock_say_when_the_last_exchange_brought_them(connect: Connect) -> None:
    connected = connect(goods=10)
    connected.onec.exchange_catalog(full=True)
    row = connected.base.rows("SELECT offer, warehouse FROM stock WHERE thousandths > 0 LIMIT 1")[0]
    stands = connected.base.rows("SELECT price_type, minor FROM price WHERE offer = ? LIMIT 1", row["offer"])[0]
    kind = stands["price_type"]
    trade.change_price(connected.base, row["offer"], kind, stands["minor"] + 1)
    trade.change_stock(connected.base, row["offer"], row["warehouse"], 77_000)
    before = timezone.now()
    connected.onec.exchange_catalog()
    after = timezone.now()
    variant, price_type = connected.ours("variant", row["offer"]), connected.ours("price_type", kind)
    fact, entry = why_price(variant, price_type), card(variant)[0]
    assert fact is not None
    assert before <= fact.at <= after
    assert before <= entry.at <= after
    assert before <= sessions(connected.channel)[0].seen_at <= after
    said = signed_in().get(f"/why/price/{variant}/{price_type}/").content.decode()
    assert f"{fact.at.astimezone(UTC):%H:%M:%S}" in said
    said = signed_in(email="second@shop.example").get(f"/exchange/sessions/{fact_session(fact)}/").content.decode()
    assert times.iso(sessions(connected.channel)[0].started_at) in said


def fact_session(fact: FactView) -> int | None:
    """The talk that brought what a fact tells."""
    assert fact.message is not None
    return message(fact.message).session


def written() -> tuple[int, int, int]:
    """All facts of the journal, all postings and all entries of the book; the talks themselves tell no fact."""
    return Fact.objects.count(), Posting.objects.count(), Entry.objects.count()


def test_an_unchanged_catalog_sent_again_tells_nothing(connect: Connect) -> None:
    connected = connect(goods=20)
    connected.onec.exchange_catalog(full=True)
    before = written()
    connected.onec.exchange_catalog(full=True)
    deliver_all()
    assert written() == before
    counts = messages(limit=1)[0].counts
    assert counts["offers"].unchanged == counts["offers"].read > 0


def test_an_order_goes_to_1c_and_comes_back_paid_and_shipped(connect: Connect) -> None:
    connected = connect(goods=20)
    connected.onec.exchange_catalog(full=True)
    buyer = customer_card()
    number, goods = bought(connected, buyer, kinds=3)
    assert connected.onec.exchange_orders().created == [number]
    assert their_customer(connected, number) == (buyer.name, buyer.phones[0], buyer.emails[0])
    [place] = buyer.addresses
    written = connected.base.rows("SELECT address FROM customer")[0]["address"]
    assert [part for part in (place.city, place.street, place.house) if part not in written] == []
    desk.confirm(connected.base, number)
    desk.pay(connected.base, number)
    desk.ship(connected.base, number)
    connected.onec.exchange_orders()
    assert order(number).status == "done"
    connected.onec.exchange_catalog()
    connected.onec.exchange_catalog(full=True)  # only now 1C's figures of the talk before are known to be all
    for offer, variant in goods:
        theirs = sum(trade.figure(connected.base, offer, row["id"]).physical for row in warehouses(connected))
        lines = stock_of([variant])
        assert (sum(line.on_hand for line in lines), sum(line.reserved for line in lines)) == (theirs, 0)
    assert verify() == []


def their_customer(connected: Connected, number: str) -> tuple[str, str, str]:
    """Name, phone and e-mail of an order's customer, as 1C wrote them down."""
    [row] = connected.base.rows("SELECT * FROM customer WHERE id = ?", desk.order(connected.base, number)["customer"])
    return row["name"], row["phone"], row["email"]


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


def test_what_arrived_is_kept_before_it_is_worked_on_and_is_seen_until_it_is_done(asleep: Connect) -> None:
    connected, desk_of_ours = asleep(goods=5, wait_seconds=0.1), signed_in()
    impatient = OneC(connected.base, connected.address, LOGIN, PASSWORD, most_progress=1, attempts=1)
    with impatient, pytest.raises(ExchangeFailed, match="still progress"):
        impatient.exchange_catalog(full=True)
    [waiting] = messages_in_work(connected.channel)
    with open_message(waiting) as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == message(waiting).sha256
    assert (message(waiting).state, message(waiting).done, Product.objects.count()) == ("waiting", 0, 0)
    assert "Waiting" in desk_of_ours.get(f"/exchange/messages/{waiting}/").content.decode()
    with working():
        until(lambda: message(waiting).state == "done")
        connected.onec.exchange_catalog(full=True)
    assert (message(waiting).state, messages_in_work(connected.channel), Product.objects.count()) == ("done", [], 5)
    assert "Waiting" not in desk_of_ours.get(f"/exchange/messages/{waiting}/").content.decode()
