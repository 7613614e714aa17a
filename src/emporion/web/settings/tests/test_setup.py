"""From an empty house to the first order, through the pages; and who may open them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emporion.catalog.queries import find_by_sku
from emporion.journal.queries import timeline
from emporion.orders import commands as orders
from emporion.orders.queries import order, shop_by_code
from emporion.orders.tests.factories import corner_shop, cup
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.queries import firm_tax_ids, firms, regimes
from emporion.parties.types import FirmTaxIdView, PartyCard
from emporion.pricing.queries import price_types
from emporion.stock.queries import all_warehouses
from emporion.web.navigation import place
from emporion.web.tests.factories import signed_in

FIRM = {
    "name": "Kafenion", "legal_name": "Kafenion Ltd", "country": "CY", "base_currency": "EUR", "regime": "general",
    "since": "2026-01-01", "tax_number": "10259033P",
}  # fmt: skip
SIDES = ["settings", "settings_firms", "settings_prices", "settings_shops", "settings_taxes"]
CHANGES = ["settings_firm_new", "settings_price_new", "settings_shop_new", "settings_tax_new"]
OWNERS = ["settings_staff", "settings_staff_new", "settings_roles"]


def sent(client: Client, name: str, /, *args: object, **fields: object) -> str:
    """Send a form with its run-once field; answers where it leads, or fails with the page that came back."""
    answer = client.post(reverse(f"web:{name}", args=args), {"intent": str(uuid4()), **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def missing(client: Client) -> int:
    """Steps that the first page of the set-up still asks for."""
    shown: int = client.get("/settings/").context["missing"]
    return shown


def test_an_empty_house_comes_to_its_first_order_through_the_pages(house: str) -> None:
    client = signed_in()
    assert missing(client) == 6
    assert sent(client, "settings_firm_new", **FIRM) == "/settings/"
    [firm] = firms()
    assert (firm.legal_name, firm.country, firm.base_currency, firm.regime) == ("Kafenion Ltd", "CY", "EUR", "general")
    assert firm_tax_ids(firm.id) == [FirmTaxIdView("CY", "vat", "10259033P", True)]
    sent(client, "warehouse_new", code="main", name="Main warehouse", firm=firm.id, sells="on", master="")
    [warehouse] = all_warehouses(sells=True)
    sent(client, "settings_price_new", name="Retail", currency="EUR", tax_included="on")
    [kind] = price_types()
    told = {"name": "Online shop", "code": "online", "firm": firm.id, "price_type": kind.id, "begins": "W"}
    sent(client, "settings_shop_new", **told, warehouse_0=warehouse.id)
    shop = shop_by_code("online")
    assert (shop.firm, shop.price_type, shop.prefix, shop.warehouses) == (firm.id, kind.id, "W", (warehouse.id,))
    assert missing(client) == 2
    goods = {"name": "Cezve for two", "sku": "CZ-2", "unit": "796", "price_type": kind.id, "price": "34.90"}
    sent(client, "product_new", **goods, warehouse=warehouse.id, quantity="12", cost="180")
    assert missing(client) == 0
    assert place("order_new") in client.get("/settings/").content.decode()
    [cezve] = find_by_sku("CZ-2")
    draft = OrderDraft(shop="online", wishes=(Wish(cezve.id, 2000),), customer=PartyCard(name="Anna Berg"))
    placed = orders.place(draft=draft, cover="all", actor="staff:1")
    assert (placed.number, placed.total.minor, order("W000001").status) == ("W000001", 69_80, "waiting_payment")


def test_what_is_missing_offers_only_the_steps_whose_ground_is_laid(house: str) -> None:
    client = signed_in()
    verbs = [remedy.verb for _step, remedy in client.get("/settings/").context["steps"] if remedy]
    assert verbs == ["Add your firm", "Add a price type"]
    sent(client, "settings_firm_new", **FIRM)
    steps = client.get("/settings/").context["steps"]
    assert [step.title for step, _remedy in steps if step.done] == ["Own firm"]
    assert [(str(r.verb), r.kind) for _s, r in steps if r] == [
        ("Add a warehouse", "primary"),
        ("Add a price type", "secondary"),
    ]


@pytest.mark.parametrize("role", ["storekeeper", "manager"])
def test_whoever_sells_or_stores_does_not_set_the_house_up(house: str, role: str) -> None:
    client = signed_in(role)
    answers = {name: client.get(reverse(f"web:{name}")).status_code for name in (*SIDES, *CHANGES, *OWNERS)}
    assert set(answers.values()) == {403}
    assert client.post(reverse("web:settings_firm_new"), FIRM).status_code == 403
    assert firms() == []
    assert client.get(reverse("web:settings_profile")).status_code == 200


def test_an_integrator_sets_up_and_leaves_the_staff_to_the_owner(house: str) -> None:
    client = signed_in("integrator")
    assert {client.get(reverse(f"web:{name}")).status_code for name in (*SIDES, *CHANGES)} == {200}
    assert {client.get(reverse(f"web:{name}")).status_code for name in OWNERS} == {403}


def test_a_form_sent_twice_adds_one_firm(house: str) -> None:
    client, form = signed_in(), {**FIRM, "intent": str(uuid4())}
    assert [client.post("/settings/firms/new/", form).status_code for _ in range(2)] == [302, 302]
    assert len(firms()) == 1


def test_a_firm_changes_and_the_journal_says_what(house: str) -> None:
    client = signed_in()
    sent(client, "settings_firm_new", **FIRM)
    [firm] = firms()
    sent(
        client,
        "settings_firm",
        firm.id,
        name="Kafenion",
        legal_name="Kafenion Trading Ltd",
        tax_number="10259033P",
        is_active="on",
    )
    sent(client, "settings_regime", firm.id, regime="simplified", since="2026-07-01")
    assert firms()[0].legal_name == "Kafenion Trading Ltd"
    assert [(one.regime, one.since.isoformat()) for one in regimes(firm.id)] == [
        ("simplified", "2026-07-01"),
        ("general", "2026-01-01"),
    ]
    kinds = [fact.kind for fact in timeline([f"firm:{firm.id}"], limit=10)]
    assert sorted(kinds) == ["parties.FirmAdded", "parties.FirmChanged", "parties.RegimeSet", "parties.RegimeSet"]


def test_a_shop_changes_and_keeps_its_code(house: str) -> None:
    client, corner = signed_in(), corner_shop()
    told = {"name": "Corner", "firm": corner.firm, "price_type": corner.price_type, "begins": "CO"}
    sent(client, "settings_shop", corner.shop, **told, code="other", warehouse_0=corner.warehouse, takes_uncovered="on")
    shop = shop_by_code(corner.shop)
    assert (shop.name, shop.prefix, shop.takes_uncovered) == ("Corner", "CO", True)


@pytest.mark.usefixtures("steady")
def test_the_pages_ask_the_same_few_queries_however_much_stands(house: str) -> None:
    client = signed_in()
    client.get("/style/")
    counted: list[dict[str, int]] = []
    for _ in range(2):
        corner = corner_shop()
        for _again in range(3):
            cup(corner)
        counted.append({name: asked(client, name) for name in (*SIDES, *OWNERS, "settings_profile")})
    first, second = counted
    assert {**second, "settings": 0} == {**first, "settings": 0}
    assert second["settings"] <= first["settings"] + 1  # one for each further price type that shops sell at
    assert max(second.values()) <= 25


def asked(client: Client, name: str) -> int:
    """Queries of a page."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"web:{name}")).status_code == 200
    return len(queries)


def test_the_way_through_the_settings_shows_what_a_person_may_open(house: str) -> None:
    owner = signed_in().get("/settings/languages/").context["sides"]
    assert [head for head, _tabs in owner] == ["", "Selling", "House", "People"]
    assert [tab.word for _head, tabs in owner for tab in tabs if tab.current] == ["Languages"]
    assert sum(len(tabs) for _head, tabs in owner) == 13
    courier = signed_in("courier", email="courier@shop.example").get("/settings/profile/")
    assert (courier.status_code, courier.context["sides"]) == (200, [])


@pytest.mark.parametrize("address", ["/stock/warehouses/", "/stock/warehouses/new/"])
def test_warehouses_stand_among_the_sides_of_the_set_up_for_whom_it_is_open(house: str, address: str) -> None:
    corner_shop()
    page = signed_in().get(address).content.decode()
    assert 's-sides"' in page and 'href="/settings/shops/"' in page
    assert page.count('href="/stock/warehouses/" aria-current="page"') == 1
    keeper = signed_in("storekeeper", email="store@shop.example").get(address)
    assert 's-sides"' not in keeper.content.decode()
