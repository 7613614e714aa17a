"""One moment, two members of the staff eight zones apart: each reads it in their own, and each has their own day."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.stock import commands as stock
from emporion.stock.types import Goods
from emporion.web import live
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")
EVENING = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # the evening in Bucharest is the next morning in Vladivostok
LATER = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)  # half past two there, half past ten here: one day at both places
EAST, WEST = "Asia/Vladivostok", "Europe/Bucharest"


def two() -> tuple[Client, Client]:
    """Owners in Vladivostok and in Bucharest."""
    return signed_in(email="east@s.example", time_zone=EAST), signed_in(email="west@s.example", time_zone=WEST)


def moments(client: Client, page: str) -> set[str]:
    """Every moment that a page tells a machine, with its offset."""
    return set(re.findall(r'datetime="([^"]+T[^"]+)"', client.get(page).content.decode()))


def figure(client: Client) -> str:
    """How many orders Today counts."""
    page = client.get("/today/").content.decode()
    found = re.search(r'<div class="e-figure">\s*<span>Orders</span>\s*<strong>(?:<a[^>]*>)?\s*(\d+)', page)
    return found.group(1) if found else "?"


def test_a_moment_is_the_same_for_both_and_stands_in_each_one_s_own_zone_on_every_page() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    with time_machine.travel(EVENING, tick=False):
        number = orders.place(draft=draft(corner, (cups, 2)), actor="shop").number
        orders.note_payment(number=number, reference="P-1", amount=Money(500, "EUR"), actor="bank")
        stock.receive(warehouse_id=corner.warehouse, document="receipt:1-1", goods=[Goods(cups, 1000)], actor="cli")
    with time_machine.travel(LATER, tick=False):
        east, west = two()
        pages = ["/orders/", f"/orders/{order(number).id}/", "/journal/", "/stock/documents/receipt:1-1/"]
        pages += [f"/why/order/{order(number).id}/paid/", f"/stock/{cups}/"]
        for page in pages:
            here, there = moments(east, page), moments(west, page)
            assert "2026-11-21T07:30:00+10:00" in here and "2026-11-20T23:30:00+02:00" in there, page
            assert {datetime.fromisoformat(one) for one in here} == {datetime.fromisoformat(one) for one in there}
            assert "07:30" in east.get(page).content.decode() and "23:30" in west.get(page).content.decode()


def test_the_day_of_today_of_a_filter_and_of_a_report_begins_at_each_one_s_own_midnight() -> None:
    corner = corner_shop()
    cups = cup(corner, 10)
    with time_machine.travel(EVENING, tick=False):
        number = orders.place(draft=draft(corner, (cups, 2)), actor="shop").number
    with time_machine.travel(LATER, tick=False):
        live.board.forget()
        east, west = two()
        assert (figure(east), figure(west)) == ("1", "0")  # this morning for one, yesterday for the other
        for address in ("/orders/?view=all&placed={}", "/orders/managers/?placed={}"):
            seen = [
                number in told or "manager=none" in told
                for client, span in ((east, "today"), (west, "today"), (east, "yesterday"), (west, "yesterday"))
                if (told := client.get(address.format(span)).content.decode())
            ]
            assert seen == [True, False, False, True], address


def test_a_zone_that_one_changes_holds_with_the_next_page() -> None:
    corner = corner_shop()
    with time_machine.travel(EVENING, tick=False):
        number = orders.place(draft=draft(corner, (cup(corner), 1)), actor="shop").number
        east, _west = two()
        page = f"/orders/{order(number).id}/"
        assert "2026-11-21T07:30:00+10:00" in moments(east, page)
        east.post("/settings/profile/", {"name": "Anna", "language": "", "time_zone": WEST})
        assert "2026-11-20T23:30:00+02:00" in moments(east, page)
