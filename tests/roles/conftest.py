"""A corner shop that trades, and a browser in which somebody of a role has signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from emporion.catalog import commands as catalog
from emporion.journal.commands import deliver_all
from emporion.kernel.money import UnitPrice
from emporion.orders import commands as orders
from emporion.orders.tests.factories import Corner, corner_shop
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.types import PartyCard
from emporion.pricing import commands as pricing
from emporion.stock import commands as stock
from emporion.stock.types import Goods
from emporion.web.tests.factories import signed_in
from tools.testing.chromium import fresh_page

HEIGHT = {1440: 900, 390: 844}
Desk = Callable[..., Page]


@dataclass(frozen=True)
class Trade:
    """The shop, two kinds of cup by their variants, and an order of four blue ones."""

    corner: Corner
    blue: int
    green: int
    order: str


@pytest.fixture
def trade(house: str) -> Trade:
    """Ten blue cups and one green lie there; one order waits for its payment and shipment."""
    corner = corner_shop()
    blue, green = a_cup(corner, "Blue cup", "CUP-1", "4600000000015"), a_cup(corner, "Green cup", "CUP-2", "")
    goods = [Goods(blue, 10_000, 1_000), Goods(green, 1_000, 100)]
    stock.receive(warehouse_id=corner.warehouse, document="receipt:first", goods=goods, actor="storekeeper")
    buyer = PartyCard(name="Harbour Inn", phones=("+35722123456",), emails=("inn@shop.example",), country="CY")
    draft = OrderDraft(shop=corner.shop, wishes=(Wish(blue, 4_000),), customer=buyer)
    number = orders.place(draft=draft, actor="shop").number
    deliver_all()
    return Trade(corner, blue, green, number)


def a_cup(corner: Corner, name: str, article: str, barcode: str) -> int:
    """A product with a price; answers its variant."""
    barcodes = (barcode,) if barcode else ()
    _product, variant = catalog.add_product(name=name, sku=article, barcodes=barcodes, actor="buyer")
    micro = UnitPrice.of("2.50", "EUR").micro
    pricing.set_price(variant_id=variant, price_type_id=corner.price_type, price_micro=micro, actor="buyer")
    return variant


@pytest.fixture
def desk(browser: Browser, served: str, trade: Trade) -> Iterator[Desk]:
    """desk(role, width=1440): the first page that somebody of the role meets after signing in."""
    with ExitStack() as pages:

        def opened(role: str, width: int = 1440) -> Page:
            page = pages.enter_context(fresh_page(browser, served, width=width, height=HEIGHT[width]))
            session = signed_in(role, email=f"{role}@shop.example").cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": served}])
            page.goto("/")
            page.wait_for_url("**/today/")
            return page

        yield opened
