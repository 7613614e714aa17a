"""A subscriber in a process of its own hears every fact, whoever writes and however long their transactions last."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from emporion.journal.models import Fact
from emporion.orders.tests.factories import Corner, corner_shop, cup
from tests.rush import life
from tests.rush.crowd import Crowd, Hand

pytestmark = pytest.mark.usefixtures("house")


@dataclass(frozen=True)
class Heard:
    """What a listener wrote down: ids of facts as they came, and where it stood between the batches."""

    facts: list[int]
    positions: list[tuple[int, int]]


def heard(file: Path) -> Heard:
    lines = file.read_text().splitlines()
    stood = [line.split()[1:] for line in lines if line.startswith("at ")]
    return Heard([int(line) for line in lines if line[:1].isdigit()], [(int(tx), int(fact)) for tx, fact in stood])


def a_listener(file: Path, until: Path, seed: int) -> Hand:
    hand = Hand()
    hand.prepare("listen", file=str(file), until=str(until), seed=seed)
    hand.ready()
    hand.go()
    return hand


def slow_orders(corner: Corner, name: str, turns: int, seed: int) -> tuple[str, dict[str, object]]:
    """Transactions that stay open for up to half a second on PostgreSQL; on SQLite others would only wait for them."""
    random = Random(seed)
    longest = 0.5 if connection.vendor == "postgresql" else 0.02
    pauses = [random.uniform(0, longest) for _ in range(turns)]
    return "dawdle", {"shop": corner.shop, "name": name, "variant": cup(corner), "pauses": pauses}


def listening_while_everybody_works(crowd: Crowd, folder: Path, *, each: int, slow: int, kills: int, seed: int) -> None:
    """Two hands live random commands, two dawdle in long transactions; the listener is killed now and then."""
    shown, corner = life.scene(), corner_shop()
    file, until = folder / "heard", folder / "end"
    lives = [
        ("live", {"scene": shown.told(), "seed": seed, "numbers": list(range(lane, each * 2, 2))}) for lane in range(2)
    ]
    hands = crowd.of(4)
    listener = a_listener(file, until, seed)
    working = crowd.begin([*lives, *(slow_orders(corner, f"S{n}", slow, seed + n) for n in range(2))])
    for turn in range(kills):
        time.sleep(0.5)
        listener.kill()
        listener = a_listener(file, until, seed + turn)
    answers = [hand.answer() for hand in working]
    assert hands == working
    until.touch()
    assert listener.answer() > 1
    listener.leave()
    assert not [word for answer in answers for word in answer if "ERROR" in word]
    assert answers[2] == (["done", "done", "done", "test_thought_better"] * slow)[:slow]
    told = heard(file)
    journal = set(Fact.objects.values_list("id", flat=True))
    assert journal - set(told.facts) == set(), "facts that nobody heard"
    assert set(told.facts) - journal == set(), "facts that never were"
    assert told.positions == sorted(told.positions), "a position went back"
    if not kills:
        assert len(told.facts) == len(journal), "without a kill each fact is heard once"


@pytest.mark.parametrize("kills", [pytest.param(0, marks=pytest.mark.slow), 1])
def test_a_subscriber_misses_no_fact_while_long_and_short_transactions_overlap(
    crowd: Crowd, tmp_path: Path, kills: int
) -> None:
    listening_while_everybody_works(crowd, tmp_path, each=60, slow=8, kills=kills, seed=21)


@pytest.mark.takes(27)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30, 32))
def test_a_subscriber_misses_no_fact_of_thousands_though_it_is_killed_again_and_again(
    crowd: Crowd, tmp_path: Path, seed: int
) -> None:
    listening_while_everybody_works(crowd, tmp_path, each=700, slow=40, kills=5, seed=seed)
