"""Processes that do something at the same moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOM = Path(__file__).resolve().parents[2]


class Hand:
    """One process. It serves one database after another, for its start costs most of a second."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.rush.hand"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOM,
        )

    def prepare(self, act: str, **words: Any) -> None:
        """Tell it what to do on the database of the day; it does nothing yet."""
        self._say(json.dumps({"database": os.environ["DATABASE_URL"], "act": act, "words": words}))

    def ready(self) -> None:
        """Return when it stands connected."""
        assert self._line() == "ready\n", "a hand did not come up; see its words above"

    def go(self) -> None:
        """Let it begin."""
        self._say("go")

    def answer(self) -> Any:
        """What it answers when it is done."""
        return json.loads(self._line())

    def kill(self) -> None:
        """kill -9: no word, no clean-up."""
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def leave(self) -> None:
        """Nothing more to do."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.kill()
        self._gone()

    def _gone(self) -> None:
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            with suppress(BrokenPipeError):
                pipe.close()

    def _say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@dataclass
class Crowd:
    """Hands that wait between tests: started once, as many as the largest rush needs."""

    hands: list[Hand] = field(default_factory=list)

    def of(self, count: int) -> list[Hand]:
        """So many hands, started as needed."""
        self.hands = [hand for hand in self.hands if hand.process.poll() is None]
        self.hands += [Hand() for _ in range(count - len(self.hands))]
        return self.hands[:count]

    def begin(self, tasks: Sequence[tuple[str, dict[str, Any]]]) -> list[Hand]:
        """Each task in a process of its own, all released at the same moment."""
        hands = self.of(len(tasks))
        for hand, (act, words) in zip(hands, tasks, strict=True):
            hand.prepare(act, **words)
        for hand in hands:
            hand.ready()
        for hand in hands:
            hand.go()
        return hands

    def at_once(self, tasks: Sequence[tuple[str, dict[str, Any]]]) -> list[Any]:
        """What each task answered, in their order."""
        return [hand.answer() for hand in self.begin(tasks)]

    def leave(self) -> None:
        """Send all away."""
        for hand in self.hands:
            hand.leave()
