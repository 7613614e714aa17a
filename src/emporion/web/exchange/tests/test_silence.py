"""A connection that has fallen silent is told on Today, though nothing of it failed: nobody else would know."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id
from emporion.web.exchange.lamps import heard, lamps
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention

pytestmark = pytest.mark.usefixtures("house")

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def connected(**settings: object) -> int:
    return exchange.add_channel(code="1c", kind="commerceml", title="Base", settings={"firm": 1} | settings, actor="o")


def call(channel: int, at: datetime, kind: str = "catalog") -> None:
    with time_machine.travel(at, tick=False):
        exchange.open_session(channel=channel, kind=kind, actor="channel:1c")


def told(channel: int, at: datetime) -> list[str]:
    """What Today says of the connection's silence, if the lamp and the count say so too."""
    with time_machine.travel(at, tick=False):
        found = [str(todo.title) for todo in attention.todos(person(email=f"{at:%d%H%M}@today.example"))]
        assert attention.count() == len(found)
        shown = channel_by_id(channel)
        assert lamps(shown, heard([shown]))[0].tone == ("warn" if found else "good")
    return found


@pytest.mark.parametrize("every", [5, 1440])
def test_a_connection_is_late_after_twice_the_time_between_its_visits(every: int) -> None:
    channel, span = connected(heard_every_minutes=every), every * MINUTE
    for visit in range(4):
        call(channel, MORNING + visit * span, "sale" if visit % 2 else "catalog")
    last = MORNING + 3 * span
    assert told(channel, last + 2 * span) == []
    [said] = told(channel, last + 2 * span + MINUTE)
    assert said.startswith("Base was heard last ")
    call(channel, last + 3 * span)
    assert told(channel, last + 3 * span + MINUTE) == []


def test_once_a_day_is_the_usual_and_files_from_a_disk_are_no_visit() -> None:
    channel = connected()
    call(channel, MORNING)
    assert told(channel, MORNING + 2 * DAY) == []
    call(channel, MORNING + 2 * DAY, "cli")
    assert len(told(channel, MORNING + 2 * DAY + MINUTE)) == 1


def test_nobody_waits_for_one_that_never_came_is_switched_off_or_comes_when_it_likes() -> None:
    channel = connected(heard_every_minutes=5)
    with time_machine.travel(MORNING + 30 * DAY, tick=False):
        assert attention.count() == 0
    call(channel, MORNING)
    exchange.change_channel(channel=channel, settings={"heard_every_minutes": 0}, actor="owner")
    assert told(channel, MORNING + 30 * DAY) == []
    exchange.change_channel(channel=channel, settings={"heard_every_minutes": 5}, is_active=False, actor="owner")
    with time_machine.travel(MORNING + 30 * DAY, tick=False):
        assert attention.count() == 0


def test_the_page_says_how_often_it_was_agreed_and_leads_to_where_that_is_set() -> None:
    channel = connected(heard_every_minutes=10)
    call(channel, MORNING)
    with time_machine.travel(MORNING + 21 * MINUTE, tick=False):
        [todo] = attention.todos(person())
        assert todo.tone == "bad" and str(todo.title).startswith("Base was heard last 21 min")
        assert "every 10 min" in str(todo.why)
        assert todo.remedy and todo.remedy.url == f"/exchange/channels/{channel}/"
        page = signed_in(email="second@today.example").get(todo.remedy.url).content.decode()
        assert 'name="heard_every_minutes"' in page and 'value="10"' in page
