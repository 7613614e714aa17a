"""One press on Today mends what one press can mend, for who may; the others see the way there."""

import io
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from emporion.clockwork import queries as clockwork
from emporion.clockwork.commands import work_off
from emporion.clockwork.queries import schedules
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, message, outgoing
from emporion.exchange.types import UPLOADERS, DroppedFile, Fault
from emporion.household import commands as household
from emporion.household.types import NIGHTLY_BACKUP
from emporion.journal.commands import deliver_due, note_stumble
from emporion.journal.queries import parked
from emporion.journal.types import REACTIONS, Heard, Work
from emporion.orders import commands as orders
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.pricing.queries import prices_of
from emporion.web.parts import Action, Todo
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention, failures, remedies
from emporion.web.why.tests.factories import Shop, offers, sent, shop

pytestmark = pytest.mark.usefixtures("house")
TELLS = "commerceml.tell_orders"


def told(role: str = "owner") -> list[Todo]:
    return attention.todos(person(role, email=f"{uuid.uuid4()}@today.example"))


def button(todo: Todo) -> Action:
    assert todo.remedy and todo.remedy.post, todo
    return todo.remedy


def press(client: Client, action: Action) -> str:
    """What Today says after a press."""
    answer = client.post(action.url, {"intent": str(uuid.uuid4())}, follow=True)
    assert answer.redirect_chain == [("/today/", 302)]
    return str(answer.content.decode())


def links(role: str) -> list[tuple[str, bool]]:
    return [(one.remedy.url, one.remedy.post) for one in told(role) if one.remedy]


def stumbled(kept: Shop) -> int:
    """A whole file at which our own work stumbled."""
    content = exchange.store(offers("21.00").encode())
    number = exchange.keep_message(
        channel=kept.channel, direction="in", name="offers0_7.xml", content=content, actor="channel:1c"
    )
    exchange.begin_message(message=number, actor="worker")
    exchange.fail_message(message=number, fault=Fault("exchange_unexpected", {"error": "disk"}), actor="worker")
    return number


def test_a_file_that_stumbled_is_read_again_by_one_press() -> None:
    kept = shop()
    number = stumbled(kept)
    [todo] = told()
    read = button(todo)
    assert (read.verb, read.url) == ("Read it again", f"/today/messages/{number}/read/")
    assert links("manager") == [(f"/exchange/messages/{number}/", False)]
    client = signed_in()
    assert "The message waits for a worker." in press(client, read)
    [todo] = told()
    assert todo.remedy and not todo.remedy.post and "A worker reads it again." in str(todo.why)
    work_off()
    assert (told(), message(number).state) == ([], "done")
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 21_000_000


def test_a_file_that_came_cut_is_read_whole_by_one_press_once_the_whole_one_lies_there() -> None:
    kept = shop()
    cut = sent(kept.channel, offers("22.00")[:700], "offers0_8.xml", kept.session)
    [todo] = told()
    assert todo.remedy and (todo.remedy.url, todo.remedy.post) == (f"/exchange/messages/{cut}/", False)
    whole = offers("22.00").encode()
    UPLOADERS["commerceml"](kept.channel, [DroppedFile("offers0_8.xml", io.BytesIO(whole), len(whole))], "staff:1")
    [todo] = told()
    assert button(todo).verb == "Read the whole one"
    assert links("accountant") == [(f"/exchange/messages/{cut}/", False)]
    press(signed_in(), button(todo))
    work_off()
    assert told() == []
    assert prices_of([kept.variant])[kept.variant][0].price.micro == 22_000_000


def test_all_that_was_not_taken_leaves_again_by_one_press() -> None:
    kept = shop()
    for kind, ids in (("order", [7, 8]), ("payment", [9])):
        exchange.want(channel=kept.channel, kind=kind, object_ids=ids, actor="cli")
        fault = Fault("no_such_channel", {"channel": 1})
        exchange.fail(channel=kept.channel, kind=kind, object_ids=ids, fault=fault, actor="cli")
    [todo] = told()
    assert (todo.title, button(todo).verb) == ("1C main did not take 3 objects", "Send again")
    assert links("manager") == [("/exchange/outgoing/", False)]
    assert "3 objects leave with the next session." in press(signed_in(), button(todo))
    assert (told(), len(outgoing(kept.channel)), outgoing(kept.channel, state="failed")) == ([], 3, [])


def failed(channel: int, ids: list[int]) -> None:
    exchange.want(channel=channel, kind="order", object_ids=ids, actor="cli")
    fault = Fault("no_such_channel", {"channel": 1})
    exchange.fail(channel=channel, kind="order", object_ids=ids, fault=fault, actor="cli")


def test_of_a_connection_that_takes_nothing_all_leaves_again_and_the_next_one_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(failures, "MOST", 3)
    first = shop().channel
    second = exchange.add_channel(kind="commerceml", code="second", title="1C second", actor="owner")
    failed(first, list(range(1, 301)))
    failed(second, [1, 2])
    assert [str(one.title) for one in told()] == ["1C main did not take 3 objects", "1C second did not take 2 objects"]
    assert "300 objects leave with the next session." in press(signed_in(), button(told()[0]))
    assert outgoing(first, state="failed") == []


def test_a_connection_that_is_off_while_something_waits_is_switched_on_and_off_again() -> None:
    kept = shop()
    exchange.change_channel(channel=kept.channel, is_active=False, actor="owner")
    assert (told(), attention.count()) == ([], 0)
    exchange.want(channel=kept.channel, kind="order", object_ids=[7], actor="cli")
    [todo] = told()
    assert (todo.tone, todo.title, attention.count()) == ("warn", "1C main is switched off", 1)
    assert links("manager") == [("/exchange/outgoing/", False)]
    client = signed_in()
    page = press(client, button(todo))
    assert (channel_by_id(kept.channel).is_active, "1C main is switched on." in page, told()) == (True, True, [])
    [undo] = {part.split('"')[0] for part in page.split('action="')[1:] if part.startswith("/undo/")}
    assert client.post(undo).status_code == 302
    assert channel_by_id(kept.channel).is_active is False


def waits_for_a_person() -> None:
    """An order of which the connections were not told, for their reaction stumbled five times."""
    corner = corner_shop()
    deliver_due()
    orders.place(draft=draft(corner, (cup(corner, 9), 1)), actor="shop")
    for _ in range(5):
        note_stumble(subscriber=TELLS, error="Traceback\nOSError: away", actor="reaction")
    assert len(parked()) == 1


def stumbles() -> Todo | None:
    return next((one for one in told() if "stumbled" in str(one.title)), None)


def test_a_reaction_that_stumbled_is_tried_again_by_one_press() -> None:
    waits_for_a_person()
    todo = stumbles()
    assert todo and button(todo).verb == "Try again"
    assert "/today/reactions/" not in dict(links("manager"))
    assert "Every reaction went well this time." in press(signed_in(), button(todo))
    assert (parked(), stumbles()) == ([], None)


def test_a_reaction_that_stumbles_again_goes_on_waiting_and_today_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_work: object, _heard: object) -> None:
        raise OSError("still away")

    waits_for_a_person()
    monkeypatch.setitem(REACTIONS, TELLS, replace(REACTIONS[TELLS], run=broken))
    todo = stumbles()
    page = press(signed_in(), button(todo)) if todo else ""
    assert "0 of 1 went well this time; the rest waits" in page and "OSError: still away" in page
    assert len(parked()) == 1


def two_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two orders wait for their reaction, and one press reaches one of them."""
    monkeypatch.setattr(remedies, "MOST", 1)
    waits_for_a_person()
    orders.place(draft=draft((corner := corner_shop()), (cup(corner, 9), 1)), actor="shop")
    for _ in range(5):
        note_stumble(subscriber=TELLS, error="OSError: away", actor="reaction")


def test_one_that_stumbles_again_lets_the_others_come_first_at_the_next_press(monkeypatch: pytest.MonkeyPatch) -> None:
    two_wait(monkeypatch)
    first, real = parked()[0][2].id, REACTIONS[TELLS].run

    def broken(work: Work, heard: Sequence[Heard[Any]]) -> None:
        if heard[0].id == first:
            raise OSError("still away")
        real(work, heard)

    monkeypatch.setitem(REACTIONS, TELLS, replace(REACTIONS[TELLS], run=broken))
    client, todo = signed_in(), stumbles()
    assert todo and "0 of 2 went well this time" in press(client, button(todo))
    assert "1 of 2 went well this time" in press(client, button(todo))
    assert [fact.id for _row, _subscriber, fact, _error in parked()] == [first]


def test_what_one_press_does_not_reach_is_not_said_to_have_gone_well(monkeypatch: pytest.MonkeyPatch) -> None:
    two_wait(monkeypatch)
    client, todo = signed_in(), stumbles()
    assert todo and "1 of 2 went well this time; the rest waits" in press(client, button(todo))
    assert "Every reaction went well this time." in press(client, button(todo))
    assert "No reaction waits any more." in press(client, button(todo))


def test_a_night_without_a_backup_is_made_up_for_by_one_press() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        household.note_backup(place="x", bytes=1, seconds=1, fingerprint="f", actor="task:backup")
    [todo] = told()
    assert (button(todo).verb, links("accountant")) == ("Back up now", [("/settings/backups/", False)])
    client = signed_in()
    assert client.post(button(todo).url, {"intent": str(uuid.uuid4())}).status_code == 302
    due = next(one for one in schedules() if one.name == NIGHTLY_BACKUP)
    assert due.next_at and due.next_at <= timezone.now()


def test_who_may_not_operate_the_exchange_presses_nothing() -> None:
    kept = shop()
    number = stumbled(kept)
    addresses = (f"messages/{number}/read", f"channels/{kept.channel}/read", f"channels/{kept.channel}/send")
    client = signed_in("manager")
    for address in (*addresses, f"channels/{kept.channel}/on", "reactions"):
        assert client.post(f"/today/{address}/", {"intent": str(uuid.uuid4())}).status_code == 403
    assert (clockwork.tasks(state="ready"), message(number).state) == ([], "failed")
