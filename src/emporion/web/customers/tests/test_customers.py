"""Customers: found without naming them in an address, shown with what they bought, added and changed by hand."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.parties import commands as parties
from emporion.parties.queries import card
from emporion.parties.tests.factories import customer, customer_card
from emporion.parties.types import PartyCard, TaxId
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def typed(**fields: Any) -> dict[str, Any]:
    return {"intent": str(uuid.uuid4()), "kind": "person", "country": "CY", **fields}


@pytest.mark.usefixtures("steady")
def test_the_list_asks_as_often_for_a_page_as_for_two() -> None:
    client, counts = signed_in(), []
    for more in (2, 25):
        for _ in range(more):
            customer()
        client.get("/style/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/customers/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_a_long_list_goes_on() -> None:
    client = signed_in()
    ids = [customer().id for _ in range(53)]
    page = client.get("/customers/").content.decode()
    assert (f"/customers/{ids[-1]}/" in page, f"/customers/{ids[0]}/" in page) == (True, False)
    further = re.search(r'href="(\?after=[^"]+)"', page)
    assert further
    assert f"/customers/{ids[0]}/" in client.get(f"/customers/{further[1]}").content.decode()


def test_a_search_finds_by_phone_and_its_address_names_nobody() -> None:
    known, client = customer(), signed_in()
    customer()
    phone = card(known.id).phones[0]
    answer = client.post("/customers/", {"q": phone})
    assert phone.strip("+") not in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert re.findall(r'href="/customers/(\d+)/"', page) == [str(known.id)]
    assert f'value="{phone}"' in page
    assert "Nothing fits" in client.get(client.post("/customers/", {"q": "nobody at all"})["Location"]).content.decode()


def test_the_page_shows_contacts_orders_and_what_changed() -> None:
    corner, client = corner_shop(), signed_in()
    ref = orders.place(draft=draft(corner, (cup(corner), 2)), actor="shop")
    known = order(ref.number).customer or 0
    parties.change(party=known, name="Peter Quince", actor="staff:1")
    page = client.get(f"/customers/{known}/").content.decode()
    assert ("Peter Quince" in page, ref.number in page, "1 order, 5.00" in page) == (True, True, True)
    assert "→ Peter Quince" in page


def test_a_merged_number_leads_to_who_stands_for_it() -> None:
    first, second = customer(), customer()
    parties.merge(party=first.id, into=second.id, actor="cli")
    assert signed_in().get(f"/customers/{first.id}/")["Location"] == f"/customers/{second.id}/"


def test_a_customer_is_added_by_hand_once() -> None:
    client = signed_in()
    sent = typed(name="Peter Quince", phones="99417206\n+357 25 123456", city="Paphos", tax_number="")
    at = [client.post("/customers/new/", sent)["Location"] for _ in range(2)]
    assert at[0] == at[1]
    known = card(int(at[0].split("/")[2]))
    assert (known.name, set(known.phones), known.addresses[0].city) == (
        "Peter Quince",
        {"+35799417206", "+35725123456"},
        "Paphos",
    )


def test_a_known_phone_is_refused_with_the_way_to_its_owner_unless_told_to_go_on() -> None:
    known, client = customer(), signed_in()
    sent = typed(name="Her son", phones=card(known.id).phones[0])
    answer = client.post("/customers/new/", sent)
    page = answer.content.decode()
    assert (answer.status_code, f'href="/customers/{known.id}/"' in page, "already has this phone" in page) == (
        422,
        True,
        True,
    )
    assert client.post("/customers/new/", typed(**(sent | {"even_if_known": "on"}))).status_code == 302


def test_a_customer_without_anything_is_nobody() -> None:
    assert "needs a name" in signed_in().post("/customers/new/", typed()).content.decode()


def test_an_edit_keeps_what_is_ticked_and_leaves_what_is_not() -> None:
    known = parties.found_or_added(card=customer_card(7), actor="cli")
    client, at = signed_in(), f"/customers/{known.id}/edit/"
    page = client.get(at).content.decode()
    assert "+37369000007" in page
    sent = typed(
        name="New name", phones="+37369000007\n+37369000008", emails="", kept=[str(known.addresses[0])], city="Orhei"
    )
    client.post(at, sent)
    now = card(known.id)
    assert (now.name, now.phones, now.emails) == ("New name", ("+37369000007", "+37369000008"), ())
    assert [one.city for one in now.addresses] == ["Chisinau", "Orhei"]
    assert now.addresses[0].id == known.addresses[0]
    client.post(at, typed(name="New name", phones="+37369000007", emails=""))
    assert card(known.id).addresses == ()


def test_an_edit_loses_no_tax_number_that_the_form_does_not_show() -> None:
    numbers = (TaxId("RU", "7707083893"), TaxId("CY", "10259033P"))
    known = parties.found_or_added(
        card=PartyCard(name="Firm", kind="company", tax_ids=numbers, country="RU"), actor="cli"
    )
    before = [one.shown for one in card(known.id).tax_ids]
    signed_in().post(f"/customers/{known.id}/edit/", typed(name="Firm Ltd", kind="company", tax_number=before[0]))
    assert [one.shown for one in card(known.id).tax_ids] == before
    assert card(known.id).name == "Firm Ltd"


@pytest.mark.parametrize("role", ["storekeeper", "integrator"])
def test_who_may_not_see_customers_gets_none(role: str) -> None:
    known, client = customer(), signed_in(role)
    for at in ("/customers/", f"/customers/{known.id}/", f"/customers/{known.id}/edit/", "/customers/new/"):
        assert client.get(at).status_code == 403


def test_nobody_is_found_under_an_unknown_number() -> None:
    assert signed_in().get("/customers/99999/").status_code == 404
