"""An order beyond somebody's reach: pages that name documents say that there is one, and nothing else of it."""

import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.accounts.types import RoleRights
from emporion.catalog.queries import variants
from emporion.exchange import commands as exchange
from emporion.exchange.tests.factories import bad_row, make_channel, make_message
from emporion.journal.commands import deliver_all
from emporion.journal.queries import facts_of_message
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import OrderView
from emporion.parties.queries import names
from emporion.stock import commands as stock
from emporion.stock.tests.factories import shelved
from emporion.stock.types import Goods
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
READS = ("journal.view", "exchange.view")


class Counter:
    """Bob sees his own orders and free ones; Ada's took goods of the same shelf, are promised some, and wait to leave.

    Of her goods more are promised than lie there, her order went by a page of its own, and a file told of it.
    """

    def __init__(self) -> None:
        self.corner = corner_shop()
        self.cups = cup(self.corner, 100)
        self.product = variants([self.cups])[self.cups].product_id
        accounts.change_roles(changes=[RoleRights("operator", give=READS, take=("orders.see_others",))], actor="owner")
        self.owner = signed_in()
        self.ada, self.bob = signed_in("manager", email="ada@s.example"), signed_in("operator", email="bob@s.example")
        self.channel = make_channel(kind="elsewhere")
        self.message = make_message(self.channel, personal=True)
        self.shipped = self.placed("ada@s.example", 7)
        self.promised = self.placed("ada@s.example", 7)
        self.own = self.placed("bob@s.example", 3)
        self.leave(self.shipped)
        stock.correct(
            warehouse_id=self.corner.warehouse, document="count:1-1", counted=[Goods(self.cups, 4000)], actor="cli"
        )
        exchange.want(
            channel=self.channel, kind="order", object_ids=[self.promised.id, self.own.id], actor="channel:base"
        )
        bad = bad_row(self.promised.number, kind="orders")
        exchange.refuse_rows(channel=self.channel, message=self.message, refused=[bad], actor="channel:base")
        deliver_all()

    def placed(self, email: str, pieces: int) -> OrderView:
        person = staff_by_email(email)
        assert person is not None
        ref = orders.place(draft=draft(self.corner, (self.cups, pieces)), actor=f"staff:{person.id}")
        return order(ref.number)

    def leave(self, one: OrderView) -> None:
        orders.note_shipment(
            number=one.number, reference="P-1", actor="staff:1", origin=f"page:/orders/{one.id}/shipment/"
        )

    def kept(self) -> list[OrderView]:
        return [self.shipped, self.promised]

    def address(self, name: str) -> str:
        return name.format(
            cups=self.cups, product=self.product, place=self.corner.warehouse, customer=self.promised.customer
        )

    def betrays(self, page: str, name: str) -> set[str]:
        """What a page tells of Ada's orders: numbers, pages, sums, and who bought where it is no page of customers."""
        told, found = html.unescape(page), set()
        for one in self.kept():
            customer = names([one.customer or 0])[one.customer or 0]
            words = {one.number, f"/orders/{one.id}/", "17.50"} | ({customer} if name not in OF_CUSTOMERS else set())
            found |= {word for word in words if word in told}
        return found


def page(client: Client, address: str, **more: str) -> str:
    answer = client.get(address, more)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer).decode()


CARD, FILE = "/stock/{cups}/", "/stock/{cups}/?format=csv"
WHY, RESERVED = "/why/stock/{cups}/{place}/", "/why/stock/{cups}/{place}/?figure=reserved"
PRICES = "/products/{product}/prices/"
PAGES = {
    # the page, and whether it tells those who see every order of Ada's; the others never name an order
    CARD: True,
    FILE: True,
    WHY: True,
    RESERVED: True,
    PRICES: True,
    "/products/{product}/timeline/": False,
    "/stock/": False,
    "/stock/?view=short": False,
    "/stock/documents/count:1-1/": False,
    "/journal/": True,
    "/journal/?format=csv": True,
    "/journal/?kind=stock.StockReserved": True,
    "/journal/?kind=stock.StockShipped": True,
    "/today/": True,
    "/orders/": True,
    "/customers/{customer}/": True,
    "/exchange/outgoing/": True,
    "/exchange/quarantine/": True,
    "/exchange/quarantine/rows/": True,
    "/mentions/": False,
}
OF_CUSTOMERS = {"/customers/{customer}/", "/journal/", "/journal/?format=csv"}  # who sees customers reads them there


def test_no_page_tells_of_an_order_that_is_kept_and_those_who_see_it_read_it_there() -> None:
    at = Counter()
    told = {name: [at.betrays(page(who, at.address(name)), name) for who in (at.bob, at.owner)] for name in PAGES}
    assert {name: kept for name, (kept, _all) in told.items() if kept} == {}
    assert {name: bool(everything) for name, (_kept, everything) in told.items()} == PAGES


def test_ones_own_order_keeps_its_number_and_its_page_and_the_other_is_an_order() -> None:
    at = Counter()
    for name in (CARD, RESERVED, PRICES, "/exchange/outgoing/"):
        seen = page(at.bob, at.address(name))
        assert f'href="/orders/{at.own.id}/"' in seen and f"Order {at.own.number}" in seen, name
        assert "an order" in seen and "an order<" not in page(at.owner, at.address(name)), name


def test_the_file_of_a_ledger_keeps_every_entry_and_names_ones_own_orders_alone() -> None:
    at = Counter()
    rows = {who: page(who, FILE.format(cups=at.cups)).splitlines() for who in (at.bob, at.owner)}
    assert len(rows[at.bob]) == len(rows[at.owner])
    documents = [re.findall(r"an order|order [\w-]*\d", line.lower()) for line in rows[at.bob][1:]]
    assert {one for line in documents for one in line} == {"an order", f"order {at.own.number.lower()}"}
    assert any("Reserved for an order, " in line for line in rows[at.bob])


def test_the_journal_finds_nothing_about_an_order_that_is_kept_by_any_question() -> None:
    at = Counter()
    asked: list[Callable[[OrderView], dict[str, str]]] = [
        lambda one: {"about": f"order:{one.number}"},
        lambda one: {"q": one.number},
    ]
    for question in asked:
        told = question(at.promised)
        assert at.bob.get("/journal/", told).context["rows"] == []
        assert len(at.owner.get("/journal/", told).context["rows"]) > 1
    own = at.bob.get("/journal/", {"about": f"order:{at.own.number}"}).context["rows"]
    assert {row.about.url for row in own} == {f"/orders/{at.own.id}/"}
    fact = next(
        row.fact.id for row in at.owner.get("/journal/", {"about": f"order:{at.promised.number}"}).context["rows"]
    )
    assert [who.get(f"/journal/{fact}/").status_code for who in (at.bob, at.owner)] == [404, 200]


def test_the_page_on_which_a_kept_order_was_worked_on_is_not_led_to() -> None:
    at = Counter()
    cost = "/journal/?kind=ledger.CostSettled"
    address, there = WHY.format(cups=at.cups, place=at.corner.warehouse), f"/orders/{at.shipped.id}/"
    assert there in page(at.owner, f"/stock/{at.cups}/")
    assert there not in page(at.bob, address) and there not in page(at.bob, cost)


def test_today_counts_the_orders_that_a_shortage_hits_and_names_those_one_sees() -> None:
    at = Counter()
    (seen,) = re.findall(r"Orders: ([^<]+)", page(at.bob, "/today/"))
    assert seen.strip() == f"{at.own.number}, 1 that you do not see"
    (all_of_them,) = re.findall(r"Orders: ([^<]+)", page(at.owner, "/today/"))
    assert all_of_them.strip() == f"{at.promised.number}, {at.own.number}"


def test_a_message_that_speaks_of_orders_is_not_read_by_who_sees_some_of_them_only() -> None:
    at = Counter()
    address = f"/exchange/messages/{at.message}/"
    sentence = "The message speaks of customers and orders; your role does not see all of them."
    assert sentence in page(at.bob, address, place="x")
    assert sentence not in page(at.owner, address, place="x")
    orders.note_shipment(
        number=at.promised.number, reference="P-2", goods=[Goods(at.cups, 1000)], actor="channel:base",
        origin=f"message:{at.message}",
    )  # fmt: skip
    assert facts_of_message(at.message)
    assert [len(who.get(address).context["changes"]) for who in (at.bob, at.owner)] == [
        0, len(facts_of_message(at.message)),
    ]  # fmt: skip


def test_to_know_whose_orders_they_are_costs_one_question_whatever_the_number(steady: None) -> None:
    at = Counter()
    address = CARD.format(cups=at.cups)
    at.bob.get(address)
    with CaptureQueriesContext(connection) as few:
        at.bob.get(address)
    shelved(at.corner.warehouse, at.cups, 30)
    for _one in range(2):  # less than a page
        at.placed("ada@s.example", 1)
    with CaptureQueriesContext(connection) as many:
        at.bob.get(address)
    assert len(many) == len(few)
