"""Lanes of commands whose processes are killed again and again."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.rush.crowd import Hand


@dataclass
class Lane:
    """Every so-maniest command, run one after the other by one process; killed, by the next one."""

    number: int
    lanes: int
    count: int
    words: dict[str, Any]
    folder: Path
    hand: Hand | None = None
    kills: int = 0

    @property
    def notes(self) -> Path:
        """What each command of this lane came to."""
        return self.folder / f"lane-{self.number}"

    def ended(self) -> list[tuple[int, str]]:
        """Commands that have ended, with what became of each."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [(int(number), word) for number, word in (line.split("\t") for line in lines)]

    def count_ended(self) -> int:
        """How many have ended, at the price of a glance."""
        return self.notes.read_bytes().count(b"\n") if self.notes.exists() else 0

    def left(self) -> list[int]:
        """Commands not known to have ended; the one in hand at the kill may have ended all the same."""
        done = {number for number, _ in self.ended()}
        return [n for n in range(self.number, self.count, self.lanes) if n not in done]

    def start(self) -> None:
        """Go on where the last process was killed."""
        self.hand = Hand()
        self.hand.prepare("live", **self.words, numbers=self.left(), notes=str(self.notes))

    def go(self) -> None:
        """Let it begin, once it stands connected."""
        assert self.hand
        self.hand.ready()
        self.hand.go()

    def kill(self) -> None:
        """kill -9, wherever it is; its commands wait for `start`."""
        assert self.hand
        self.hand.kill()
        self.kills += 1


def live_and_die(lanes: list[Lane], *, kills: int, seed: int) -> Counter[str]:
    """Run all commands of all lanes; so many processes are killed, each at a random moment of the whole. What
    became of the commands, as far as anybody lived to tell."""
    random = Random(seed)
    total = lanes[0].count
    moments = sorted(random.uniform(0.02, 0.9) * total for _ in range(kills))
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.go()
    for moment in moments:
        while sum(lane.count_ended() for lane in lanes) < moment:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.02))  # not always right behind a note
        lane = random.choice([lane for lane in lanes if lane.left()])
        lane.kill()
        lane.start()
        lane.go()
    for lane in lanes:
        assert lane.hand
        lane.hand.answer()
        lane.hand.leave()
    return Counter(word for lane in lanes for _, word in lane.ended())
