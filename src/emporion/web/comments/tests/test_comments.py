"""Comments on pages: who may say something, who hears of it, what one finds."""

from __future__ import annotations

import pytest
from django.test import Client

from emporion.accounts.models import Staff
from emporion.accounts.tests.factories import staff
from emporion.crm.queries import comments, unseen
from emporion.exchange import commands as exchange
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import OrderView


def an_order() -> OrderView:
    corner = corner_shop()
    return order(orders.place(draft=draft(corner, (cup(corner), 1)), actor="staff:1").number)


def desk_of(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_comment_stands_on_the_order_and_calls_the_colleague(house: str) -> None:
    placed, anna, boris = an_order(), staff("owner", name="Anna Berg"), staff("manager", name="Boris Blum")
    said = {"subject": placed.subject, "text": "@Boris, call before the courier"}
    answer = desk_of(anna).post("/comments/", said)
    number = comments([placed.subject])[0].id
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{placed.id}/#said-{number}")
    page = desk_of(boris).get(f"/orders/{placed.id}/").content.decode()
    assert "@Boris, call before the courier" in page and f'id="said-{number}"' in page
    today = desk_of(boris).get("/today/").content.decode()
    assert f"Anna Berg names you: Order {placed.number}" in today
    assert "names you" not in desk_of(anna).get("/today/").content.decode()


def test_opening_a_mention_leads_to_the_record_and_ends_the_waiting(house: str) -> None:
    placed, anna, boris = an_order(), staff("owner", name="Anna Berg"), staff("manager", name="Boris Blum")
    desk_of(anna).post("/comments/", {"subject": placed.subject, "text": "@Boris?"})
    desk = desk_of(boris)
    counter = desk.get("/live/", headers={"Accept": "application/json"}).json()["mentions"]
    assert counter == {"shown": "1", "tone": "warn"}
    url = desk.get("/mentions/").context["rows"][0].open.url
    answer = desk.post(url)
    assert answer["Location"].startswith(f"/orders/{placed.id}/?said=")
    assert unseen(boris.pk) == 0
    assert "Nobody waits for your answer" in desk.get("/mentions/").content.decode()


def test_nobody_speaks_about_what_they_may_not_see(house: str) -> None:
    placed, keeper = an_order(), staff("storekeeper")
    said = {"subject": f"party:{placed.customer}", "text": "Hm"}
    assert desk_of(keeper).post("/comments/", said).status_code == 404
    for subject in ("order:nobody", "party:", "channel:9", "pricing:1", "receipt:1-1", "product:x"):
        assert desk_of(keeper).post("/comments/", {"subject": subject, "text": "Hm"}).status_code == 404


def test_the_words_about_a_record_beyond_the_role_are_not_shown(house: str) -> None:
    placed, anna, keeper = an_order(), staff("owner", name="Anna Berg"), staff("storekeeper", name="Karl Kern")
    text = "@Karl, Mrs Rossi asks for you"
    desk_of(anna).post("/comments/", {"subject": f"party:{placed.customer}", "text": text})
    for address in ("/mentions/", "/today/"):
        page = desk_of(keeper).get(address).content.decode()
        assert "Anna Berg" in page and "Rossi" not in page


def test_only_the_author_is_offered_to_change_it(house: str) -> None:
    placed, anna, boris = an_order(), staff("owner", name="Anna"), staff("manager", name="Boris")
    desk_of(anna).post("/comments/", {"subject": placed.subject, "text": "Seven"})
    number = comments([placed.subject])[0].id
    assert f"/comments/{number}/" in desk_of(anna).get(f"/orders/{placed.id}/").content.decode()
    assert f"/comments/{number}/" not in desk_of(boris).get(f"/orders/{placed.id}/").content.decode()
    desk_of(anna).post(f"/comments/{number}/", {"text": "Eight"})
    assert comments([placed.subject])[0].text == "Eight"
    assert desk_of(boris).post(f"/comments/{number}/take-back/").status_code == 409
    desk_of(anna).post(f"/comments/{number}/take-back/")
    assert "Took these words back" in desk_of(boris).get(f"/orders/{placed.id}/").content.decode()


def test_a_name_of_nobody_is_said_before_anything_is_written(house: str) -> None:
    placed = an_order()
    said = {"subject": placed.subject, "text": "@Zeno?"}
    answer = desk_of(staff("owner")).post("/comments/", said, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#toasts")
    assert "No colleague is called “Zeno”." in answer.content.decode()
    assert comments([placed.subject]) == []


@pytest.mark.parametrize("side", ["customer", "product", "connection"])
def test_every_kind_of_record_takes_comments(house: str, side: str) -> None:
    placed, desk = an_order(), desk_of(staff("owner"))
    channel = exchange.add_channel(kind="commerceml", code="1c", title="Books", settings={"firm": 1}, actor="cli")
    subject, address = {
        "customer": (f"party:{placed.customer}", f"/customers/{placed.customer}/"),
        "product": ("product:1", "/products/1/timeline/"),
        "connection": (f"channel:{channel}", f"/exchange/channels/{channel}/"),
    }[side]
    desk.post("/comments/", {"subject": subject, "text": "Mind the step"})
    page = desk.get(address).content.decode()
    assert "Mind the step" in page and f'value="{subject}"' in page
