"""Goods in the reader's language: what pages of the staff call them, and what keeps the name of the card."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands as catalog
from emporion.catalog.queries import variants
from emporion.catalog.types import ProductCard, TextCard
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
CARD, GREEK = "Чашка", "Φλιτζάνι"


class Goods:
    """A cup whose card is Russian, with a Greek name, one in an order; two who read: in Greek, and in English."""

    def __init__(self) -> None:
        corner = corner_shop()
        self.variant = cup(corner, 10)
        self.product = variants([self.variant])[self.variant].product_id
        catalog.put_products(cards=[ProductCard(id=self.product, name=CARD)], actor="owner")
        catalog.put_texts(cards=[TextCard(self.product, "el", GREEK)], actor="owner")
        self.order = order(orders.place(draft=draft(corner, (self.variant, 2)), actor="staff:1").number)
        deliver_all()
        self.greek = signed_in(language="el", email="g@s.example")
        self.english = signed_in(language="en", email="e@s.example")

    def address(self, name: str) -> str:
        return name.format(order=self.order.id, variant=self.variant, product=self.product, number=self.order.number)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode()


def named(page: str) -> set[str]:
    """Which of the two names a page says."""
    return {one for one in (CARD, GREEK) if one in page}


PAGES = {  # what the Greek reader meets; the English one meets the name of the card alone
    "/products/": {GREEK, CARD},  # in the order of cards, so that the name on the card stands beside
    "/stock/": {GREEK, CARD},
    "/orders/{order}/": {GREEK, CARD},  # the line keeps what was on the card when it was placed
    "/products/{product}/prices/": {GREEK},
    "/stock/{variant}/": {GREEK},
    "/stock/found/?find=" + CARD: {GREEK},
    "/stock/line/{variant}/": {GREEK},
    "/orders/{order}/lines/": {GREEK},
    "/journal/?kind=stock.StockReserved": {GREEK},
    "/products/?format=csv": {CARD},  # files leave the house
    "/stock/?format=csv": {CARD},
}


def test_each_page_calls_goods_as_its_reader_does_and_files_as_the_card() -> None:
    at = Goods()
    told = {name: named(page(at.greek, at.address(name)).replace("find=" + CARD, "")) for name in PAGES}
    assert told == PAGES
    assert {name: named(page(at.english, at.address(name))) for name in PAGES} == {name: {CARD} for name in PAGES}


def test_the_palette_finds_goods_by_either_name_and_shows_both_to_whom_they_are_two() -> None:
    at = Goods()
    for typed in (CARD, GREEK):
        hits = at.greek.post("/palette/", {"q": typed}).content.decode()
        assert named(re.sub("<[^>]+>", "", hits)) == {CARD, GREEK}
        assert named(re.sub("<[^>]+>", "", at.english.post("/palette/", {"q": typed}).content.decode())) == {CARD}


def test_an_order_placed_by_a_greek_reader_keeps_the_name_of_the_card() -> None:
    at = Goods()
    assert [line.name for line in order(at.order.number).lines] == [CARD]


def test_the_options_of_a_variant_stand_behind_the_name_in_the_language() -> None:
    at = Goods()
    catalog.add_variant(product_id=at.product, options=(("Цвет", "белый"),), actor="owner")
    assert f"{GREEK} (белый)" in page(at.greek, f"/products/{at.product}/prices/")
    assert f"{CARD} (белый)" in page(at.english, f"/products/{at.product}/prices/")


@pytest.mark.parametrize("address", ["/products/", "/stock/", "/products/?q=" + CARD])
def test_names_are_read_once_for_the_rows_of_a_page_and_never_while_rows_are_chosen(address: str) -> None:
    at = Goods()
    at.greek.get(address)
    with CaptureQueriesContext(connection) as asked:
        at.greek.get(address)
    reads = [one["sql"] for one in asked if "catalog_producttext" in one["sql"]]
    assert len(reads) == 1 and "search_text" not in reads[0] and "ORDER BY" not in reads[0]
