"""Many at one shelf: nobody gets what is not there, nobody waits for ever, no number is missing."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from django.db import OperationalError

from emporion.journal import commands as journal
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.ledger.commands import hold, next_number, post, repair_balances
from emporion.ledger.models import Balance
from emporion.ledger.queries import by_holder, quantities, verify
from emporion.ledger.types import Kind, Line, Overdrawn

from .factories import FREE, move, receive, reserved

pytestmark = pytest.mark.usefixtures("house")
AtOnce = Callable[..., list[Any]]


def reserve(worker: int, turn: int, variants: list[int], quantity: int = 1000) -> None:
    move(FREE, reserved(f"paper:{worker}"), *[(v, quantity) for v in variants], document=f"{worker}:{turn}")


def test_the_last_pieces_go_to_as_many_as_there_are(at_once: AtOnce) -> None:
    receive((1, 10_000))
    start = threading.Barrier(16)

    def one(worker: int) -> str:
        start.wait()
        try:
            reserve(worker, 0, [1])
        except Overdrawn:
            return "refused"
        return "got one"

    assert Counter(at_once(*[partial(one, n) for n in range(16)])) == {"got one": 10, "refused": 6}
    assert (quantities(FREE, [1]), len(by_holder(Kind.RESERVED, [1]))) == ({1: 0}, 10)
    assert verify() == []


def crossing(at_once: AtOnce, monkeypatch: pytest.MonkeyPatch, *, workers: int, turns: int) -> None:
    """Crossing lines in any order, no deadlock forgiven: the first one would be an answer."""
    monkeypatch.setattr(journal, "TRIES", 1)
    variants = list(range(1, 9))
    receive(*[(variant, 10_000_000) for variant in variants])
    start = threading.Barrier(workers)

    def one(worker: int) -> None:
        random = Random(worker)
        start.wait()
        for turn in range(turns):
            reserve(worker, turn, random.sample(variants, random.randint(2, 8)), 1)

    assert at_once(*[partial(one, n) for n in range(workers)]) == [None] * workers
    assert verify() == []


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_crossing_lines_of_twenty_threads_never_deadlock(at_once: AtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
    crossing(at_once, monkeypatch, workers=20, turns=10)


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(20))
def test_crossing_lines_never_deadlock_however_often(
    at_once: AtOnce, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    crossing(at_once, monkeypatch, workers=20, turns=10)


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_balances_and_accounts_made_by_many_at_once_never_deadlock(
    at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "TRIES", 1)
    start = threading.Barrier(12)

    def one(worker: int) -> None:
        order = list(range(1, 40))
        Random(worker).shuffle(order)
        start.wait()
        receive(*[(variant, 1000) for variant in order])

    assert at_once(*[partial(one, n) for n in range(12)]) == [None] * 12
    assert set(quantities(FREE, range(1, 40)).values()) == {12_000}
    assert verify() == []


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_who_posts_line_by_line_does_meet_a_deadlock_and_is_repeated(at_once: AtOnce) -> None:
    receive((1, 6000), (2, 6000))
    move(FREE, reserved("paper:1"), (1, 1000), (2, 1000))
    both_hold_one = threading.Barrier(2)
    tried: list[int] = []

    @command
    def careless(work: Work, *, first: int, second: int) -> None:
        tried.append(first)
        for variant in (first, second):
            lines = [Line(FREE, variant, -1000), Line(reserved("paper:1"), variant, 1000)]
            post(work=work, posting=f"{first}:{variant}", document="paper:1", memo="careless", lines=lines)
            if variant == first and len(tried) <= 2:
                both_hold_one.wait(60)

    calls = [partial(careless, first=a, second=b, actor="x") for a, b in ((1, 2), (2, 1))]
    assert at_once(*calls) == [None, None]
    assert (len(tried), quantities(FREE, [1, 2])) == (3, {1: 3000, 2: 3000})
    assert verify() == []


def test_who_holds_keeps_others_waiting_until_the_end(at_once: AtOnce) -> None:
    receive((1, 1000))
    holding, waited = threading.Event(), threading.Event()

    @command
    def look_and_take(work: Work) -> int:
        held = hold(work=work, keys=[(FREE, 1, ""), (reserved("paper:1"), 1, "")])
        holding.set()
        waited.wait(0.5)
        lines = [Line(FREE, 1, -1000), Line(reserved("paper:1"), 1, 1000)]
        post(work=work, posting="slow", document="paper:1", memo="reserve", lines=lines, held=held)
        return held.balances[FREE, 1, ""].quantity

    def quick() -> None:
        assert holding.wait(60)
        try:
            reserve(2, 0, [1])
        finally:
            waited.set()

    seen, refusal = at_once(partial(look_and_take, actor="slow"), quick)
    assert (seen, type(refusal)) == (1000, Overdrawn)


# --- numbers without gaps ----------------------------------------------------------------------------------------


class Torn(Refused):
    """A refusal for tests."""

    code = "test_torn"


@command
def issue(work: Work, *, tear: bool = False) -> int:
    number = next_number(work=work, firm=1, kind="invoice", year=2026)
    if tear:
        raise Torn
    return number


def test_each_series_counts_for_itself() -> None:
    series = [(1, "invoice", 2026), (1, "invoice", 2026), (1, "invoice", 2027), (2, "invoice", 2026), (1, "act", 0)]
    assert [next_number(firm=f, kind=k, year=y, actor="x") for f, k, y in series] == [1, 2, 1, 1, 1]


def test_a_number_is_given_back_when_its_document_fails() -> None:
    assert issue(actor="x") == 1
    with pytest.raises(Torn):
        issue(tear=True, actor="x")
    assert [issue(actor="x"), issue(actor="x")] == [2, 3]


def test_the_same_document_gets_one_number() -> None:
    assert [issue(actor="x", key="invoice:order-1"), issue(actor="x", key="invoice:order-1")] == [1, 1]
    assert issue(actor="x") == 2


def test_many_at_once_get_numbers_without_a_gap_or_a_double(at_once: AtOnce) -> None:
    start = threading.Barrier(10)

    def one(worker: int) -> list[int]:
        start.wait()
        got = []
        for turn in range(6):
            try:
                got.append(issue(tear=(worker + turn) % 3 == 0, actor=f"clerk:{worker}"))
            except Torn:
                continue
        return got

    given = [number for got in at_once(*[partial(one, n) for n in range(10)]) for number in got]
    assert sorted(given) == list(range(1, 41))


# --- repair while the house works --------------------------------------------------------------------------------


def test_a_balance_is_repaired_while_others_post(at_once: AtOnce) -> None:
    receive((1, 10_000_000), (2, 10_000_000))
    Balance.objects.filter(variant=1).update(quantity=77_000_000)
    done = threading.Event()

    def work() -> int:
        turn = 0
        while not done.is_set() or turn < 20:
            reserve(1, turn, [1, 2], 1)
            turn += 1
        return turn

    def mend() -> int:
        try:
            return sum(repair_balances(actor="cli") for _ in range(5))
        finally:
            done.set()

    turns, mended = at_once(work, mend)
    assert not isinstance(turns, OperationalError)
    assert mended == 2
    assert quantities(FREE, [1, 2]) == {1: 10_000_000 - turns, 2: 10_000_000 - turns}
    assert verify() == []
