"""A 1C beside the present system: it is read and compared and told nothing, until one press lets it work, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_names
from emporion.catalog.types import ProductCard
from emporion.demo.onec import desk, trade
from emporion.exchange import commands as exchange
from emporion.exchange.queries import compared_count, listed_differences, open_count, outgoing
from emporion.exchange.types import ShadowBegun, ShadowEnded
from emporion.journal.commands import deliver_all
from emporion.journal.queries import timeline
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.tests.factories import customer_card
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceCard
from emporion.site.fingerprint import fingerprint
from emporion.stock.queries import stock_of
from tools.testing.waiting import until

from .conftest import Connected

Connect = Callable[..., Connected]
TABLES = (
    "goods", "offer", "price", "stock", "customer", "customer_order", "order_line", "reserve", "payment", "shipment",
)  # fmt: skip


@dataclass
class Beside:
    """A shop whose orders 1C has, before its connection is put into shadow mode."""

    connected: Connected
    orders: list[str] = field(default_factory=list)
    offers: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def opened(cls, connected: Connected) -> Beside:
        """The shop sells what 1C brought, and 1C has confirmed five of its orders."""
        connected.onec.exchange_catalog(full=True)
        connected.open_shop()
        found = [
            (row["id"], connected.ours("variant", row["id"])) for row in connected.base.rows("SELECT id FROM offer")
        ]
        made = cls(connected, offers=[pair for pair in found if prices_of([pair[1]])])
        made.orders = [made.place() for _ in range(5)]
        made.exchange()
        for number in made.orders:
            desk.confirm(connected.base, number)
        made.exchange()
        assert (outgoing(connected.channel), open_count()) == ([], 0)
        return made

    def place(self) -> str:
        """An order of something that is there."""
        variant = next(one for _, one in self.offers if sum(line.free for line in stock_of([one])) >= 1000)
        draft = OrderDraft("shop", (Wish(variant, 1000),), customer=customer_card())
        number = orders.place(draft=draft, cover="all", actor="shop").number
        deliver_all()
        return number

    def exchange(self) -> list[str]:
        """A night of 1C: all its goods, then orders; the numbers of those that it made or changed."""
        self.connected.onec.exchange_catalog(full=True)
        report = self.connected.onec.exchange_orders()
        deliver_all()
        return [*report.created, *report.updated]

    def written(self) -> list[list[tuple[object, ...]]]:
        """All that 1C has on its books."""
        return [[tuple(row) for row in self.connected.base.rows(f"SELECT * FROM {name}")] for name in TABLES]


@pytest.fixture
def beside(connect: Connect) -> Beside:
    return Beside.opened(connect(goods=40))


def planted(beside: Beside) -> set[tuple[str, str]]:
    """Forty-five differences, by our object and its field: in 1C's books, and by people here."""
    base, ours = beside.connected.base, beside.connected.ours
    found = set[tuple[str, str]]()
    priced = base.rows("SELECT offer, price_type, minor FROM price ORDER BY offer, price_type")
    for row in priced[:12]:
        trade.change_price(base, row["offer"], row["price_type"], row["minor"] * 10)
        found.add((f"variant:{ours('variant', row['offer'])}", f"price:{ours('price_type', row['price_type'])}"))
    for row in priced[12:18]:
        variant, kind = ours("variant", row["offer"]), ours("price_type", row["price_type"])
        card = PriceCard(variant, ((kind, 0, row["minor"] * 10_000 + 10_000),))
        pricing.put_prices(cards=[card], actor="staff:1")
        found.add((f"variant:{variant}", f"price:{kind}"))
    for row in base.rows("SELECT offer, warehouse, thousandths FROM stock ORDER BY offer, warehouse")[:11]:
        trade.change_stock(base, row["offer"], row["warehouse"], row["thousandths"] + 3000)
        found.add((f"variant:{ours('variant', row['offer'])}", f"stock:{ours('warehouse', row['warehouse'])}"))
    goods = [row["id"] for row in base.rows("SELECT id FROM goods ORDER BY id")]
    for key in goods[:8]:
        trade.rename(base, key, f"Renamed {key[:8]}")
        found.add((f"product:{ours('product', key)}", "name"))
    for key in goods[8:12]:
        product = ours("product", key)
        catalog.edit_product(card=ProductCard(product, name=f"By hand {product}"), actor="staff:1")
        found.add((f"product:{product}", "name"))
    first, second, third, fourth, _ = beside.orders
    desk.pay(base, first)
    desk.ship(base, second)
    desk.cancel(base, third)
    desk.edit_line(base, fourth, 1, thousandths=3000)
    [line] = order(fourth).lines
    found |= {(f"order:{first}", "paid"), (f"order:{second}", "shipped"), (f"order:{third}", "state")}
    found |= {(f"order:{fourth}", f"line:{line.name}")}
    return found


def listed(channel: int) -> list[tuple[str, str]]:
    """What is listed as different, by our object and its field."""
    found = listed_differences().filter(channel=channel, found_by="shadow")
    return sorted(found.values_list("subject", "field"))


def test_all_45_planted_differences_are_listed_and_nothing_is_written_on_either_side(beside: Beside) -> None:
    channel = beside.connected.channel
    exchange.begin_shadow(channel=channel, reason="look first", actor="staff:1")
    assert beside.exchange() == []
    assert listed(channel) == []
    wanted = planted(beside)
    assert len(wanted) == 45
    waiting = {beside.place(), beside.place()}
    theirs, ours = beside.written(), fingerprint()
    assert (beside.exchange(), beside.exchange()) == ([], [])
    assert (beside.written(), fingerprint()) == (theirs, ours)
    assert listed(channel) == sorted(wanted)
    assert {row.object_id for row in outgoing(channel)} == {order(number).id for number in waiting}
    assert [(row.state, row.given, row.offered) for row in outgoing(channel)] == [("open", 0, 0)] * 2


def test_a_difference_that_is_mended_on_either_side_is_listed_no_more(beside: Beside) -> None:
    channel, base = beside.connected.channel, beside.connected.base
    exchange.begin_shadow(channel=channel, reason="look first", actor="staff:1")
    wanted = planted(beside)
    beside.exchange()
    [first, *_] = base.rows("SELECT offer, price_type, minor FROM price ORDER BY offer, price_type")
    trade.change_price(base, first["offer"], first["price_type"], first["minor"] // 10)
    goods = base.rows("SELECT id, name FROM goods WHERE name LIKE 'Renamed%' ORDER BY id")[0]
    product = beside.connected.ours("product", goods["id"])
    catalog.edit_product(card=ProductCard(product, name=goods["name"], full_name=goods["name"]), actor="staff:1")
    beside.exchange()
    variant, kind = (
        beside.connected.ours("variant", first["offer"]),
        beside.connected.ours("price_type", first["price_type"]),
    )
    assert sorted(wanted - set(listed(channel))) == [
        (f"product:{product}", "name"),
        (f"variant:{variant}", f"price:{kind}"),
    ]


def test_one_press_lets_all_that_waited_go_once_and_takes_what_1c_told_and_one_more_stops_it(beside: Beside) -> None:
    channel, base = beside.connected.channel, beside.connected.base
    exchange.begin_shadow(channel=channel, reason="look first", actor="staff:1")
    planted(beside)
    waiting = [beside.place(), beside.place()]
    beside.exchange()
    said = {"actor": "staff:1"}
    exchange.end_shadow(channel=channel, reason="looked", **said)
    until(lambda: not compared_count(channel) and not listed(channel))
    assert sorted(beside.connected.onec.exchange_orders().created) == sorted(waiting)
    assert beside.connected.onec.exchange_orders().created == []
    assert {row["site_number"] for row in desk.orders(base)} == {*beside.orders, *waiting}
    by_hand = {row["id"] for row in base.rows("SELECT id FROM goods ORDER BY id")[8:12]}
    for row in base.rows("SELECT id, name FROM goods"):
        ours = beside.connected.ours("product", row["id"])
        assert (product_names([ours])[ours] == row["name"]) is (row["id"] not in by_hand)  # what people wrote stays
    first, second, third, *_ = beside.orders
    assert order(first).paid_minor == order(first).total_minor
    assert (order(second).shipped, order(third).state) == ("all", "cancelled")
    exchange.begin_shadow(channel=channel, reason="once more", **said)
    again = beside.place()
    assert beside.exchange() == []
    assert [row.object_id for row in outgoing(channel)] == [order(again).id]
    assert verify() == []
    subject = f"channel:{channel}"
    told = [fact.event for fact in timeline([subject], kinds=["exchange.ShadowBegun", "exchange.ShadowEnded"])]
    began, over = ShadowBegun(subject, "look first"), ShadowEnded(subject, "looked", 2)
    assert told == [ShadowBegun(subject, "once more"), over, began]
