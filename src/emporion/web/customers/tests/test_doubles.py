"""Doubled customers on their pages: proposed with the reason, compared side by side, merged, parted, told apart."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.parties import commands as parties
from emporion.parties.queries import card, open_doubles, root_of
from emporion.parties.types import AddressCard, PartyCard, TaxId
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
ANA = PartyCard(name="Ana Rusu", phones=("+37369123456",), addresses=(AddressCard(city="Orhei", house="5"),))
DOUBLE = PartyCard(
    name="РУСУ АНА", phones=("069123456",), emails=("ana@shop.example",), language="ru", note="pays late"
)


def two(double: PartyCard = DOUBLE) -> tuple[int, int]:
    found = [parties.add(card=one, even_if_known=True, actor="cli").id for one in (ANA, double)]
    deliver_all()
    return found[0], found[1]


def post(client: Client, address: str, **said: str) -> str:
    return client.post(address, {"intent": str(uuid.uuid4()), **said})["Location"]


def read(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_pair_is_proposed_with_its_reason_in_the_list_and_on_the_customer() -> None:
    ana, double = two()
    client = signed_in()
    page = read(client, "/customers/doubles/")
    assert f'href="/customers/{ana}/merge/{double}/"' in page
    assert "The same phone, written differently, the same name in another alphabet" in page
    assert "Likely" in page
    assert f'href="/customers/{double}/merge/{ana}/"' in read(client, f"/customers/{double}/")


@pytest.mark.usefixtures("steady")
def test_the_list_of_pairs_asks_as_often_for_one_as_for_many() -> None:
    client, counts = signed_in(), []
    for more in (2, 20):
        for number in range(more):
            cards = (f"+373690{more:02d}{number:03d}", f"0690{more:02d}{number:03d}")
            for phone in cards:
                told = PartyCard(name=f"Ana Rusu {'abcdefghijklmnopqrstuvwxyz'[number]}", phones=(phone,))
                parties.add(card=told, even_if_known=True, actor="cli")
        deliver_all()
        client.get("/style/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/customers/doubles/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_search_finds_the_pairs_of_a_customer_and_names_nobody_in_the_address() -> None:
    two()
    client = signed_in()
    found = client.post("/customers/doubles/", {"q": "rusu"})["Location"]
    assert "rusu" not in found
    assert "Ana Rusu" in read(client, found)
    assert "Nothing fits" in read(client, client.post("/customers/doubles/", {"q": "quince"})["Location"])


def test_the_preview_shows_both_sides_and_writes_nothing() -> None:
    ana, double = two()
    corner = corner_shop()
    placed = orders.place(draft=draft(corner, (cup(corner), 2)), actor="shop")
    buyer = order(placed.number).customer or 0
    client = signed_in()
    page = read(client, f"/customers/{ana}/merge/{double}/")
    assert all(told in page for told in ("Ana Rusu", "РУСУ АНА", "+37369123456", "069123456", "ana@shop.example"))
    assert re.search(r'name="language" value="take" checked', page)
    assert re.search(r'name="name" value="keep" checked', page)
    assert "1 order, 5.00" in read(client, f"/customers/{ana}/merge/{buyer}/")
    assert root_of(double) == double


def test_a_merge_takes_what_was_chosen_and_is_undone_by_its_toast() -> None:
    ana, double = two()
    client, at = signed_in(), ""
    before = card(ana), card(double)
    at = post(client, f"/customers/{ana}/merge/{double}/", name="keep", language="take", note="take")
    assert at == f"/customers/{ana}/"
    view = card(double)
    assert (view.id, view.name, view.language, view.note) == (ana, "Ana Rusu", "ru", "pays late")
    page = read(client, at)
    assert "They are one customer now" in page
    way = re.search(r'action="(/undo/[^"]+)"', page)
    assert way
    client.post(way[1], {"intent": str(uuid.uuid4())})
    assert (card(ana), card(double)) == before


def test_sent_twice_it_is_merged_once() -> None:
    ana, double = two()
    client, sent = signed_in(), {"intent": str(uuid.uuid4())}
    answers = [client.post(f"/customers/{ana}/merge/{double}/", sent)["Location"] for _ in range(2)]
    assert set(answers) == {f"/customers/{ana}/"}


def test_a_taken_value_answers_why_with_who_merged() -> None:
    ana, double = two()
    client = signed_in()
    post(client, f"/customers/{ana}/merge/{double}/", name="take")
    drawer = read(client, f"/why/value/name/party:{ana}/")
    assert ("РУСУ АНА" in drawer, "Ana Rusu" in drawer, "by hand" in drawer) == (True, True, True)


def test_a_phone_that_came_with_a_merge_answers_why_with_who_merged() -> None:
    ana, double = two()
    client = signed_in()
    assert "by hand" not in read(client, f"/why/value/phone/party:{ana}/")
    post(client, f"/customers/{ana}/merge/{double}/")
    drawer = read(client, f"/why/value/phone/party:{ana}/")
    assert ("Anna Berg changed it by hand" in drawer, f"/customers/{ana}/merge/{double}/" in drawer) == (True, True)


def test_parting_says_first_what_returns_and_what_stays() -> None:
    ana, double = two()
    client = signed_in()
    post(client, f"/customers/{ana}/merge/{double}/", language="take", note="take")
    parties.change(party=ana, note="pays in time", phones=("+37369123456", "+37369000001"), actor="staff:1")
    assert f'href="/customers/{double}/part/"' in read(client, f"/customers/{ana}/")
    page = read(client, f"/customers/{double}/part/")
    assert "Language taken off: Russian" in page
    assert "Note: pays late → pays in time" in page or "Note added: pays in time" in page
    assert "Phone added: +37369000001" in page
    assert post(client, f"/customers/{double}/part/") == f"/customers/{double}/"
    assert (card(ana).language, card(ana).note, card(double).language) == ("", "pays in time", "ru")


def test_two_who_are_told_apart_wait_in_a_view_of_their_own() -> None:
    ana, double = two()
    client = signed_in()
    assert post(client, f"/customers/{ana}/apart/{double}/") == "/customers/doubles/"
    assert not open_doubles().exists()
    assert f"/customers/{ana}/merge/{double}/" not in read(client, "/customers/doubles/")
    apart = read(client, "/customers/doubles/?view=apart")
    assert f'action="/customers/{ana}/perhaps/{double}/"' in apart
    post(client, f"/customers/{ana}/perhaps/{double}/")
    assert open_doubles().count() == 1


def test_different_tax_numbers_are_said_before_anything_is_merged() -> None:
    one = parties.add(card=PartyCard(name="A", tax_ids=(TaxId("RU", "7707083893"),)), actor="cli").id
    other = parties.add(
        card=PartyCard(name="A", kind="company", tax_ids=(TaxId("RU", "500100732259"),)), actor="cli"
    ).id
    page = read(signed_in(), f"/customers/{one}/merge/{other}/")
    assert ("different tax numbers" in page, "One is a person, the other a company" in page) == (True, True)


def test_anybody_else_is_found_to_merge_with_by_name_number_or_phone() -> None:
    ana, double = two()
    client, at = signed_in(), f"/customers/{ana}/merge/"
    for whom in ("ана", str(double), "ana@shop"):
        page = client.post(at, {"whom": whom}).content.decode()
        assert f'href="/customers/{ana}/merge/{double}/"' in page
    assert "Nobody else is found by this" in client.post(at, {"whom": "quince"}).content.decode()


def test_a_merged_number_in_the_address_leads_to_who_stands() -> None:
    ana, double = two()
    client = signed_in()
    parties.merge(party=double, into=ana, actor="cli")
    assert client.get(f"/customers/{ana}/merge/{double}/")["Location"] == f"/customers/{ana}/"
    assert client.get(f"/customers/{ana}/part/")["Location"] == f"/customers/{ana}/"
    assert client.get("/customers/99999/part/").status_code == 404


@pytest.mark.parametrize("role", ["storekeeper", "integrator", "accountant"])
def test_who_may_not_change_customers_merges_none(role: str) -> None:
    ana, double = two()
    client = signed_in(role)
    for at in ("doubles/", f"{ana}/merge/", f"{ana}/merge/{double}/", f"{double}/part/"):
        assert client.get(f"/customers/{at}").status_code == 403
    for at in (f"{ana}/merge/{double}/", f"{ana}/apart/{double}/", f"{ana}/perhaps/{double}/", f"{double}/part/"):
        assert client.post(f"/customers/{at}", {"intent": str(uuid.uuid4())}).status_code == 403
    assert root_of(double) == double
