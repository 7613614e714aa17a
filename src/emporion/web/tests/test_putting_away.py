"""What is put away (hidden, closed, out of use, gone) comes back by the button of its toast."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.catalog import commands as catalog
from emporion.catalog.queries import product_page
from emporion.catalog.tests.factories import BY, product
from emporion.catalog.types import ProductCard
from emporion.orders import commands as orders
from emporion.orders.queries import closed_shops, shop_by_code
from emporion.orders.tests.factories import corner_shop
from emporion.orders.types import ShopCard
from emporion.parties.queries import firm
from emporion.stock.queries import closed_warehouses
from emporion.stock.tests.factories import warehouse

from .factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def button(page: str) -> str:
    """The button of the toast."""
    (found,) = re.findall(r'action="(/undo/[^"]+)"', page)
    return unescape(found)


def sent(desk: Client, address: str, **told: object) -> str:
    """Send a form as the page fills it, with some fields told otherwise; answers the page behind it."""
    form = desk.get(address).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    told = {name: "" if value is None else value for name, value in (fields | told).items()}
    return desk.post(address, {n: v for n, v in told.items() if v is not False}, follow=True).content.decode()


def test_a_hidden_product_is_on_sale_again_and_the_exchange_may_write_again() -> None:
    desk, cup = signed_in(), product("Cup")
    page = desk.post(f"/products/{cup}/hide/", follow=True).content.decode()
    assert product_page(cup).is_hidden and "shops no longer offer it" in page
    assert [one.field for one in product_page(cup).protections] == ["is_hidden"]
    desk.post(button(page))
    assert (product_page(cup).is_hidden, product_page(cup).protections) == (False, ())


def test_a_product_on_sale_again_can_be_hidden_again_and_what_moved_on_stays() -> None:
    desk, cup = signed_in(), product("Cup")
    page = desk.post(f"/products/{cup}/hide/", follow=True).content.decode()
    desk.post(f"/products/{cup}/show/")
    assert desk.post(button(page)).status_code == 409
    assert not product_page(cup).is_hidden
    keeper = signed_in("storekeeper", email="store@shop.example")
    assert keeper.post(f"/products/{cup}/hide/").status_code == 403


def test_many_hidden_products_come_back_together_save_those_that_were_hidden_before() -> None:
    desk = signed_in()
    cups = [product(f"Cup {n}") for n in range(3)]
    catalog.put_products(cards=[ProductCard(cups[0], is_hidden=True)], **BY)
    at = desk.post("/lists/products/act/", {"act": "hide", "chosen": [str(one) for one in cups]})["Location"]
    page = desk.post(at, {"apply": "1"}, follow=True).content.decode()
    assert all(product_page(one).is_hidden for one in cups) and "2 rows are changed" in page
    desk.post(button(page))
    assert [product_page(one).is_hidden for one in cups] == [True, False, False]


def test_what_was_hidden_by_many_and_changed_since_is_not_taken_back() -> None:
    desk, cup = signed_in(), product("Cup")
    at = desk.post("/lists/products/act/", {"act": "hide", "chosen": [str(cup)]})["Location"]
    page = desk.post(at, {"apply": "1"}, follow=True).content.decode()
    desk.post(f"/products/{cup}/show/")
    page = desk.post(button(page), follow=True).content.decode()
    assert "Changed again since, so left as it is." in page and not product_page(cup).is_hidden


def test_a_closed_shop_opens_again() -> None:
    corner, desk = corner_shop(), signed_in()
    page = sent(desk, f"/settings/shops/{corner.shop}/", is_closed="on")
    assert [one.code for one in closed_shops()] == [corner.shop]
    undo = button(page)
    desk.post(undo)
    assert closed_shops() == [] and shop_by_code(corner.shop).name == "Corner shop"
    page = sent(desk, f"/settings/shops/{corner.shop}/", is_closed="on")
    orders.put_shop(card=ShopCard(code=corner.shop, is_hidden=False), actor="cli")
    assert desk.post(button(page)).status_code == 409


def test_a_warehouse_and_a_firm_out_of_use_are_used_again() -> None:
    corner, desk = corner_shop(), signed_in()
    warehouse(corner.firm, "cellar")
    page = sent(desk, "/stock/warehouses/cellar/", is_hidden="on")
    assert [one.code for one in closed_warehouses()] == ["cellar"]
    desk.post(button(page))
    assert closed_warehouses() == []
    page = sent(desk, f"/settings/firms/{corner.firm}/", is_active="")
    assert not firm(corner.firm).is_active
    desk.post(button(page))
    assert firm(corner.firm).is_active


def test_who_left_can_sign_in_again() -> None:
    desk = signed_in()
    left = accounts.add_staff(email="eleni@shop.example", name="Eleni", role="manager", actor="cli").id
    page = desk.post(f"/settings/staff/{left}/leave/", follow=True).content.decode()
    person = staff_by_email("eleni@shop.example")
    assert person is not None and not person.is_active
    desk.post(button(page))
    back = staff_by_email("eleni@shop.example")
    assert back is not None and back.is_active and [one.role for one in back.grants] == ["manager"]
