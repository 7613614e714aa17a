"""The page of a connection beside the present system: one press on, one press back, and what the press would do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, count_differences, shadow_of
from emporion.exchange.types import Differs, NotShadowed, ShadowedAlready
from emporion.web.exchange.lamps import heard, lamps
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import shop

pytestmark = pytest.mark.usefixtures("house")


def page_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def differ(channel: int, *fields: str, data: str = "names", subject: str = "product:1") -> None:
    rows = [Differs(data, subject, f"key-{field}", field, f"ours {field}", f"theirs {field}") for field in fields]  # type: ignore[arg-type]  # a word of a test
    exchange.note_differences(channel=channel, found_by="shadow", rows=rows, actor="channel:1c")


def test_one_press_puts_a_connection_into_shadow_mode_and_one_more_lets_it_work() -> None:
    channel, client = shop().channel, signed_in()
    address = f"/exchange/channels/{channel}/"
    page = page_of(client, address)
    assert "Only compare (shadow mode)" in page and "Work for real" not in page
    assert client.post(f"{address}shadow/", {"reason": "a week beside"}).status_code == 302
    shadow = shadow_of(channel)
    assert shadow is not None and shadow.reason == "a week beside"
    exchange.want(channel=channel, kind="order", object_ids=[1, 2, 3], actor="reaction")
    differ(channel, "name", "sku")
    page = page_of(client, address)
    assert "3 objects wait and leave with its next session." in page
    assert "2 open differences" in page and f"/exchange/differences/?channel={channel}&amp;found_by=shadow" in page
    assert "a week beside" in page and "Only compare (shadow mode)" not in page
    assert "Shadow mode: it only compares" in [
        one.text for one in lamps(channel_by_id(channel), heard([channel_by_id(channel)]))
    ]
    assert client.post(f"{address}for-real/", {"reason": "looked"}).status_code == 302
    assert shadow_of(channel) is None
    assert "Only compare (shadow mode)" in page_of(client, address)


def test_a_switch_needs_a_reason_and_is_not_pressed_twice() -> None:
    channel, client = shop().channel, signed_in()
    address = f"/exchange/channels/{channel}/"
    client.post(f"{address}shadow/", {"reason": " "})
    assert shadow_of(channel) is None
    exchange.begin_shadow(channel=channel, reason="a", actor="staff:1")
    with pytest.raises(ShadowedAlready):
        exchange.begin_shadow(channel=channel, reason="b", actor="staff:1")
    exchange.end_shadow(channel=channel, reason="c", actor="staff:1")
    with pytest.raises(NotShadowed):
        exchange.end_shadow(channel=channel, reason="d", actor="staff:1")


def test_the_list_of_differences_shows_ours_and_theirs_and_narrows() -> None:
    channel, client = shop().channel, signed_in()
    differ(channel, "name", "sku")
    differ(channel, "price:1", data="prices", subject="variant:1")
    assert count_differences(channel, "shadow") == 3
    page = page_of(client, f"/exchange/differences/?channel={channel}&found_by=shadow")
    assert "ours name" in page and "theirs sku" in page and "theirs price:1" in page
    page = page_of(client, "/exchange/differences/?data=prices")
    assert "theirs price:1" in page and "theirs sku" not in page
    differ(channel, *(f"value:{number}" for number in range(60)))
    client.get("/exchange/differences/?sort=old")
    with CaptureQueriesContext(connection) as few:
        client.get("/exchange/differences/?sort=old")
    differ(channel, *(f"value:{number}" for number in range(60, 200)))
    with CaptureQueriesContext(connection) as many:
        client.get("/exchange/differences/?sort=old")
    assert len(few) == len(many)


def test_who_may_not_see_orders_or_prices_is_shown_none_of_their_differences() -> None:
    channel = shop().channel
    differ(channel, "line:Cup", data="orders", subject="order:K0001")
    differ(channel, "price:1", data="prices", subject="variant:1")
    differ(channel, "name")
    seen = page_of(signed_in("storekeeper"), "/exchange/differences/")
    assert "theirs line:Cup" not in seen and "theirs price:1" not in seen
