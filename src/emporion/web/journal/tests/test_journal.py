"""The journal's page: what is found, who may read what, the file, and the constant number of queries."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from emporion.accounts import commands as accounts
from emporion.journal.queries import told
from emporion.journal.types import Asked, Event
from emporion.orders import commands as orders
from emporion.orders.queries import shop_by_code
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.web.journal.sentences import WORDED
from emporion.web.journal.sight import ROOM, right_of_kind
from emporion.web.journal.words import ROOMS, TITLES, title_of
from emporion.web.tests.factories import person, signed_in
from emporion.web.timeline import Names, said_of
from emporion.web.why.tests.factories import shop

pytestmark = pytest.mark.usefixtures("house")


def opened(client: Client, address: str) -> str:
    return client.get(address).getvalue().decode()


def test_every_kind_of_fact_has_words_and_a_right() -> None:
    kinds = {kind for kind, event in Event.KINDS.items() if ".tests." not in event.__module__}
    told_below = {"orders.OrderEvent", "stock.StockMoved"}  # never told themselves
    assert kinds - TITLES.keys() - told_below == set()
    assert {kind.partition(".")[0] for kind in kinds} - ROOM.keys() == set()
    assert {kind.partition(".")[0] for kind in kinds} - ROOMS.keys() == set()


def test_a_price_of_an_exchange_is_found_and_leads_to_its_element() -> None:
    kept = shop("9.50")
    owner = signed_in()
    page = opened(owner, "/journal/?kind=pricing.PricesChanged")
    assert "Retail: 9.50" in page and f"/products/{kept.product}/prices/" in page
    assert f"/exchange/messages/{kept.offers}/?place=" in page
    [fact] = told(Asked(kinds=("pricing.PricesChanged",)))
    answer = opened(owner, f"/journal/{fact.id}/")
    assert "&lt;ЦенаЗаЕдиницу&gt;9.50" in answer and "1C main" in answer


def test_words_find_kinds_orders_and_goods() -> None:
    corner = corner_shop()
    cups = cup(corner, 9)
    ref, other = (orders.place(draft=draft(corner, (cups, 1)), actor="shop") for _ in range(2))
    orders.cancel(number=ref.number, actor="shop")
    owner = signed_in()
    assert ref.number in opened(owner, "/journal/?q=cancelled")
    page = opened(owner, f"/journal/?q={ref.number.lower()}")
    assert ref.number in page and other.number not in page and "Placed" in page
    assert "Nothing fits" in opened(owner, "/journal/?q=zzzz")
    assert "Nothing fits" in opened(owner, "/journal/?since=2099-01-01")


def test_a_role_reads_only_what_its_rights_open() -> None:
    corner = corner_shop()
    ref = orders.place(draft=draft(corner, (cup(corner, 9), 1)), actor="shop")
    ada = parties.add(card=PartyCard(name="Ada Poe"), actor="cli")
    integrator = signed_in("integrator", email="i@s.example")
    page = opened(integrator, "/journal/")
    assert ref.number in page and "Customer added" not in page
    page = opened(signed_in(), f"/journal/?about=party:{ada.id}")
    assert "Customer added" in page and "Ada Poe" in page
    [added] = told(Asked(subjects=(f"party:{ada.id}",)))
    assert integrator.get(f"/journal/{added.id}/").status_code == 404
    assert signed_in("storekeeper", email="s@s.example").get("/journal/").status_code == 403


def test_a_manager_of_one_shop_reads_of_its_orders_alone() -> None:
    ours, theirs = corner_shop(), corner_shop()
    ref = orders.place(draft=draft(ours, (cup(ours, 9), 1)), actor="shop")
    other = orders.place(draft=draft(theirs, (cup(theirs, 9), 1)), actor="shop")
    someone = person("", email="m@s.example")
    accounts.grant(staff=someone.pk or 0, role="manager", shop=shop_by_code(ours.shop).id, actor="cli")
    client = Client()
    client.force_login(someone)  # type: ignore[arg-type]
    page = opened(client, "/journal/")
    assert ref.number in page and other.number not in page and "Prices changed" not in page
    assert other.number not in opened(client, "/journal/?format=csv")


def test_the_file_holds_what_the_page_shows() -> None:
    corner = corner_shop()
    ref = orders.place(draft=draft(corner, (cup(corner, 9), 1)), actor="shop")
    answer = signed_in().get(f"/journal/?q={ref.number}&format=csv")
    lines = answer.getvalue().decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="journal.csv"'
    assert len(lines) == 1 + len(told(Asked(subjects=(f"order:{ref.number}",))))
    assert any(title_of("orders.OrderPlaced") in line for line in lines)


def test_pages_join_without_a_gap() -> None:
    corner = corner_shop()
    cups = cup(corner, 99)
    for _ in range(20):
        orders.place(draft=draft(corner, (cups, 1)), actor="shop")
    owner, address, seen = signed_in(), "/journal/", []
    while address:
        answer = owner.get(address)
        seen += [row.fact.id for row in answer.context["rows"]]
        address = f"/journal/{answer.context['further']}" if answer.context["further"] else ""
    assert seen == [fact.id for fact in told(Asked(), limit=10_000)]


def test_rights_of_kinds_follow_their_room() -> None:
    assert right_of_kind("parties.FirmChanged") == "settings.view"
    assert right_of_kind("parties.PartyAdded") == "parties.view"
    assert right_of_kind("unknown.Thing") == "accounts.manage"


SAMPLES: dict[str, object] = {
    "int": 1,
    "str": "EUR",
    "bool": True,
    "date": date(2026, 11, 20),
    "datetime": datetime(2026, 11, 20, 12, tzinfo=UTC),
}


def sample(kind: type[Event]) -> Event:
    """A fact of a kind with the plainest values that its fields take."""
    told: dict[str, Any] = {one.name: SAMPLES.get(str(one.type).split(" ")[0], ()) for one in fields(kind)}
    return kind(**told)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_worded_fact_reads_the_fields_it_has(house: str) -> None:
    for kind, _icon, _words in WORDED:
        said = said_of(sample(kind), Names())
        assert said.title and isinstance(said.text, str), kind
