"""The list of orders: what it shows to whom, how it is searched, and how often it asks."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.orders.types import ShopCard
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.stock.types import Goods
from emporion.web import private
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def placed(corner: Corner, cups: int, number: int = 1, pieces: int = 1) -> list[str]:
    """So many orders, each by a customer of its own."""
    return [orders.place(draft=draft(corner, (cups, pieces)), actor="shop").number for _ in range(number)]


def asked(client: Client, address: str = "/orders/") -> tuple[int, str]:
    """How many questions a page asks, and what it says; the counters of the shell are read before."""
    client.get("/style/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries), answer.content.decode()


def numbers_in(page: str) -> list[str]:
    return re.findall(r'href="/orders/\d+/">([^<]+)<', page)


@pytest.mark.usefixtures("steady")
def test_forty_orders_ask_as_often_as_two() -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 100)
    placed(corner, cups, 2)
    few, page = asked(client)
    assert len(numbers_in(page)) == 2
    placed(corner, cups, 26)
    many, page = asked(client)
    assert (len(numbers_in(page)), many) == (28, few)
    placed(corner, cups, 12)
    paged, page = asked(client)
    assert len(numbers_in(page)) == 30
    assert paged == few + 1  # a second page has to be counted
    assert few <= 15


def test_the_views_hold_what_their_names_say() -> None:
    corner, client = corner_shop(takes_uncovered=True), signed_in()
    cups = cup(corner, 3)
    [paid, unpaid, done, short] = [*placed(corner, cups, 3), *placed(corner, cups, pieces=5)]
    for number in (paid, done):
        orders.note_payment(number=number, reference=number, amount=Money(250, "EUR"), actor="bank")
    orders.note_shipment(number=done, reference="1", actor="shop")
    views = {
        name: sorted(numbers_in(asked(client, f"/orders/?view={name}")[1]))
        for name in ("open", "ship", "unpaid", "decision")
    }
    assert views == {"open": sorted([paid, unpaid, short]), "ship": [paid], "unpaid": [unpaid], "decision": [short]}


@pytest.mark.parametrize("words", ["Quince", "+37369000077", "69000077", "K000002", "2"])
def test_an_order_is_found_by_number_name_and_phone_and_the_address_names_nobody(words: str) -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 10)
    first = placed(corner, cups)[0]
    card = PartyCard(name="Peter Quince", phones=("+37369000077",), country="MD")
    known = parties.found_or_added(card=card, actor="shop").id
    wish = draft(corner, (cups, 1))
    second = orders.place(draft=type(wish)(shop=wish.shop, wishes=wish.wishes, customer=known), actor="shop").number
    answer = client.post("/orders/", {"q": words})
    assert answer.status_code == 302
    assert f"q={words}" not in answer["Location"].replace("%2B", "+")
    page = client.get(answer["Location"]).content.decode()
    assert numbers_in(page) == [second]
    assert first not in page


def test_a_search_nobody_sealed_is_as_good_as_absent() -> None:
    assert private.opened("+37369000077") == ""
    assert private.opened(private.sealed("Anna")) == "Anna"


def test_a_storekeeper_meets_names_and_no_amounts_and_an_integrator_amounts_and_no_names() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    card = PartyCard(name="Peter Quince", country="MD")
    wish = draft(corner, (cups, 1))
    orders.place(draft=type(wish)(shop=wish.shop, wishes=wish.wishes, customer=card), actor="shop")
    keeper = asked(signed_in("storekeeper"))[1]
    assert ("Peter Quince" in keeper, "2.50" in keeper, "New order" in keeper) == (True, False, False)
    integrator = asked(signed_in("integrator", email="it@shop.example"))[1]
    assert ("Peter Quince" in integrator, "2.50" in integrator) == (False, True)


def test_the_file_is_only_for_who_meets_amounts() -> None:
    corner = corner_shop()
    [number] = placed(corner, cup(corner, 10))
    file = b"".join(signed_in().get("/orders/?format=csv")).decode()
    assert number in file
    assert "EUR,250,0" in file
    keeper = signed_in("storekeeper", email="store@shop.example").get("/orders/?format=csv")
    assert keeper["Content-Type"].startswith("text/html")


def test_orders_of_a_closed_shop_are_found_and_filtered_like_the_others() -> None:
    corner, client = corner_shop(), signed_in()
    [number] = placed(corner, cup(corner, 10))
    orders.put_shop(card=ShopCard(code=corner.shop, is_hidden=True), actor="owner")
    addresses = [
        f"/orders/?view=all&shop={corner.shop}",
        "/orders/?view=all&currency=EUR&total_from=2&total_to=3",
        client.post("/orders/", {"q": str(int(number.removeprefix("K")))})["Location"],
    ]
    assert [numbers_in(asked(client, address)[1]) for address in addresses] == [[number]] * 3
    assert numbers_in(asked(client, "/orders/?view=all&total_from=4")[1]) == []


def test_what_came_back_is_owed_no_more_in_the_list_either() -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 10)
    [number] = placed(corner, cups, pieces=2)
    orders.note_payment(number=number, reference="1", amount=Money(250, "EUR"), actor="bank")
    orders.note_shipment(number=number, reference="1", actor="shop")
    assert "2.50 paid" in asked(client, "/orders/?view=all")[1]
    orders.note_return(
        number=number, reference="R", warehouse=corner.warehouse, goods=[Goods(cups, 1000)], actor="shop"
    )
    page = asked(client, "/orders/?view=all")[1]
    assert "2.50 paid" not in page and ">Paid<" in re.sub(r">\s*Paid\s*<", ">Paid<", page)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "9999-99-99"])
def test_a_day_of_no_calendar_is_as_good_as_absent(day: str) -> None:
    client = signed_in()
    for address in (f"/orders/?placed_to={day}", f"/orders/?placed_from={day}", f"/journal/?until={day}&since={day}"):
        assert client.get(address).status_code == 200


def test_an_empty_book_says_what_to_do_next() -> None:
    corner_shop()
    page = asked(signed_in())[1]
    assert "No orders here" in page
    assert "/orders/new/" in page
