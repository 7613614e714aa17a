"""Views that people keep of a list: one's own, shared ones, and where one always begins."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands as catalog
from emporion.catalog.types import ProductCard, VariantCard
from emporion.orders import commands as orders
from emporion.orders.tests.factories import Corner, corner_shop, cup, draft
from emporion.web.lists import counting
from emporion.web.models import SavedView

from .factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
UNPAID = "sort=-total&status=waiting_payment"


def kept(client: Client, title: str, address: str = UNPAID, **more: str) -> str:
    """Keep a view; answers where it leads."""
    answer = client.post("/lists/orders/views/", {"title": title, "address": address, **more})
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def counted(client: Client, address: str = "/orders/") -> dict[str, str]:
    """The number beside each view that somebody keeps, "" where none stands."""
    strip = re.search(r'<nav class="e-tabs".*?</nav>', client.get(address).content.decode(), re.S)
    assert strip
    found = re.findall(r'href="[^"]*saved=\d+"[^>]*>(.*?)</a>', strip[0], re.S)
    parts = [re.fullmatch(r"\s*(.*?)\s*(?:<b>(.*?)</b>)?\s*", one, re.S) for one in found]
    return {part[1]: part[2] or "" for part in parts if part}


def tabs(page: str) -> list[str]:
    strip = re.search(r'<nav class="e-tabs".*?</nav>', page, re.S)
    assert strip
    words = re.findall(r"<a[^>]*>(.*?)</a>", strip[0], re.S)
    return [re.sub(r"<[^>]*>.*?</[^>]*>|<[^>]*>", "", word, flags=re.S).strip() for word in words]


def test_a_view_is_kept_with_its_filters_and_order_and_stands_among_the_views() -> None:
    corner, client = corner_shop(), signed_in()
    number = orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop").number
    at = kept(client, "  Unpaid   this month ")
    assert at.startswith(f"/orders/?{UNPAID}&saved=")
    page = client.get(at).content.decode()
    assert tabs(page)[-1] == "Unpaid this month"
    assert re.search(r'saved=\d+"\s+aria-current="page"', page)
    assert number in page
    assert 'aria-sort="ascending"' in page


def test_a_kept_view_says_how_many_rows_it_holds_whatever_is_searched_for_now() -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 10)
    first, *_more = [orders.place(draft=draft(corner, (cups, 1)), actor="shop").number for _ in range(3)]
    orders.cancel(number=first, reason="a trial", actor="staff:1")
    kept(client, "Unpaid")
    kept(client, "Ever", "view=all")
    kept(client, "Last year", "view=all&placed_to=2020-12-31")
    kept(client, "Neither", "view=unpaid&status=done")
    kept(client, "One number", f"q={first}&view=all")  # a search may cost more than the page: it has no number
    told = {"Unpaid": "2", "Ever": "3", "Last year": "0", "Neither": "0", "One number": ""}
    assert counted(client) == counted(client, "/orders/?q=nothing") == told


def test_a_large_view_is_counted_no_further_than_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 10)
    for _ in range(3):
        orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    kept(client, "Ever", "view=all")
    monkeypatch.setattr(counting, "MOST", 2)
    assert counted(client) == {"Ever": "2+"}


def test_eight_kept_views_are_counted_in_one_question(steady: None) -> None:
    corner, client = corner_shop(), signed_in()
    orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop")
    client.get("/orders/")  # what the shell counts is read
    numbers = []
    for title in "ABCDEFGH":
        kept(client, title, f"view=all&shop={corner.shop}&placed=today&status=waiting_payment")
        with CaptureQueriesContext(connection) as queries:
            assert counted(client)[title] == "1"
        numbers.append(len(queries))
    assert set(numbers) == {numbers[0]}


def test_a_list_whose_own_views_are_too_dear_to_count_counts_none() -> None:
    client = signed_in()
    client.post("/lists/products/views/", {"title": "Hidden ones", "address": "view=hidden"})
    assert counted(client, "/products/") == {"Hidden ones": ""}


def test_only_what_is_shared_is_seen_by_others_and_only_its_owner_changes_it() -> None:
    client, other = signed_in(), signed_in("manager", email="other@shop.example")
    own, shared = kept(client, "Only for me"), kept(client, "Ours", is_shared="on")
    assert tabs(other.get("/orders/").content.decode())[-1] == "Ours"
    assert "Only for me" not in other.get(own).content.decode()
    view = int(shared.rpartition("=")[2])
    assert other.post(f"/lists/views/{view}/", {"do": "remove"}).status_code == 409
    client.post(f"/lists/views/{view}/", {"do": "own", "address": UNPAID}, headers={"Referer": "http://x/orders/"})
    assert "Ours" not in other.get("/orders/").content.decode()


def test_a_changed_view_says_so_and_keeps_the_changes_when_told() -> None:
    client = signed_in()
    at = kept(client, "Mine")
    view = SavedView.objects.get()
    assert "View changed" not in client.get(at).content.decode()
    changed = f"/orders/?status=to_ship&saved={view.pk}"
    assert "View changed" in client.get(changed).content.decode()
    told = {"do": "write", "address": "status=to_ship"}
    assert client.post(f"/lists/views/{view.pk}/", told, headers={"Referer": f"http://x{changed}"}).status_code == 302
    assert "View changed" not in client.get(changed).content.decode()


def test_a_view_without_a_name_is_refused() -> None:
    assert signed_in().post("/lists/orders/views/", {"title": "  ", "address": ""}).status_code == 409


def test_a_person_begins_where_they_said_and_comes_to_the_rest_by_the_tabs() -> None:
    client, other = signed_in(), signed_in("manager", email="other@shop.example")
    client.post("/lists/orders/begin/", {"address": "view=all&sort=old", "do": "here"})
    assert client.get("/orders/")["Location"] == "/orders/?view=all&sort=old"
    assert client.get("/orders/?view=open").status_code == 200
    assert other.get("/orders/").status_code == 200
    client.post("/lists/orders/begin/", {"address": "", "do": "usual"})
    assert client.get("/orders/").status_code == 200


def test_a_private_search_is_never_kept() -> None:
    client = signed_in()
    token = client.post("/customers/", {"q": "Quince"})["Location"].partition("q=")[2]
    page = client.get(f"/customers/?q={token}&view=people").content.decode()
    assert 'name="address" value="view=people"' in page
    assert "The search is not kept" in page


def test_a_list_that_one_may_not_open_keeps_no_views() -> None:
    keeper = signed_in("storekeeper", email="store@shop.example")
    told = {"title": "x", "address": ""}
    assert keeper.post("/lists/customers/views/", told).status_code == 403
    assert keeper.post("/lists/nobody/views/", told).status_code == 404


def test_who_meets_no_amounts_neither_sorts_nor_filters_by_them() -> None:
    corner = corner_shop()
    orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop")
    keeper = signed_in("storekeeper", email="store@shop.example")
    page = keeper.get("/orders/?view=all&total_from=1000&sort=total&cols=total,paid").content.decode()
    assert len(re.findall(r'href="/orders/\d+/"', page)) == 1
    assert "2.50" not in page
    assert 'aria-label="From this amount"' not in page


def test_columns_stand_as_the_address_chooses_them() -> None:
    corner, client = corner_shop(), signed_in()
    orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop")
    heads = re.findall(r"<th\b[^>]*>(.*?)</th>", client.get("/orders/?cols=total,external").content.decode(), re.S)
    words = [re.sub(r"<[^>]*>", "", head).strip() for head in heads]
    assert [word for word in words if word][:3] == ["Order", "Total, €", "Number there"]


FITS = {
    "total_from=2,5&total_to=2.50": True,
    "total_from=2.51": False,
    "placed=today": True,
    "placed=yesterday": False,
    "placed_from=2020-01-01&placed_to=2020-12-31": False,
    "placed_from=2020-12-31&placed_to=2020-01-01": True,  # no range: as good as absent
    "status=done&status=waiting_payment": True,
    "status=done": False,
    "status=nothing": True,
}


def test_every_kind_of_filter_narrows_and_what_cannot_be_read_is_as_good_as_absent() -> None:
    corner, client = corner_shop(), signed_in()
    orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop")
    pages = {asked: client.get(f"/orders/?view=all&{asked}").content.decode() for asked in FITS}
    assert {asked: bool(re.search(r'href="/orders/\d+/"', page)) for asked, page in pages.items()} == FITS


def test_every_list_asks_as_often_for_two_hundred_rows_as_for_ten(steady: None) -> None:
    corner, client = corner_shop(), signed_in()
    cups = cup(corner, 300)
    grown(corner, cups, 10)
    few = asked(client)
    grown(corner, cups, 190)
    many = asked(client)
    assert {name: many[name] - few[name] for name in many} == dict.fromkeys(many, 1)  # more than a page is counted
    assert max(many.values()) <= 20


def grown(corner: Corner, cups: int, number: int) -> None:
    cards = [ProductCard(name=f"Pot {n}") for n in range(number)]
    made = catalog.put_products(cards=cards, actor="owner")
    catalog.put_variants(cards=[VariantCard(product_id=one.id, is_default=True) for one in made], actor="owner")
    for _ in range(min(number, 60)):  # each with a customer of its own
        orders.place(draft=draft(corner, (cups, 1)), actor="shop")


def asked(client: Client) -> dict[str, int]:
    found = {}
    for name in ("orders", "products", "customers", "stock"):
        address = f"/{name}/?view=all"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[name] = len(queries)
    return found
