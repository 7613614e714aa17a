"""What waits to go out: how much, how old, why; sent again one by one or all, given up with a reason, paused."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, outgoing, paused_outgoing, queues, told_of
from emporion.exchange.types import Fault, OutgoingGivenUp, OutgoingPaused, OutgoingResumed, OutgoingSentAgain
from emporion.journal.queries import timeline
from emporion.kernel import kept
from emporion.web import live
from emporion.web.exchange.lamps import heard, lamps
from emporion.web.models import BulkWork
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention
from emporion.web.why.tests.factories import shop

pytestmark = pytest.mark.usefixtures("house")
PAGE = "/exchange/outgoing/"
GONE, BUSY = Fault("no_such_channel", {"channel": 1}), Fault("exchange_unexpected", {"error": "503"})


def want(channel: int, *ids: int, kind: str = "order") -> None:
    exchange.want(channel=channel, kind=kind, object_ids=ids, actor="reaction")


def fail(channel: int, *ids: int, fault: Fault = GONE) -> None:
    exchange.fail(channel=channel, kind="order", object_ids=ids, fault=fault, actor="worker")


def row_of(number: int) -> int:
    return told_of("order", number)[0].id


def shown(client: Client, **asked: str) -> list[int]:
    return [row.view.object_id for row in client.get(PAGE, asked).context["rows"]]


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def acted(client: Client, act: str, ids: list[int], **told: str) -> int:
    """Select rows, look, do it; answers the status of the doing."""
    at = client.post("/lists/outgoing/act/", {"act": act, "chosen": [str(one) for one in ids]})["Location"]
    return client.post(at, told | {"apply": "1"}).status_code


def failed(channel: int) -> list[int]:
    return [row.object_id for row in outgoing(channel, state="failed")]


# ---- the list


def test_the_oldest_wish_stands_first_and_what_waits_is_narrowed_by_age_kind_and_cause() -> None:
    channel, client = shop().channel, signed_in()
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        want(channel, 9)
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        want(channel, 4, 5)
    want(channel, 3)
    want(channel, 9)  # wished for again: it waits since the first wish
    want(channel, 3, kind="payment")
    fail(channel, 4)
    assert shown(client) == [9, 4, 5, 3, 3]
    assert shown(client, sort="new")[-1] == 9
    assert (shown(client, age="hour"), shown(client, age="day"), shown(client, age="week")) == ([9, 4, 5], [9], [])
    assert (shown(client, kind="payment"), shown(client, view="failed")) == ([3], [4])
    assert (shown(client, cause=GONE.code), shown(client, channel=str(channel), age="day")) == ([4], [9])


def test_length_and_age_stand_on_the_connections_page_and_its_lamp() -> None:
    channel, client = shop().channel, signed_in("integrator")
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        want(channel, 1)
    want(channel, 2, 3)
    fail(channel, 3)
    page = client.get(f"/exchange/channels/{channel}/")
    [waiting] = page.context["leaves"].waiting
    assert (waiting.kind, waiting.queue.length, waiting.queue.failed) == ("Orders", 3, 1)
    assert shown(client, channel=str(channel), kind="order") == [1, 2, 3]
    view = channel_by_id(channel)
    lamp = lamps(view, heard([view]))[3]
    assert (lamp.tone, str(lamp.text)) == ("bad", "1 order could not leave")
    assert str(lamp.more).startswith("the oldest was wanted 3 h")


@pytest.mark.takes(6)
def test_a_hundred_thousand_that_wait_cost_no_more_queries_than_sixty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 3600)  # the counters of the shell are read when they are asked for
    monkeypatch.setattr(kept, "clock", lambda: 0.0)
    channel, client = shop().channel, signed_in()
    want(channel, *range(1, 61))
    fail(channel, *range(1, 41))
    before = asked(client)
    want(channel, *range(61, 100_001))
    fail(channel, *range(41, 503))
    assert asked(client) == before
    assert queues(channel)[0].length == 100_000


def asked(client: Client) -> list[int]:
    found = []
    for address in (PAGE, f"{PAGE}?view=failed", "/exchange/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found.append(len(queries))
    return found


# ---- sent again


def test_one_all_of_a_cause_or_all_are_sent_again() -> None:
    channel, client = shop().channel, signed_in()
    want(channel, *range(1, 8))
    fail(channel, 1, 2, 3)
    fail(channel, 4, 5, fault=BUSY)
    page = text(client, PAGE)
    assert "There is no connection 1." in page and "The work stopped on an unexpected error: 503" in page
    assert "Look at the list of connections" in page  # the remedy
    client.post("/exchange/outgoing/retry/", {"row": row_of(2)})
    assert failed(channel) == [1, 3, 4, 5]
    client.post("/exchange/outgoing/retry/", {"channel": channel, "kind": "order", "code": GONE.code})
    assert failed(channel) == [4, 5]
    fail(channel, 7)
    said = client.post("/exchange/outgoing/retry/", {}, follow=True).content.decode()
    assert (failed(channel), "3 objects leave with the next session." in said) == ([], True)
    told = [fact.event for fact in timeline([f"channel:{channel}"]) if isinstance(fact.event, OutgoingSentAgain)]
    assert [event.object_ids for event in told] == [(4, 5, 7), (1, 3), (2,)]


def test_a_click_that_comes_twice_sends_once(monkeypatch: pytest.MonkeyPatch) -> None:
    channel, client = shop().channel, signed_in()
    want(channel, 1)
    fail(channel, 1)
    told = {"row": row_of(1), "intent": str(uuid.uuid4())}
    for _ in range(2):
        client.post("/exchange/outgoing/retry/", told)
    found = [fact for fact in timeline([f"channel:{channel}"]) if isinstance(fact.event, OutgoingSentAgain)]
    assert len(found) == 1


# ---- given up


def test_what_is_given_up_says_why_and_is_found_and_sent_again() -> None:
    channel, client = shop().channel, signed_in()
    want(channel, 1, 2, 3)
    fail(channel, 1, 2)
    ids = [row_of(1), row_of(2)]
    assert acted(client, "give_up", ids) == 422  # nobody said why
    assert acted(client, "give_up", ids, reason="typed in there by hand") == 302
    assert (shown(client), shown(client, view="given_up"), failed(channel)) == ([3], [1, 2], [])
    assert "Given up by Anna Berg: typed in there by hand" in text(client, f"{PAGE}?view=given_up")
    want(channel, 1)
    assert shown(client) == [3]
    assert queues(channel)[0].length == 1
    acted(client, "retry", ids[:1])
    assert sorted(shown(client)) == [1, 3]
    told = [type(fact.event) for fact in timeline([f"channel:{channel}"])][:2]
    assert told == [OutgoingSentAgain, OutgoingGivenUp]
    assert BulkWork.objects.count() == 3


# ---- paused


def test_a_pause_stands_with_its_reason_wherever_somebody_waits_for_what_leaves() -> None:
    channel, client = shop().channel, signed_in()
    want(channel, 1)
    page = f"/exchange/channels/{channel}/"
    assert client.post(f"{page}pause/", {"reason": " "}).status_code == 409
    client.post(f"{page}pause/", {"reason": "stocktaking in 1C"})
    for address in (page, PAGE, "/exchange/", "/today/"):
        assert "stocktaking in 1C" in text(client, address), address
    view = channel_by_id(channel)
    assert lamps(view, heard([view]))[3].tone == "warn"
    [todo] = attention.todos(person(email="other@shop.example"))
    assert (str(todo.title), attention.count()) == ("What leaves to 1C main is paused", 1)
    assert "Paused by Anna Berg: stocktaking in 1C. 1 object waits." in str(todo.why)
    client.post(f"{page}resume/")
    assert (paused_outgoing(), attention.count()) == ({}, 0)
    told = [fact.event for fact in timeline([f"channel:{channel}"])][:2]
    assert [type(event) for event in told] == [OutgoingResumed, OutgoingPaused]
    journal = text(client, "/journal/")
    assert "What leaves was paused" in journal and "stocktaking in 1C" in journal


def test_today_lets_it_go_on_by_one_press_and_the_toast_pauses_it_again() -> None:
    channel, client = shop().channel, signed_in()
    exchange.pause_outgoing(channel=channel, reason="first count", actor="staff:1")
    [todo] = attention.todos(person(email="other@shop.example"))
    assert todo.remedy and todo.remedy.post
    page = client.post(todo.remedy.url, {"intent": str(uuid.uuid4())}, follow=True).content.decode()
    assert (paused_outgoing(), "leaves with its next session" in page) == ({}, True)
    [undo] = {part.split('"')[0] for part in page.split('action="')[1:] if part.startswith("/undo/")}
    client.post(undo)
    assert paused_outgoing()[channel].reason == "first count"


# ---- rights


def test_who_may_only_look_sees_it_and_changes_nothing() -> None:
    channel = shop().channel
    manager: Any = signed_in("manager", email="manager@shop.example")
    want(channel, 1)
    fail(channel, 1)
    assert shown(manager) == [1]
    assert "/exchange/outgoing/retry/" not in text(manager, PAGE)
    for address, told in (
        ("/exchange/outgoing/retry/", {"row": row_of(1)}),
        (f"/exchange/channels/{channel}/pause/", {"reason": "x"}),
        (f"/exchange/channels/{channel}/resume/", {}),
        ("/lists/outgoing/act/", {"act": "give_up", "chosen": str(row_of(1))}),
    ):
        assert manager.post(address, told).status_code == 403, address
    assert (failed(channel), paused_outgoing()) == ([1], {})
