"""The staff as a list: found by name in any script, narrowed by role, those who left in a view of their own."""

from itertools import count

import pytest
from django.test import Client

from emporion.accounts import commands as accounts
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


NUMBER = count(1)


def joined(name: str, role: str = "manager") -> int:
    return accounts.add_staff(email=f"p{next(NUMBER)}@shop.example", name=name, role=role, actor="cli").id


def shown(client: Client, **asked: str | list[str]) -> list[str]:
    return [row.person.name for row in client.get("/settings/staff/", asked).context["rows"]]


def test_people_are_found_by_name_in_any_script_and_narrowed_by_role() -> None:
    client = signed_in()
    joined("Ελένη Μάρκου", "storekeeper")
    joined("Вера Орлова")
    assert shown(client) == ["Anna Berg", "Ελένη Μάρκου", "Вера Орлова"]
    assert shown(client, sort="-name") == ["Вера Орлова", "Ελένη Μάρκου", "Anna Berg"]
    assert (shown(client, q="ВЕРА"), shown(client, q="μάρκ"), shown(client, q="owner@")) == (
        ["Вера Орлова"], ["Ελένη Μάρκου"], ["Anna Berg"],
    )  # fmt: skip
    assert shown(client, role="storekeeper") == ["Ελένη Μάρκου"]
    assert shown(client, role=["storekeeper", "owner"], sort="seen")[0] == "Anna Berg"


def test_who_left_stands_in_a_view_of_their_own() -> None:
    client = signed_in()
    accounts.deactivate(staff=joined("Eleni Markou"), actor="cli")
    assert (shown(client), shown(client, view="left")) == (["Anna Berg"], ["Eleni Markou"])
    assert len(shown(client, view="all")) == 2


def test_a_view_of_the_staff_is_kept_by_those_alone_who_manage_it() -> None:
    manager = signed_in("manager", email="manager@shop.example")
    told = {"title": "Keepers", "address": "role=storekeeper"}
    assert manager.post("/lists/staff/views/", told).status_code == 403
    assert signed_in().post("/lists/staff/views/", told).status_code == 302
