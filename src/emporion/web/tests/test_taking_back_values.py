"""Acts that gave many rows one value are taken back to what each row had; what somebody changed since is left alone."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

import pytest
from django.test import Client

from emporion.catalog import commands as catalog
from emporion.catalog.queries import categories_of, products, protections_of, variants as views
from emporion.catalog.tests.factories import BY, category, product, variant
from emporion.catalog.types import ProductCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import digests
from emporion.exchange.types import Link
from emporion.orders import commands as orders, queries as book
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.pricing import commands as pricing
from emporion.pricing.queries import prices_of
from emporion.pricing.tests.factories import price, price_type
from emporion.pricing.types import PriceCard
from emporion.web.lists.register import LISTS

from .factories import person, signed_in

pytestmark = pytest.mark.usefixtures("house")


@dataclass
class Done:
    """An act that was done on some rows, with the way back from its page."""

    desk: Client
    at: str

    def undo(self) -> dict[str, int]:
        """Take it back; answers how many rows came back and how many were left alone."""
        back = self.desk.post(f"{self.at}undo/", {"intent": str(uuid.uuid4())})
        assert back.status_code == 302, back.content.decode()
        said = self.desk.get(back["Location"]).content.decode()
        found = {label: re.search(rf"<dt>{label}</dt><dd[^>]*>\s*(\d+)\s*<", said) for label in LABELS}
        return {label: int(match[1]) for label, match in found.items() if match}


LABELS = ("Taken back", "Left alone")
ALL_BUT_ONE = {"Taken back": 2, "Left alone": 1}


def done(desk: Client, name: str, act: str, ids: list[int], **told: str) -> Done:
    at = desk.post(f"/lists/{name}/act/", {"act": act, "chosen": [str(one) for one in ids]})["Location"]
    assert desk.post(at, {**told, "apply": "1", "intent": str(uuid.uuid4())}).status_code == 302
    return Done(desk, at)


def brands(ids: list[int]) -> list[str]:
    found = dict(products(hidden=None).filter(pk__in=ids).values_list("pk", "brand"))
    return [found[one] for one in ids]


def test_every_product_gets_its_own_brand_back_and_only_what_the_act_protected_is_open_again() -> None:
    desk, cups = signed_in(), [product(brand=brand) for brand in ("Mocha", "Java", "")]
    catalog.protect_fields(product_id=cups[0], fields=["brand"], **BY)
    work = done(desk, "products", "brand", cups, brand="Robusta", protects="on")
    assert brands(cups) == ["Robusta"] * 3
    catalog.put_products(cards=[ProductCard(cups[2], brand="Excelsa")], **BY)
    assert work.undo() == ALL_BUT_ONE
    assert brands(cups) == ["Mocha", "Java", "Excelsa"]
    assert protections_of(cups) == {cups[0]: {"brand"}, cups[2]: {"brand"}}


def test_every_product_gets_its_own_tax_class_back() -> None:
    desk, cups = signed_in(), [product(tax_class=one) for one in ("reduced", "zero", "reduced")]
    work = done(desk, "products", "tax", cups, tax_class="standard")
    catalog.put_products(cards=[ProductCard(cups[1], tax_class="reduced")], **BY)
    assert work.undo() == ALL_BUT_ONE
    assert set(products().filter(pk__in=cups).values_list("tax_class", flat=True)) == {"reduced"}


def test_every_product_gets_its_own_groups_back() -> None:
    desk, new, old, older = signed_in(), category("New"), category("Old"), category("Older")
    cups = [product(category_ids=some) for some in ((old, older), (), (old,))]
    work = done(desk, "products", "group", cups, way="only", group=str(new))
    catalog.put_products(cards=[ProductCard(cups[2], category_ids=(new, older))], **BY)
    assert work.undo() == ALL_BUT_ONE
    found = categories_of(cups)
    assert [set(found.get(one, ())) for one in cups] == [{old, older}, set(), {new, older}]


def test_every_variant_gets_its_own_prices_back_those_from_a_quantity_too() -> None:
    desk, retail = signed_in(), price_type(currency="EUR")
    cups = [variant() for _one in range(3)]
    for one, amount in zip(cups, ("9.20", "38.50", "1.11"), strict=True):
        price(one, retail, amount)
    pricing.put_prices(cards=[PriceCard(cups[0], ((retail, 12_000, 8_900_000),))], **BY)
    before = {one: prices_of([one])[one] for one in cups}
    rows = [views([one])[one].product_id for one in cups]
    work = done(desk, "products", "prices", rows, price_type=str(retail), percent="7.5", step="0.1")
    price(cups[2], retail, "5")
    assert work.undo() == ALL_BUT_ONE
    after = {one: [(p.min_quantity, p.price.micro) for p in prices_of([one])[one]] for one in cups}
    assert [after[one] for one in cups[:2]] == [
        [(p.min_quantity, p.price.micro) for p in before[one]] for one in cups[:2]
    ]
    assert after[cups[2]] == [(0, 5_000_000)]


def test_protecting_is_taken_back_where_the_act_protected_and_releasing_where_it_released() -> None:
    desk, cups = signed_in(), [product() for _one in range(2)]
    catalog.protect_fields(product_id=cups[0], fields=["name"], **BY)
    work = done(desk, "products", "protect", cups, fields_named="name")
    assert protections_of(cups) == {one: {"name"} for one in cups}
    assert work.undo() == {"Taken back": 1, "Left alone": 0}
    assert protections_of(cups) == {cups[0]: {"name"}}
    assert done(desk, "products", "release", cups, fields_named="name").undo() == {"Taken back": 1, "Left alone": 0}
    assert protections_of(cups) == {cups[0]: {"name"}}


def test_a_field_that_is_released_with_many_is_written_by_the_next_message_whatever_the_last_one_said() -> None:
    desk, one = signed_in(), product()
    channel = exchange.add_channel(kind="commerceml", code="main", title="1C", actor="owner")
    exchange.link(channel=channel, kind="product", links=[Link("GUID", one, b"seen")], actor="cli")
    catalog.protect_fields(product_id=one, fields=["name"], **BY)
    done(desk, "products", "release", [one], fields_named="name")
    assert [known.digest for _key, known in digests(channel, "product")] == [None]


def test_orders_that_were_given_go_back_to_whom_each_one_had() -> None:
    corner, desk = corner_shop(), signed_in()
    cups = cup(corner, 10)
    ada, bob = (person("manager", email=f"{name}@shop.example").pk for name in ("ada", "bob"))
    placed = [orders.place(draft=draft(corner, (cups, 1)), actor="shop") for _one in range(4)]
    orders.give(numbers=[placed[0].number], manager=ada, actor="owner")
    work = done(desk, "orders", "give", [one.id for one in placed[:3]], manager=str(bob))
    orders.give(numbers=[placed[2].number], manager=ada, actor="owner")
    assert work.undo() == ALL_BUT_ONE
    assert [book.order(one.number).manager for one in placed[:3]] == [ada, None, ada]


def test_nobody_else_takes_it_back() -> None:
    desk, cups = signed_in(), [product(brand="Mocha")]
    work = done(desk, "products", "brand", cups, brand="Robusta")
    assert signed_in(email="other@shop.example").post(f"{work.at}undo/").status_code == 404
    assert brands(cups) == ["Robusta"]


@pytest.mark.parametrize(("act", "words"), [("pay", "cannot be taken back"), ("cancel", "is never opened again")])
def test_what_has_no_way_back_says_so_before_it_is_done(act: str, words: str) -> None:
    corner, desk = corner_shop(), signed_in()
    placed = orders.place(draft=draft(corner, (cup(corner, 10), 1)), actor="shop")
    at = desk.post("/lists/orders/act/", {"act": act, "chosen": [str(placed.id)]})["Location"]
    assert words in desk.get(at).content.decode()
    told = {"method": "Cash", "reference": "Register 7"} if act == "pay" else {"reason": "a trial"}
    desk.post(at, {**told, "apply": "1", "intent": str(uuid.uuid4())})
    said = desk.get(at).content.decode()
    assert placed.number in said and f'action="{at}undo/"' not in said
    assert desk.post(f"{at}undo/", {"intent": str(uuid.uuid4())}).status_code == 409


def test_every_act_of_every_list_has_a_way_back_or_is_known_to_have_none() -> None:
    without = {
        (one.name, act.name) for one in LISTS.values() for act in one.acts if not act.back and not act.is_way_back
    }
    assert {pair for pair in without if pair[0] in ("orders", "products")} == {("orders", "pay"), ("orders", "cancel")}
    for one in LISTS.values():
        assert {act.back for act in one.acts if act.back} <= {act.name for act in one.acts}
