"""The worker brings facts to their reactions; one that cannot be taken is parked and the others go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.clockwork.commands import work_off
from emporion.clockwork.worker import Facts
from emporion.journal.commands import command, retry_parked
from emporion.journal.queries import parked
from emporion.journal.types import REACTIONS, Event, Heard, Reaction, Work

from . import workshop


@dataclass(frozen=True, slots=True)
class BellRang(Event):
    """A fact for tests."""

    tone: str


@command
def ring(work: Work, *, tone: str) -> None:
    work.tell(BellRang("bell:1", tone))


def hear(work: Work, heard: Sequence[Heard[BellRang]]) -> None:
    tones = [fact.event.tone for fact in heard]
    if "cracked" in tones and "mended" not in workshop.noted():
        raise ValueError("a cracked bell")
    for tone in tones:
        workshop.note(tone)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(REACTIONS):
        monkeypatch.delitem(REACTIONS, name)
    monkeypatch.setitem(REACTIONS, "test.hear", Reaction("test.hear", (BellRang,), hear))


def test_facts_reach_their_reaction_once(house: str) -> None:
    ring(tone="a", actor="test")
    ring(tone="b", actor="test")
    assert work_off() == 2
    assert work_off() == 0
    assert workshop.noted() == ["a", "b"]


def test_a_fact_that_cannot_be_taken_is_parked_after_five_tries(house: str) -> None:
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        for tone in ("a", "cracked", "b"):
            ring(tone=tone, actor="test")
        for seconds in (2, 4, 8, 16):  # the whole batch first, then the bad one alone
            work_off()
            assert parked() == []
            clock.shift(timedelta(seconds=seconds))
        for _ in range(6):
            work_off()
            clock.shift(timedelta(seconds=32))
    [(row, subscriber, fact, error)] = parked()
    assert (subscriber, fact.event) == ("test.hear", BellRang("bell:1", "cracked"))
    assert "a cracked bell" in error
    assert workshop.noted() == ["a", "b"]
    workshop.note("mended")
    retry_parked(parked=row, actor="staff:1")
    assert parked() == []
    assert workshop.noted()[-1] == "cracked"


def test_an_idle_house_is_only_read(house: str) -> None:
    ring(tone="a", actor="test")
    seconds = [100.0]
    facts = Facts(lambda: seconds[0])
    assert facts.deliver() == 1
    seconds[0] += 10
    assert facts.deliver() == 0
    with CaptureQueriesContext(connection) as asked:
        assert [facts.deliver() for _ in range(5)] == [0] * 5
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def test_a_new_fact_is_heard_at_once(house: str) -> None:
    facts = Facts()
    facts.deliver()
    ring(tone="a", actor="test")
    assert facts.deliver() == 1
