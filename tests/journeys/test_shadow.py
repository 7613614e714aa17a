"""A 1C beside the present system: it is read and compared and told nothing, until one press lets it work, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_names
from emporion.catalog.types import ProductCard
from emporion.channels.differences import SEEN
from emporion.demo.onec import desk, trade
from emporion.exchange import commands as exchange
from emporion.exchange.queries import compared_count, open_count, outgoing
from emporion.journal.commands import deliver_all
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
        found = [(row["id"], connected.ours("variant", row["id"])) for row in connected.base.rows("SELECT id FROM offer")]
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
def beside(connect: Connect) -> Iterator[Beside]:
    yield Beside.opened(connect(goods=40))


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
    for row in base.rows("SELECT offer, warehouse, thousandths FROM stock ORDER BY offer, warehouse")[:10]:
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
    trade.mark_deleted(base, goods[12])
    found.add((f"product:{ours('product', goods[12])}", "is_hidden"))
    first, second, third, fourth, _ = beside.orders
    desk.pay(base, first)
    desk.ship(base, second)
    desk.cancel(base, third)
    desk.edit_line(base, fourth, 1, thousandths=3000)
    [line] = order(fourth).lines
    found |= {(f"order:{first}", "paid"), (f"order:{second}", "shipped"), (f"order:{third}", "state")}
    found |= {(f"order:{fourth}", f"line:{line.name}")}
    return found


def test_a_planted_difference(beside: Beside) -> None:
    channel = beside.connected.channel
    exchange.begin_shadow(channel=channel, reason="look first", actor="staff:1")
    wanted = planted(beside)
    waiting = beside.place()
    theirs, ours = beside.written(), fingerprint()
    assert beside.exchange() == []
    assert (beside.written(), fingerprint()) == (theirs, ours)
    for one in SEEN:
        if (one.subject, one.field) not in wanted: print(one)
    assert {(one.subject, one.field) for one in SEEN} == wanted
    assert len(wanted) == 45
    assert [order(row_id) for row_id in ()] == []
    assert len(outgoing(channel)) == 1 and waiting
