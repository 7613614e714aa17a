"""An act on many rows is taken back on its own page: once, by who did it, on the rows that nobody changed since."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_by_email
from emporion.accounts.types import RoleRights
from emporion.catalog import commands as catalog
from emporion.catalog.queries import products
from emporion.catalog.tests.factories import BY, product
from emporion.catalog.types import ProductCard
from emporion.clockwork.commands import work_off
from emporion.web.models import BulkWork
from tools.testing.waiting import until
from tools.testing.workers import Spawn

from .factories import EMAIL, signed_in

pytestmark = pytest.mark.usefixtures("house")
INTENT, OTHER = "0c8d5f2e-8f1b-4a52-9c8e-0123456789ab", "1c8d5f2e-8f1b-4a52-9c8e-0123456789ab"


def hidden() -> set[int]:
    return set(products(hidden=True).values_list("pk", flat=True))


def hide(desk: Client, ids: list[int]) -> str:
    """Hide products together; answers the address of the work."""
    at = desk.post("/lists/products/act/", {"act": "hide", "chosen": [str(one) for one in ids]})["Location"]
    assert desk.post(at, {"apply": "1", "intent": INTENT}).status_code == 302
    return str(at)


def page(desk: Client, at: str) -> str:
    """What it says, each run of white space as one space."""
    return re.sub(r"\s+", " ", desk.get(at).content.decode())


def figure(said: str, label: str) -> str:
    found = re.search(rf"<dt>{label}</dt><dd[^>]*> ?([\d,]+) ?<", said)
    return found[1] if found else ""


def offered(said: str, at: str) -> bool:
    return f'action="{at}undo/"' in said


def test_sixty_rows_that_a_worker_changed_come_back_by_a_worker_and_the_page_says_so() -> None:
    desk, cups = signed_in(), [product(f"Cup {n}") for n in range(60)]
    at = hide(desk, cups)
    said = page(desk, at)
    assert "Under way" in said and not offered(said, at)
    work_off()
    assert hidden() == set(cups)
    said = page(desk, at)
    assert offered(said, at) and "Undo: 60 rows" in said
    back = desk.post(f"{at}undo/", {"intent": INTENT})["Location"]
    assert hidden() == set(cups)  # it is the worker's turn
    assert "Under way" in page(desk, back)
    said = page(desk, at)
    assert "This is being taken back." in said and f'href="{back}"' in said and not offered(said, at)
    work_off()
    assert hidden() == set()
    said = page(desk, back)
    assert figure(said, "Taken back") == "60" and "Undo: 60 rows" in said and not offered(said, back)
    said = page(desk, at)
    assert re.search(r"Taken back, [^<]+: 60 of 60\.", said) and not offered(said, at)


def test_a_worker_that_opened_no_page_yet_knows_the_act(spawn: Spawn) -> None:
    desk, cups = signed_in(), [product(f"Cup {n}") for n in range(30)]
    hide(desk, cups)
    spawn()
    until(lambda: hidden() == set(cups))


def test_rows_changed_since_are_left_alone_and_named() -> None:
    desk, cups = signed_in(), [product(f"Cup {n:02}") for n in range(30)]
    catalog.put_products(cards=[ProductCard(cups[0], is_hidden=True)], **BY)  # hidden before, and so never changed
    at = hide(desk, cups)
    work_off()
    catalog.put_products(cards=[ProductCard(one, is_hidden=False) for one in cups[1:3]], **BY)
    assert "Undo: 29 rows" in page(desk, at)
    back = desk.post(f"{at}undo/", {"intent": INTENT})["Location"]
    work_off()
    assert hidden() == {cups[0]}
    said = page(desk, back)
    assert (figure(said, "Taken back"), figure(said, "Left alone")) == ("27", "2")
    alone = said[said.index("Changed again since, so left as it is.") :].partition("</section>")[0]
    assert re.findall(r">(Cup \d\d)<", alone) == ["Cup 01", "Cup 02"]
    assert re.search(r"Taken back, [^<]+: 27 of 29\.", page(desk, at))


def test_pressed_twice_or_in_two_windows_it_is_taken_back_once() -> None:
    desk, cups = signed_in(), [product(f"Cup {n}") for n in range(30)]
    at = hide(desk, cups)
    work_off()
    first, again = (desk.post(f"{at}undo/", {"intent": INTENT}) for _press in range(2))
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    other = desk.post(f"{at}undo/", {"intent": OTHER})
    assert other.status_code == 409 and "This was taken back already." in other.content.decode()
    work_off()
    assert hidden() == set() and BulkWork.objects.count() == 2
    back = first["Location"]
    assert desk.post(f"{back}undo/", {"intent": OTHER}).status_code == 409  # a way back has none itself


def test_only_who_did_it_takes_it_back_and_only_while_they_have_the_right() -> None:
    desk, cups = signed_in("manager", email="ada@shop.example"), [product(f"Cup {n}") for n in range(30)]
    accounts.change_roles(changes=[RoleRights("manager", give=("catalog.change",))], actor="owner")
    at = hide(desk, cups)
    work_off()
    assert offered(page(desk, at), at)
    assert signed_in(email=EMAIL).post(f"{at}undo/", {"intent": INTENT}).status_code == 404
    accounts.change_roles(changes=[RoleRights("manager", take=("catalog.change",))], actor="owner")
    assert not offered(page(desk, at), at)
    assert desk.post(f"{at}undo/", {"intent": INTENT}).status_code == 403
    known = staff_by_email("ada@shop.example")
    assert hidden() == set(cups) and known and BulkWork.objects.filter(staff=known.id).count() == 1


def test_what_is_under_way_is_not_taken_back_and_what_was_stopped_is_on_the_rows_it_changed() -> None:
    desk, cups = signed_in(), [product(f"Cup {n}") for n in range(30)]
    at = hide(desk, cups)
    assert desk.post(f"{at}undo/", {"intent": INTENT}).status_code == 409
    desk.post(f"{at}stop/", {"intent": INTENT})
    assert not offered(page(desk, at), at)  # nothing was changed
    work_off()
    assert hidden() == set()


def test_the_toast_and_the_page_are_one_way_back() -> None:
    desk, cups = signed_in(), [product(f"Cup {n}") for n in range(3)]
    at = hide(desk, cups)
    said = page(desk, at)
    assert offered(said, at)
    [toast] = re.findall(r'action="(/undo/[^"]+)"', said)
    back = desk.post(toast)["Location"]
    assert hidden() == set() and figure(page(desk, back), "Taken back") == "3"
    assert not offered(page(desk, at), at)
    assert desk.post(f"{at}undo/", {"intent": INTENT}).status_code == 409
