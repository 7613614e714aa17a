"""See as: every page as a role or a colleague sees it, nothing changed meanwhile, both ends told."""

from __future__ import annotations

import uuid

from django.test import Client
from django.urls import reverse

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email, staff_card
from emporion.accounts.types import RoleRights, SeeingBegan
from emporion.journal.queries import timeline
from emporion.orders.tests.factories import corner_shop
from emporion.web.tests.factories import EMAIL, person, signed_in

END = "/settings/seeing/end/"


def look(client: Client, role: str, scope: str = "") -> None:
    assert client.post(reverse("web:seeing_role", args=[role]), {"scope": scope})["Location"] == "/"


def told() -> list[str]:
    own = staff_by_email(EMAIL)
    assert own is not None
    kinds = [fact.kind.removeprefix("accounts.") for fact in timeline([f"staff:{own.id}"])]
    return [kind for kind in kinds if kind.startswith("Seeing")]


def test_an_owner_sees_every_page_as_a_courier_does_until_they_end_it(house: str) -> None:
    client = signed_in()
    look(client, "courier")
    page = client.get("/orders/")
    assert page.status_code == 200
    assert "You see the house as Courier. Nothing can be changed." in page.content.decode()
    assert [client.get(path).status_code for path in ("/customers/", "/settings/staff/", "/stock/")] == [403] * 3
    assert client.post(END)["Location"] == "/settings/staff/roles/courier/"
    assert client.get("/customers/").status_code == 200
    assert "Nothing can be changed." not in client.get("/orders/").content.decode()
    assert told() == ["SeeingEnded", "SeeingBegan"]


def test_nothing_is_changed_meanwhile_and_the_sentence_says_why(house: str) -> None:
    client = signed_in()
    own = staff_by_email(EMAIL)
    assert own is not None
    look(client, "manager")
    form = {"name": "X", "language": "ru", "time_zone": "UTC", "intent": str(uuid.uuid4())}
    answer = client.post("/settings/profile/", form)
    assert answer.status_code == 409
    assert "You are looking as somebody else, so nothing is changed." in answer.content.decode()
    assert client.post("/accounts/password/change/", {"oldpassword": "x"}).status_code == 409
    assert staff_card(own.id).name == "Anna Berg"


def test_a_search_that_is_posted_still_finds(house: str) -> None:
    client = signed_in()
    look(client, "manager")
    assert client.post("/customers/", {"q": "Anna"}).status_code == 302


def test_a_role_in_one_place_is_seen_as_it_is_there(house: str) -> None:
    client, corner = signed_in(), corner_shop()
    look(client, "storekeeper", f"warehouse:{corner.warehouse}")
    assert client.get("/stock/").status_code == 200
    assert client.get("/products/new/").status_code == 403
    assert "You see the house as Storekeeper, W" in client.get("/stock/").content.decode()


def test_a_colleague_is_seen_with_all_their_roles(house: str) -> None:
    client, buyer = signed_in(), person("buyer", email="buyer@shop.example")
    accounts.grant(staff=buyer.pk or 0, role="cashier", actor="cli")
    assert client.post(reverse("web:seeing_person", args=[buyer.pk]))["Location"] == "/"
    assert [client.get(path).status_code for path in ("/stock/", "/orders/", "/customers/")] == [200, 200, 403]
    [fact] = [one for one in timeline([f"staff:{client.session['_auth_user_id']}"]) if one.kind.endswith("SeeingBegan")]
    assert fact.event == SeeingBegan(fact.subject, "", buyer.pk, None, None, None)


def test_signing_out_ends_it_and_the_next_sign_in_sees_with_own_eyes(house: str) -> None:
    client = signed_in()
    look(client, "courier")
    client.post("/accounts/logout/")
    assert told() == ["SeeingEnded", "SeeingBegan"]


def test_only_who_may_all_that_the_role_may_looks_as_it(house: str) -> None:
    person()
    code = accounts.copy_role(like="manager", title="Head", actor="cli")
    accounts.change_roles(changes=[RoleRights(code, ("accounts.manage",))], actor="cli")
    head, manager = signed_in(code, email="head@shop.example"), signed_in("manager", email="m@shop.example")
    assert head.post(reverse("web:seeing_role", args=["accountant"])).status_code == 409
    assert head.post(reverse("web:seeing_role", args=["courier"])).status_code == 302
    assert manager.post(reverse("web:seeing_role", args=["courier"])).status_code == 403


def test_who_loses_the_right_to_manage_sees_with_own_eyes_at_once(house: str) -> None:
    person()
    client = signed_in("owner", email="second@shop.example")
    look(client, "manager")
    second = staff_by_email("second@shop.example")
    assert second is not None
    accounts.withdraw(staff=second.id, role="owner", actor="cli")
    assert client.get("/orders/").status_code == 403
