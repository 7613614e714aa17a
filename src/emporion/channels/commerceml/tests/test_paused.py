"""While a person has paused what leaves, 1C comes as ever, is given nothing, and its success confirms nothing."""

from __future__ import annotations

import pytest

from emporion.exchange import commands as exchange
from emporion.exchange.queries import outgoing

from .counter import Counter, numbers
from .wire import Wire


@pytest.fixture
def wire(counter: Counter, served: str) -> Wire:
    return Wire(f"{served}/exchange/1c/1c")


def talk(wire: Wire) -> list[str]:
    """What a whole talk with its success brings."""
    wire.sign_in("sale")
    body = wire.ask("type=sale&mode=query")
    assert body.startswith("<?xml") and "<КоммерческаяИнформация" in body
    assert wire.ask("type=sale&mode=success") == "success"
    return numbers(body.encode())


def test_nothing_leaves_within_a_pause_and_everything_behind_it(wire: Wire, counter: Counter) -> None:
    first = counter.place("a")
    exchange.pause_outgoing(channel=counter.channel, reason="month end", actor="staff:1")
    assert (talk(wire), talk(wire), talk(wire)) == ([], [], [])
    second = counter.place("a")
    assert [(row.state, row.given, row.confirmed) for row in outgoing(counter.channel)] == [("open", 0, 0)] * 2
    exchange.resume_outgoing(channel=counter.channel, actor="staff:1")
    assert (talk(wire), talk(wire), outgoing(counter.channel)) == ([first, second], [], [])


def test_an_empty_answer_takes_back_what_the_same_talk_was_given_before(wire: Wire, counter: Counter) -> None:
    number = counter.place("a")
    wire.sign_in("sale")
    assert numbers(wire.ask("type=sale&mode=query").encode()) == [number]
    exchange.pause_outgoing(channel=counter.channel, reason="month end", actor="staff:1")
    assert numbers(wire.ask("type=sale&mode=query").encode()) == []
    assert wire.ask("type=sale&mode=success") == "success"
    exchange.resume_outgoing(channel=counter.channel, actor="staff:1")
    assert talk(wire) == [number]
