"""Subscribers hear every fact once, also the one whose transaction ends last; who stumbles stops nobody else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings, strategies as st

from emporion.journal.commands import command, deliver, deliver_all, deliver_due, note_stumble, retry_parked
from emporion.journal.models import Fact, Position
from emporion.journal.queries import heard_from, horizon, parked, timeline, waiting
from emporion.journal.types import REACTIONS, NotParked, Reaction, Work, register

from .bakery import LoafBaked, LoafCarried, OvenLit, OvenTooHot, Porter, bake, bake_many, light

pytestmark = pytest.mark.usefixtures("house")
AtOnce = Callable[..., list[Any]]
NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the reactions of the test are registered."""
    for name in list(REACTIONS):
        monkeypatch.delitem(REACTIONS, name)


@pytest.fixture
def porter(alone: None) -> Porter:
    porter = Porter()
    register(Reaction("porter", (LoafBaked,), porter.carry))
    return porter


def hear(limit: int = 500) -> int:
    return deliver(subscriber="porter", limit=limit, actor="reaction:porter")


def carried() -> list[int]:
    found = Fact.objects.filter(kind="journal.LoafCarried").order_by("id")
    return [heard_from(fact).event.number for fact in found]


def test_facts_come_in_batches_each_once_and_name_their_origin(porter: Porter) -> None:
    bake_many(numbers=range(1, 6), actor="baker")
    assert [hear(limit=2), hear(limit=2), hear(limit=2), hear(limit=2)] == [2, 2, 1, 0]
    assert (carried(), porter.batches) == ([1, 2, 3, 4, 5], [2, 2, 1])
    baked = timeline(["loaf:1"], kinds=["journal.LoafBaked"])[0]
    told = timeline(["loaf:1"], kinds=["journal.LoafCarried"])[0]
    assert (told.origin, told.actor) == (f"fact:{baked.id}", "reaction:porter")


def test_a_position_moves_past_facts_of_other_kinds_without_waking_the_subscriber(porter: Porter) -> None:
    for _ in range(3):
        light(actor="baker")
    assert hear() == 0
    assert porter.batches == []
    position = Position.objects.get(subscriber="porter")
    assert (position.tx, position.fact) == horizon()


def test_a_subscriber_of_several_kinds_hears_them_in_their_order() -> None:
    heard: list[str] = []
    names = partial(map, lambda fact: fact.event.subject)
    register(Reaction("porter", (LoafBaked, OvenLit), lambda _, facts: heard.extend(names(facts))))
    light(actor="baker")
    bake(number=1, actor="baker")
    light(actor="baker")
    hear()
    assert heard == ["oven:1", "loaf:1", "oven:1"]


def test_a_new_subscriber_hears_the_past(porter: Porter) -> None:
    bake_many(numbers=[1, 2], actor="baker")
    deliver_all()
    late = Porter()
    register(Reaction("late", (LoafBaked,), late.carry))
    deliver_all()
    assert (porter.carried, late.carried) == ([1, 2], [1, 2])


def test_who_has_heard_everything_is_asked_nothing_more_and_nothing_is_locked(porter: Porter) -> None:
    bake(number=1, actor="baker")
    deliver_all()
    with CaptureQueriesContext(connection) as asked:
        assert deliver_due() == 0
    assert [told["sql"] for told in asked if not told["sql"].startswith("SELECT")] == []
    bake(number=2, actor="baker")
    assert (deliver_all(), porter.carried) == (1, [1, 2])


def test_what_a_reaction_tells_is_heard_in_the_same_round_of_deliveries(porter: Porter) -> None:
    heard: list[int] = []
    register(Reaction("doorman", (LoafCarried,), lambda _, facts: heard.extend(f.event.number for f in facts)))
    bake(number=1, actor="baker")
    assert deliver_all() == 2
    assert heard == [1]


def test_a_reaction_that_fails_leaves_nothing_behind_and_keeps_its_position(porter: Porter) -> None:
    bake_many(numbers=[1, 2], actor="baker")
    porter.too_heavy = {2}
    with pytest.raises(ValueError, match="loaf 2"):
        hear()
    assert (carried(), porter.batches) == ([], [])
    porter.too_heavy = set()
    hear()
    assert carried() == [1, 2]


def test_two_deliverers_at_once_give_each_fact_once(porter: Porter, at_once: AtOnce) -> None:
    bake_many(numbers=range(40), actor="baker")
    start = threading.Barrier(4)

    def one() -> int:
        start.wait()
        return sum(hear(limit=5) for _ in range(3))

    assert sum(at_once(*[one] * 4)) == 40
    assert carried() == list(range(40))


# --- who stumbles ------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_one_bad_fact_waits_longer_each_time_and_is_parked_after_five_tries(porter: Porter, clock: Any) -> None:
    porter.too_heavy = {3}
    bake_many(numbers=range(1, 6), actor="baker")
    assert deliver_due() == 2, "the good ones before it are taken at once"
    assert carried() == [1, 2]
    for tries, pause in ((1, 2), (2, 4), (3, 8), (4, 16)):
        position = Position.objects.get(subscriber="porter")
        assert position.not_before
        assert (position.tries, position.not_before - datetime.now(UTC)) == (tries, timedelta(seconds=pause))
        assert "loaf 3 is too heavy" in position.error
        assert (waiting(), parked()) == (True, [])
        clock.shift(pause - 1)
        assert deliver_due() == 0
        clock.shift(1)
        deliver_due()
    [(_, subscriber, fact, error)] = parked()
    assert (subscriber, fact.subject) == ("porter", "loaf:3")
    assert "ValueError: loaf 3 is too heavy" in error
    assert not waiting()
    deliver_due()
    assert carried() == [1, 2, 4, 5]


def test_the_others_go_on_while_one_stumbles(porter: Porter, clock: Any) -> None:
    other = Porter()
    register(Reaction("other", (LoafBaked,), other.carry))
    porter.too_heavy = {1}
    bake_many(numbers=[1, 2], actor="baker")
    deliver_due()
    bake(number=3, actor="baker")
    deliver_due()
    assert (other.carried, porter.carried) == ([1, 2, 3], [])


def test_a_fact_that_can_be_taken_after_all_is_not_parked_and_the_count_starts_anew(porter: Porter, clock: Any) -> None:
    porter.too_heavy = {1, 2}
    bake_many(numbers=[1, 2], actor="baker")
    for pause in (2, 4, 8):
        deliver_due()
        clock.shift(pause)
    porter.too_heavy = {2}
    deliver_due()
    assert carried() == [1]
    assert Position.objects.get(subscriber="porter").tries == 1, "it is the second fact that fails now, once"
    porter.too_heavy = set()
    clock.shift(2)
    assert (deliver_due(), carried(), parked(), waiting()) == (1, [1, 2], [], False)


def test_a_batch_that_fails_as_a_batch_is_taken_one_by_one(clock: Any) -> None:
    taken: list[int] = []

    def picky(_: Work, heard: Any) -> None:
        if len(heard) > 1:
            raise ValueError("one at a time")
        taken.append(heard[0].event.loaf.number)

    register(Reaction("picky", (LoafBaked,), picky))
    bake_many(numbers=range(5), actor="baker")
    assert deliver_due() == 5
    assert (taken, waiting()) == ([0, 1, 2, 3, 4], False)


def test_a_parked_fact_can_be_given_once_more(porter: Porter, clock: Any) -> None:
    porter.too_heavy = {1}
    bake_many(numbers=[1, 2], actor="baker")
    for _ in range(6):
        deliver_due()
        clock.shift(32)
    [(row, *_)] = parked()
    with pytest.raises(ValueError, match="too heavy"):
        retry_parked(parked=row, actor="staff:1")
    assert [each[0] for each in parked()] == [row]
    porter.too_heavy = set()
    retry_parked(parked=row, actor="staff:1")
    assert (parked(), carried()) == ([], [2, 1])
    with pytest.raises(NotParked):
        retry_parked(parked=row, actor="staff:1")
    assert carried() == [2, 1]


def test_a_reaction_that_would_end_the_program_is_one_that_stumbles(porter: Porter) -> None:
    def leave(_: Work, __: Any) -> None:
        raise SystemExit(3)

    register(Reaction("leaver", (LoafBaked,), leave))
    bake(number=1, actor="baker")
    deliver_due()
    assert carried() == [1]
    assert "SystemExit: 3" in Position.objects.get(subscriber="leaver").error


def test_a_fact_that_nobody_can_read_any_more_is_parked_and_shown_without_its_event(porter: Porter, clock: Any) -> None:
    Fact.objects.create(at=NOW, kind="journal.LoafBaked", subject="loaf:0", actor="old", origin="", payload='{"of": 1}')
    bake(number=1, actor="baker")
    for _ in range(6):
        deliver_due()
        clock.shift(32)
    [(_, subscriber, fact, error)] = parked()
    assert (subscriber, fact.kind, fact.event, carried()) == ("porter", "journal.LoafBaked", None, [1])
    assert "ValidationError" in error
    assert [seen.event for seen in timeline(["loaf:0"])] == [None]


def test_a_clock_that_is_set_back_keeps_nobody_waiting(porter: Porter, clock: Any) -> None:
    porter.too_heavy = {1}
    bake(number=1, actor="baker")
    deliver_due()
    porter.too_heavy = set()
    clock.shift(timedelta(hours=-2))
    deliver_due()
    assert (carried(), waiting()) == ([1], False)


def test_a_stumble_noted_when_nothing_is_due_parks_nothing(porter: Porter) -> None:
    for _ in range(4):
        note_stumble(subscriber="porter", error="odd", actor="reaction:porter")
    assert note_stumble(subscriber="porter", error="odd", actor="reaction:porter")
    assert parked() == []


# --- nothing is lost ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_fact_whose_transaction_ends_late_is_never_skipped(porter: Porter) -> None:
    late = connections.create_connection("default")
    late.set_autocommit(False)
    with late.cursor() as cursor:  # what a long command does: its fact has an id, its transaction is still open
        cursor.execute(
            "INSERT INTO journal_fact (at, kind, subject, actor, origin, place, payload)"
            " VALUES (now(), 'journal.LoafBaked', 'loaf:1', 'slow', '', '', %s) RETURNING id",
            ['{"subject": "loaf:1", "loaf": {"number": 1, "seeds": []}}'],
        )
        [late_id] = cursor.fetchone()
    bake(number=2, actor="quick")
    assert Fact.objects.get().id > late_id, "a position by id alone would now stand beyond the late fact"
    assert (hear(), carried()) == (0, [])
    late.commit()
    late.close()
    assert (hear(), carried()) == (2, [1, 2])
    assert hear() == 0


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_fact_whose_transaction_is_rolled_back_is_never_heard(porter: Porter) -> None:
    with pytest.raises(OvenTooHot):
        bake_many(numbers=[1, 2], burn=2, actor="baker")
    bake(number=3, actor="baker")
    hear()
    assert carried() == [3]


@command
def bake_slowly(work: Work, *, numbers: list[int], pauses: list[float], burn: bool) -> None:
    """A transaction takes its place among all others at its first write, and ends whenever it likes."""
    for number, pause in zip(numbers, pauses, strict=True):
        bake(work=work, number=number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id(), pg_sleep(%s)", [pause])
    if burn:
        raise OvenTooHot(degrees=1)


def forget_the_past() -> None:
    """Facts cannot be deleted, so each example begins with an emptied table and its guards put up again."""
    register(Reaction("porter", (LoafBaked,), Porter().carry))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_fact DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE journal_fact CASCADE")
        cursor.execute("ALTER TABLE journal_fact ENABLE TRIGGER USER")


@dataclass
class Rush:
    """Bakers with transactions of any length and some refusals, while porters listen all the time."""

    seed: int
    turns: int
    baked: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    def baker(self, worker: int) -> None:
        random = Random(self.seed * 100 + worker)
        try:
            for turn in range(self.turns):
                first = (worker * self.turns + turn) * 3
                self._bake(random, [first + n for n in range(random.randint(1, 3))])
        finally:
            self.ended.append(worker)

    def _bake(self, random: Random, numbers: list[int]) -> None:
        pauses = [random.choice([0, 0, 0.001, 0.004, 0.02]) for _ in numbers]
        burn = random.random() < 0.15
        with suppress(OvenTooHot):
            bake_slowly(numbers=numbers, pauses=pauses, burn=burn, actor="baker")
            self.baked += numbers

    def porter(self, limit: int, bakers: int) -> None:
        while len(self.ended) < bakers:
            hear(limit)


def rush(at_once: AtOnce, seed: int, *, bakers: int, turns: int) -> None:
    forget_the_past()
    rush = Rush(seed, turns)
    calls = [partial(rush.baker, n) for n in range(bakers)] + [partial(rush.porter, n, bakers) for n in (3, 50)]
    assert at_once(*calls) == [None] * len(calls)
    while hear():
        pass
    assert sorted(carried()) == sorted(rush.baked)
    assert len(rush.baked) > bakers


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
@settings(max_examples=4)
@given(seed=st.integers(0, 10**6))
def test_with_overlapping_transactions_every_fact_is_heard_exactly_once(at_once: AtOnce, seed: int) -> None:
    rush(at_once, seed, bakers=6, turns=8)


@pytest.mark.slow
@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_with_many_overlapping_transactions_every_fact_is_heard_exactly_once(at_once: AtOnce, seed: int) -> None:
    rush(at_once, seed, bakers=16, turns=25)
