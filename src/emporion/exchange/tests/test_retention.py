"""Content of messages goes by age and by size, as each connection says, and never before the work is done."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from emporion.exchange import commands as exchange, queries, retention
from emporion.exchange.tidying import tidy
from emporion.exchange.types import Fault

from .factories import bad_row, make_channel, make_message

YEAR = timedelta(days=366)
BIG = 300_000
FAULT = Fault("unexpected", {"error": "x"})


@pytest.fixture(autouse=True)
def all_but_the_newest_may_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "NEWEST", 1)
    monkeypatch.setattr(retention, "MEGABYTE", 1_000_000)


def done(channel: int, content: bytes) -> int:
    """A message that was worked through."""
    number = make_message(channel, content)
    exchange.begin_message(message=number, actor="test")
    exchange.finish_message(message=number, counts={}, actor="test")
    return number


def big(number: int) -> bytes:
    return bytes([number]) * BIG


def kept(*numbers: int) -> list[bool]:
    return [not queries.message(number).reduced for number in numbers]


def a_year_later() -> None:
    with time_machine.travel(timezone.now() + YEAR):
        tidy()


def test_content_goes_after_a_year_and_the_rest_stays(house: str) -> None:
    channel = make_channel()
    old, newest = done(channel, b"old"), done(channel, b"newest")
    tidy()
    assert kept(old, newest) == [True, True]
    a_year_later()
    assert kept(old, newest) == [False, True]
    told = queries.message(old)
    assert (told.size, len(told.sha256), told.state) == (3, 64, "done")


def test_nothing_goes_before_the_work_is_done(house: str) -> None:
    channel = make_channel(settings={"keep_days": 1, "keep_megabytes": 1})
    received, waiting, failed = (make_message(channel, big(n)) for n in range(3))
    exchange.wait_message(message=waiting, actor="test")
    exchange.fail_message(message=failed, fault=FAULT, actor="test")
    refused = done(channel, big(4))
    exchange.refuse_rows(channel=channel, message=refused, refused=[bad_row()], actor="test")
    over, last = done(channel, big(5)), done(channel, big(6))
    a_year_later()
    assert kept(received, waiting, failed, refused, over, last) == [True, True, True, True, False, True]
    exchange.mark_fixed(ids=[row.id for row in queries.quarantined()], actor="staff:1")
    a_year_later()
    assert kept(refused) == [False]


def test_the_oldest_go_until_there_is_room(house: str) -> None:
    channel = make_channel(settings={"keep_megabytes": 1})
    numbers = [done(channel, big(n)) for n in range(5)]
    assert retention.size_of(channel) == 5 * BIG
    tidy()
    assert kept(*numbers) == [False, False, True, True, True]
    assert retention.size_of(channel) == 3 * BIG


def test_bytes_that_came_twice_take_their_room_once_and_stay_while_one_needs_them(house: str) -> None:
    channel = make_channel(settings={"keep_megabytes": 1})
    first, second = done(channel, big(1)), done(channel, big(1))
    others = [done(channel, big(n)) for n in range(2, 5)]
    assert retention.size_of(channel) == 4 * BIG
    tidy()
    assert kept(first, second, *others) == [False, False, True, True, True]


def test_a_connection_may_keep_everything_and_another_one_little(house: str) -> None:
    careful = make_channel("careful", settings={"keep_days": 0, "keep_megabytes": 0})
    brief = make_channel("brief", settings={"keep_days": 7})
    ours, theirs = [done(careful, b"a"), done(careful, b"b")], [done(brief, b"c"), done(brief, b"d")]
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tidy()
    assert (kept(*ours), kept(*theirs)) == ([True, True], [False, True])
