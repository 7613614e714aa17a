"""A talk killed anywhere between what it was given and its success: nothing that waits is lost, nothing goes back."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import pytest

from emporion.exchange.models import Outgoing
from emporion.exchange.queries import waiting_count
from emporion.exchange.tests.factories import make_channel
from tests.rush.crowd import Crowd, Hand
from tools.testing.engines import postgresql_among_the_long

pytestmark = pytest.mark.usefixtures("house")
OBJECTS, LIMIT = 40, 9


def a_peer(channel: int, file: Path, until: Path, seed: int) -> Hand:
    hand = Hand()
    hand.prepare("fetch", channel=channel, file=str(file), until=str(until), seed=seed)
    hand.ready()
    hand.go()
    return hand


def told_while_everybody_wishes(crowd: Crowd, folder: Path, *, turns: int, kills: int, seed: int) -> None:
    """Two hands want objects again and again; the peer's talks are killed now and then."""
    channel, file, until = make_channel(), folder / "there", folder / "end"
    wishes = [("wish", {"channel": channel, "objects": OBJECTS, "turns": turns, "seed": seed + n}) for n in range(2)]
    crowd.of(2)
    peer = a_peer(channel, file, until, seed)
    working = crowd.begin(wishes)
    for turn in range(kills):
        time.sleep(0.4)
        peer.kill()
        peer = a_peer(channel, file, until, seed + turn)
    made = sum(hand.answer() for hand in working)
    until.touch()
    assert peer.answer() > 0
    peer.leave()
    there = defaultdict[int, list[int]](list)
    for line in file.read_text().splitlines():
        number, version = map(int, line.split())
        there[number].append(version)
    rows = {row.object_id: row for row in Outgoing.objects.filter(channel=channel)}
    assert sum(row.wanted for row in rows.values()) == made, "a wish was lost, or counted twice"
    assert {number: row.confirmed for number, row in rows.items()} == {n: row.wanted for n, row in rows.items()}
    assert {number: versions[-1] for number, versions in there.items()} == {n: row.wanted for n, row in rows.items()}
    assert all(versions == sorted(versions) for versions in there.values()), "an older state came after a newer one"
    repeated = sum(len(versions) - len(set(versions)) for versions in there.values())
    assert repeated <= kills * LIMIT, "more came twice than the talks that were killed had been given"
    assert waiting_count(channel) == 0


@pytest.mark.takes(12)
@postgresql_among_the_long
def test_a_talk_that_is_killed_loses_nothing_and_turns_nothing_back(crowd: Crowd, tmp_path: Path) -> None:
    told_while_everybody_wishes(crowd, tmp_path, turns=300, kills=4, seed=5)


@pytest.mark.takes(60)
@pytest.mark.slow
def test_thirty_talks_that_are_killed_lose_nothing_and_turn_nothing_back(crowd: Crowd, tmp_path: Path) -> None:
    told_while_everybody_wishes(crowd, tmp_path, turns=3000, kills=30, seed=9)
