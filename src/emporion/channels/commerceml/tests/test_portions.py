"""Who names a version at init gets orders in portions until an answer is empty; who names none, all in one answer."""

from __future__ import annotations

import pytest

from emporion.exchange import commands as exchange
from emporion.exchange.queries import outgoing

from .counter import Counter, numbers
from .wire import Wire


@pytest.fixture
def wire(counter: Counter, served: str) -> Wire:
    return Wire(f"{served}/exchange/1c/1c")


def set_up(counter: Counter, **settings: object) -> list[str]:
    """Five orders that wait."""
    exchange.change_channel(channel=counter.channel, settings=settings, actor="owner")
    return [counter.place("a") for _ in range(5)]


def fetched(wire: Wire, init: str | None, queries: int) -> list[list[str]]:
    """What so many queries of a talk brought, each followed by its success."""
    wire.sign_in("sale")
    if init is not None:
        assert wire.ask(f"type=sale&mode=init{init}").startswith("zip=")
    found = []
    for _ in range(queries):
        body = wire.ask("type=sale&mode=query")
        assert body.startswith("<?xml") and "<КоммерческаяИнформация" in body  # also when there is no order
        found.append(numbers(body.encode()))
        assert wire.ask("type=sale&mode=success") == "success"
    return found


@pytest.mark.parametrize("init", ["&version=2.09", "&sessid=1&version=3.1"])
def test_a_talk_that_named_a_version_gets_portions_until_an_answer_is_empty(
    wire: Wire, counter: Counter, init: str
) -> None:
    placed = set_up(counter, orders_per_portion=2)
    assert fetched(wire, init, 4) == [placed[:2], placed[2:4], placed[4:], []]
    assert outgoing(counter.channel) == []


@pytest.mark.parametrize("init", [None, ""])  # UT 11 asks for orders without an init
def test_a_talk_that_named_none_gets_all_in_one_answer(wire: Wire, counter: Counter, init: str | None) -> None:
    placed = set_up(counter, orders_per_portion=2)
    assert fetched(wire, init, 2) == [placed, []]


def test_the_version_belongs_to_its_talk_alone(wire: Wire, counter: Counter) -> None:
    placed = set_up(counter, orders_per_portion=2)
    assert fetched(wire, "&version=3.1", 1) == [placed[:2]]
    assert wire.ask("type=sale&mode=init").count("\n") == 1  # the same talk begins anew, without one
    assert numbers(wire.ask("type=sale&mode=query").encode()) == placed[2:]
    wire.cookie = ""
    assert fetched(wire, None, 1) == [placed[2:]]


def test_a_limit_that_a_person_sets_holds_for_every_answer(wire: Wire, counter: Counter) -> None:
    placed = set_up(counter, orders_per_query=3, orders_per_portion=4)
    assert fetched(wire, None, 1) == [placed[:3]]
    assert fetched(wire, "&version=3.1", 2) == [placed[3:], []]
