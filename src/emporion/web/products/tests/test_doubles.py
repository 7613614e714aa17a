"""Doubled goods on their pages: proposed with the reason, compared side by side, merged, parted, told apart."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.catalog import commands as catalog
from emporion.catalog.queries import default_variants, open_doubles, product_page, stands_for, variants_of
from emporion.catalog.tests.factories import product_on_sale
from emporion.catalog.types import ProductCard
from emporion.journal.commands import deliver_all
from emporion.parties.tests.factories import firm
from emporion.stock import commands as stock
from emporion.stock.tests.factories import warehouse
from emporion.stock.types import Goods
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
CODE = "4600000000015"


def two() -> tuple[int, int]:
    """A cup, and the same once more with a brand and a weight."""
    one, _ = product_on_sale("Porcelain cup", sku="CUP-250", barcodes=(CODE,))
    other, _ = product_on_sale("PORCELAIN CUP", sku="cup 250", brand="Orion", weight_grams=300)
    deliver_all()
    return one, other


def post(client: Client, address: str, **said: str) -> str:
    return client.post(address, {"intent": str(uuid.uuid4()), **said})["Location"]


def read(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_pairs_stand_in_the_list_with_their_reason_and_are_found_by_a_search() -> None:
    one, other = two()
    client = signed_in()
    page = read(client, "/products/doubles/")
    assert f'href="/products/{one}/merge/{other}/"' in page
    assert "The same article, the same name" in page and "Certain" in page
    assert f"/products/{one}/merge/" in read(client, "/products/doubles/?q=porcelain+250")
    assert "No doubles here" in read(client, "/products/doubles/?view=apart")
    assert f"/products/{one}/merge/" not in read(client, "/products/doubles/?q=lamp")
    assert f'href="/products/{one}/merge/{other}/"' in read(client, f"/products/{one}/")


def test_the_list_asks_as_often_for_many_pairs_as_for_one() -> None:
    client, counts = signed_in(), []
    for crowd in (1, 8):
        for number in range(crowd):
            product_on_sale(f"Lamp {crowd}{number} steel"), product_on_sale(f"LAMP {crowd}{number} steel")
        deliver_all()
        read(client, "/products/doubles/")
        with CaptureQueriesContext(connection) as asked:
            read(client, "/products/doubles/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_side_by_side_what_the_one_that_stays_lacks_is_proposed_and_a_merge_can_be_taken_back() -> None:
    one, other = two()
    client = signed_in()
    at = f"/products/{one}/merge/{other}/"
    page = read(client, at)
    assert re.search(r'name="brand" value="take" checked', page) and not re.search(
        r'name="name" value="take" checked', page
    )
    [mine], [theirs] = (list(default_variants([pk]).values()) for pk in (one, other))
    assert f'<option value="{mine}" selected' in page
    assert post(client, at, brand="take", name="keep", **{f"variant-{theirs}": str(mine)}) == f"/products/{one}/"
    assert (product_page(one).brand, product_page(one).name) == ("Orion", "Porcelain cup")
    shown = read(client, f"/products/{one}/")
    assert "They are one product now" in shown and f'href="/products/{other}/part/"' in shown
    undo = re.search(r'action="(/undo/[^"]+)"', shown)
    assert undo is not None
    post(client, undo.group(1))
    assert (stands_for([other]), product_page(one).brand) == ({other: other}, "")


def test_an_old_address_of_the_double_leads_on_and_says_so() -> None:
    one, other = two()
    catalog.merge(product=other, into=one, actor="cli")
    client = signed_in()
    for at in ("", "prices/"):
        assert client.get(f"/products/{other}/{at}")["Location"] == f"/products/{one}/"
    assert "was merged into this product" in read(client, f"/products/{one}/")
    assert client.get(f"/products/{other}/edit/")["Location"] == f"/products/{one}/edit/"
    assert client.get(f"/products/{one}/merge/{other}/")["Location"] == f"/products/{one}/"


def test_the_undo_says_what_returns_and_what_stays() -> None:
    one, other = two()
    catalog.merge(product=other, into=one, take=("brand", "weight_grams"), actor="cli")
    catalog.put_products(cards=[ProductCard(one, brand="Delta")], actor="staff:1")
    client, at = signed_in(), f"/products/{other}/part/"
    page = read(client, at)
    assert "300 → —" in page and "Delta (changed again since)" in page
    assert post(client, at) == f"/products/{other}/"
    assert (product_page(one).brand, product_page(one).weight_grams) == ("Delta", 0)
    assert client.get(at)["Location"] == f"/products/{other}/"
    again = re.search(r'action="(/undo/[^"]+)"', read(client, f"/products/{other}/"))
    assert again is not None
    post(client, again.group(1))
    assert stands_for([other]) == {other: one}
    assert client.get("/products/99999/part/").status_code == 404


def test_a_double_with_stock_is_refused_with_the_remedy_and_comes_over_as_one_more() -> None:
    one, other = two()
    [theirs] = default_variants([other]).values()
    place = warehouse(firm().id)
    stock.receive(warehouse_id=place, document="receipt:1", goods=[Goods(theirs, 5000)], actor="staff:1")
    client, at = signed_in(), f"/products/{one}/merge/{other}/"
    answer = client.post(at, {"intent": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "5 on hand" in answer.content.decode()
    assert post(client, at, **{f"variant-{theirs}": "0"}) == f"/products/{one}/"
    assert theirs in {row.id for row in variants_of([one])[one]}


def test_two_that_are_told_apart_leave_the_list_and_stand_in_a_view_with_who_said_so() -> None:
    one, other = two()
    client = signed_in()
    assert post(client, f"/products/{one}/apart/{other}/") == "/products/doubles/"
    assert not open_doubles().exists()
    apart = read(client, "/products/doubles/?view=apart")
    assert f'action="/products/{one}/perhaps/{other}/"' in apart and "Told apart by" in apart
    post(client, f"/products/{one}/perhaps/{other}/")
    assert open_doubles().count() == 1


@pytest.mark.parametrize("role", ["storekeeper", "accountant"])
def test_who_may_not_change_the_catalog_merges_nothing(role: str) -> None:
    one, other = two()
    client = signed_in(role)
    for at in ("doubles/", f"{one}/merge/{other}/", f"{other}/part/"):
        assert client.get(f"/products/{at}").status_code == 403
    for at in (f"{one}/merge/{other}/", f"{one}/apart/{other}/", f"{one}/perhaps/{other}/", f"{other}/part/"):
        assert client.post(f"/products/{at}", {"intent": str(uuid.uuid4())}).status_code == 403
    assert stands_for([other]) == {other: other}
