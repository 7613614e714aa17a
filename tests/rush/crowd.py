"""Processes that do something at the same moment."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.testing.databases import alive

ROOM = Path(__file__).resolve().parents[2]
MOTHERS = 2  # strings hash differently in each: what hangs on the order of a set shows, as among strangers
_mothers: list[Mother] = []
_turns = itertools.count()


class Mother:
    """A process that has imported the house and forks hands when asked, for its start costs most of a second."""

    def __init__(self) -> None:
        self._door, hers = socket.socketpair()
        with hers:
            command = [sys.executable, "-m", "tests.rush.hand", str(hers.fileno())]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=ROOM, pass_fds=[hers.fileno()])

    def fork(self, hears: int, answers: int) -> int:
        """A hand that has these pipes; they are its own from now on."""
        socket.send_fds(self._door, [b"+"], [hears, answers])
        os.close(hears)
        os.close(answers)
        pid = self._door.recv(8)
        assert pid, "no hand came; see the words above"
        return int.from_bytes(pid)

    def leave(self) -> None:
        """No more hands."""
        self._door.close()
        self._process.wait()


def a_mother() -> Mother:
    """One after the other, started when first needed."""
    turn = next(_turns) % MOTHERS
    if turn == len(_mothers):
        _mothers.append(Mother())
    return _mothers[turn]


def mothers_leave() -> None:
    """Send them away."""
    while _mothers:
        _mothers.pop().leave()


class Hand:
    """One process. It serves one database after another."""

    def __init__(self) -> None:
        hears, saying = os.pipe()
        hearing, answers = os.pipe()
        self.pid = a_mother().fork(hears, answers)
        self._saying, self._hearing = os.fdopen(saying, "w"), os.fdopen(hearing)

    def prepare(self, act: str, **words: Any) -> None:
        """Tell it what to do on the database of the day; it does nothing yet."""
        where = {"database": os.environ["DATABASE_URL"], "home": os.environ["EMPORION_HOME"]}
        self._say(json.dumps(where | {"act": act, "words": words}))

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
        os.kill(self.pid, signal.SIGKILL)
        self._hearing.read()  # to the end, which comes when it is gone
        self._close()

    def leave(self) -> None:
        """Nothing more to do."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._close()

    @property
    def is_there(self) -> bool:
        """Whether it lives."""
        return alive(self.pid)

    def _close(self) -> None:
        for pipe in (self._saying, self._hearing):
            with suppress(BrokenPipeError):
                pipe.close()

    def _say(self, line: str) -> None:
        self._saying.write(line + "\n")
        self._saying.flush()

    def _line(self) -> str:
        return self._hearing.readline()


@dataclass
class Crowd:
    """Hands that wait between tests: started once, as many as the largest rush needs."""

    hands: list[Hand] = field(default_factory=list)

    def of(self, count: int) -> list[Hand]:
        """So many hands, started as needed."""
        self.hands = [hand for hand in self.hands if hand.is_there]
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
