"""A stopped peer is told within two of its intervals, so is one that brings nothing any more; a living one never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from emporion.exchange import commands as exchange
from emporion.exchange.tests.factories import bad_row, make_channel, make_message
from emporion.exchange.types import Tally
from emporion.watchman import queries
from emporion.watchman.looking import look
from emporion.watchman.types import CHECKS

pytestmark = pytest.mark.usefixtures("house")
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the house is stepped, and that of its database is not."""
    for code in list(CHECKS):
        if not code.startswith(("connection.", "outgoing.")):
            monkeypatch.delitem(CHECKS, code)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def codes() -> list[str]:
    return [one.code for one in queries.alerts()]


def visit(channel: int, changed: int | None = None) -> None:
    """A session of the catalog; with a file of which so many rows changed something, the rest nothing."""
    talk = exchange.open_session(channel=channel, kind="catalog", actor="channel:base").id
    if changed is not None:
        message = exchange.keep_message(
            channel=channel, direction="in", name="offers.xml", content=exchange.store(b"<x/>"), session=talk, actor="w"
        )
        tally = Tally(read=10, changed=changed, unchanged=10 - changed)
        exchange.finish_message(message=message, counts={"offers": tally}, actor="w")


def first_alert(clock: time_machine.Traveller, until: timedelta, step: timedelta = MINUTE) -> timedelta | None:
    """How long after now the first alert stands, looking at each step."""
    begun = datetime.now(UTC)
    while datetime.now(UTC) - begun < until:
        clock.shift(step)
        look()
        if codes():
            return datetime.now(UTC) - begun
    return None


@pytest.mark.parametrize("every", [5, 10, 60, 24 * 60])
def test_a_stopped_peer_is_told_within_two_of_its_intervals(every: int, clock: time_machine.Traveller) -> None:
    channel = make_channel(settings={"heard_every_minutes": every})
    for _visit in range(3):
        visit(channel)
        look()
        clock.shift(every * MINUTE)
    visit(channel)  # the last one: from here on it is stopped
    step = MINUTE if every <= 60 else 10 * MINUTE
    told = first_alert(clock, 3 * every * MINUTE, step)
    assert told is not None and 2 * every * MINUTE - 2 * step <= told <= 2 * every * MINUTE
    [alert] = queries.needs_somebody()
    assert (alert.code, alert.subject, alert.name) == ("connection.silent", f"channel:{channel}", "Main base")
    visit(channel)
    clock.shift(MINUTE)
    look()
    assert queries.needs_somebody() == [], "it came again"


def test_a_peer_that_is_late_once_for_half_an_interval_is_not_told(clock: time_machine.Traveller) -> None:
    channel = make_channel(settings={"heard_every_minutes": 10})
    for late in (0, 5, 0, 5, 5):
        visit(channel)
        assert first_alert(clock, (10 + late) * MINUTE) is None


def test_one_that_never_came_or_is_switched_off_is_not_waited_for(clock: time_machine.Traveller) -> None:
    channel = make_channel(settings={"heard_every_minutes": 5})
    assert first_alert(clock, HOUR, 10 * MINUTE) is None
    visit(channel)
    assert first_alert(clock, HOUR, 10 * MINUTE) is not None
    exchange.change_channel(channel=channel, is_active=False, actor="test")
    clock.shift(MINUTE)
    look()
    assert codes() == [], "what nobody waits for needs nobody"


def nights(channel: int, clock: time_machine.Traveller, changes: list[int]) -> None:
    """One visit a night, with so many changed rows each."""
    for changed in changes:
        visit(channel, changed)
        clock.shift(DAY)
        look()


def test_three_nights_without_a_change_are_told_of_a_peer_that_changed_something_every_night(
    clock: time_machine.Traveller,
) -> None:
    channel = make_channel(settings={"heard_every_minutes": 24 * 60})
    nights(channel, clock, [4, 2, 7, 1, 3, 5, 2, 6, 1])
    nights(channel, clock, [0, 0])
    assert codes() == []
    nights(channel, clock, [0])
    assert codes() == ["connection.stalled"]
    [alert] = queries.alerts()
    assert "has come 3 times and changed nothing" in queries.sentence(alert)
    nights(channel, clock, [1, 2])
    assert codes() == []


def test_nights_and_weekends_of_a_peer_that_comes_every_hour_are_no_alert_and_a_dead_week_is(
    clock: time_machine.Traveller,
) -> None:
    channel = make_channel(settings={"heard_every_minutes": 60})

    def days(number: int, *, works: bool = True) -> int | None:
        for hour in range(24 * number):
            now = datetime.now(UTC)
            visit(channel, 3 if works and now.weekday() < 5 and 9 <= now.hour < 18 else 0)
            clock.shift(HOUR)
            look()
            if codes():
                return hour
        return None

    assert days(16) is None, "sixteen and a half days with two weekends"
    told = days(6, works=False)
    assert told is not None and 72 <= told <= 100, "half as long again as a weekend of 64 hours"


def test_a_peer_that_never_changed_much_is_not_told_to(clock: time_machine.Traveller) -> None:
    nights(make_channel(), clock, [3, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    assert codes() == []


def test_refused_rows_that_wait_for_two_days_or_come_by_the_hundred_are_told(clock: time_machine.Traveller) -> None:
    channel = make_channel()
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=[bad_row("a")], actor="w")
    look()
    clock.shift(47 * HOUR)
    look()
    assert codes() == []
    clock.shift(HOUR)
    look()
    [alert] = queries.alerts()
    assert (alert.code, alert.figure, alert.since) == ("connection.refused_old", 48, MORNING)
    many = [bad_row(f"b-{number}") for number in range(100)]
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=many, actor="w")
    clock.shift(5 * MINUTE)
    look()
    assert codes() == ["connection.refused_old", "connection.refused_many"]


def test_what_a_peer_did_not_take_or_takes_again_and_again_is_told(clock: time_machine.Traveller) -> None:
    channel = make_channel()
    exchange.want(channel=channel, kind="order", object_ids=[7], actor="test")
    for _time in range(3):
        talk = exchange.open_session(channel=channel, kind="sale", actor="channel:base").id
        exchange.offer(channel=channel, kind="order", session=talk, limit=10, actor="channel:base")
        look()
        clock.shift(5 * MINUTE)
    look()
    assert "outgoing.not_confirmed" in codes()
