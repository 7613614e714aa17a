"""What one has just done is taken back by the button of its toast: by the same person, once, unless it moved on."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from emporion.catalog import commands as catalog
from emporion.catalog.queries import category_tree, product_page
from emporion.catalog.tests.factories import BY, category, product_on_sale
from emporion.journal.models import Fact
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PriceTypeCard

from .factories import signed_in

pytestmark = pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True)


def button(desk: Client, address: str) -> str:
    """The address of the undo that the page offers."""
    found = re.search(r'action="(/undo/[^"]+)"', desk.get(address).content.decode())
    assert found
    return unescape(found[1])


def renamed(desk: Client, product: int, name: str) -> str:
    """Rename a product on its page; answers the button."""
    page = product_page(product)
    desk.post(f"/products/{product}/edit/", {"name": name, "unit": page.unit.code})
    assert product_page(product).name == name
    return button(desk, f"/products/{product}/")


def test_a_card_gets_its_words_back_and_the_exchange_its_right_to_write(house: str) -> None:
    desk, (product, _variant) = signed_in(), product_on_sale("Cup")
    undo = renamed(desk, product, "Mug")
    assert [one.field for one in product_page(product).protections] == ["name"]
    answer = desk.post(undo)
    assert (answer.status_code, answer["Location"]) == (302, f"/products/{product}/")
    page = product_page(product)
    assert (page.name, page.protections) == ("Cup", ())
    assert "Taken back." in desk.get("/style/").content.decode()
    assert Fact.objects.filter(subject=f"product:{product}", origin="page:/undo/").exists()


def test_what_moved_on_is_not_taken_back(house: str) -> None:
    desk, (product, _variant) = signed_in(), product_on_sale("Cup")
    undo = renamed(desk, product, "Mug")
    renamed(desk, product, "Jug")
    answer = desk.post(undo)
    assert answer.status_code == 409
    assert "It has changed again since" in answer.content.decode()
    assert product_page(product).name == "Jug"


def test_taking_back_twice_changes_nothing_twice(house: str) -> None:
    desk, (product, _variant) = signed_in(), product_on_sale("Cup")
    undo = renamed(desk, product, "Mug")
    desk.post(undo)
    assert desk.post(undo).status_code == 302
    assert product_page(product).name == "Cup"


def test_the_button_is_for_one_person_and_for_ten_minutes(house: str) -> None:
    desk, (product, _variant) = signed_in(), product_on_sale("Cup")
    undo = renamed(desk, product, "Mug")
    assert signed_in(email="other@shop.example").post(undo).status_code == 409
    assert desk.post("/undo/made-up/").status_code == 409
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert desk.post(undo).status_code == 409
    assert product_page(product).name == "Mug"


def test_prices_come_back_also_where_there_was_none(house: str) -> None:
    desk, (product, variant) = signed_in(), product_on_sale("Cup")
    cards = [PriceTypeCard(name="Retail", currency="EUR"), PriceTypeCard(name="Wholesale", currency="EUR")]
    retail, wholesale = (one.id for one in pricing.put_price_types(cards=cards, **BY))
    pricing.set_price(variant_id=variant, price_type_id=retail, price_micro=2_500000, **BY)
    typed = {f"price_{retail}": "3.00", f"price_{wholesale}": "2.00"}
    desk.post(f"/products/{product}/prices/{variant}/", typed)
    assert {view.price_type.id: view.price.micro for view in prices_of([variant])[variant]} == {
        retail: 3_000000,
        wholesale: 2_000000,
    }
    desk.post(button(desk, f"/products/{product}/prices/"))
    assert {view.price_type.id: view.price.micro for view in prices_of([variant])[variant]} == {retail: 2_500000}


def test_a_group_goes_back_to_its_place(house: str) -> None:
    desk, kitchen = signed_in(), category("Kitchen")
    cups = category("Cups", kitchen)
    desk.post(f"/products/groups/{cups}/", {"name": "Mugs", "parent": "", "is_hidden": "on"})
    assert [(n.name, n.parent_id, n.is_hidden) for n in category_tree() if n.id == cups] == [("Mugs", 0, True)]
    desk.post(button(desk, "/products/groups/"))
    assert [(n.name, n.parent_id, n.is_hidden) for n in category_tree() if n.id == cups] == [("Cups", kitchen, False)]


def test_a_field_that_was_given_back_is_protected_again(house: str) -> None:
    desk, (product, _variant) = signed_in(), product_on_sale("Cup")
    catalog.protect_fields(product_id=product, fields=["name"], **BY)
    desk.post(f"/products/{product}/release/", {"field": "name"})
    assert product_page(product).protections == ()
    desk.post(button(desk, f"/products/{product}/"))
    assert [one.field for one in product_page(product).protections] == ["name"]
