"""The programs of a demonstration beside this one: started together, looked after, ended together.

`emporion up` keeps the house itself running; here stand the house as a whole and the simulated world around it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from emporion.kernel.processes import started, tell_group

PATIENCE_SECONDS = 25.0  # the house gives its own children 15
PAUSE_SECONDS = 3.0
TAIL_LINES = 15


class ProgramDied(Exception):
    """The house ended by itself; the text is the end of its log."""


@dataclass(slots=True)
class Program:
    """One program with the file that takes its words. What is vital ends the demonstration when it dies."""

    name: str
    command: Sequence[str]
    log: Path
    surroundings: Mapping[str, str] = field(default_factory=dict)
    is_vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    start_again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it by us, in our order."""
        with self.log.open("ab") as log:
            self.process = started(self.command, {**os.environ, **self.surroundings}, log)

    def tail(self) -> str:
        """The last lines it wrote."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-TAIL_LINES:])


class Programs:
    """All of them; leaving the with-block ends every one, the last started first."""

    def __init__(self) -> None:
        self._running: list[Program] = []

    def __enter__(self) -> Programs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with ExitStack() as ends:
            for program in self._running:
                ends.callback(_end, program)

    def start(self, program: Program) -> None:
        """Start one more."""
        self._running.append(program)
        program.start()

    def look_after(self) -> None:
        """Start again what died; a dead house is told instead."""
        for program in self._running:
            if program.process is None or program.process.poll() is None:
                continue
            if program.is_vital:
                raise ProgramDied(program.tail())
            if not program.start_again_at:
                program.start_again_at = time.monotonic() + PAUSE_SECONDS
            elif time.monotonic() >= program.start_again_at:
                program.start_again_at = 0.0
                program.start()


def _end(program: Program) -> None:
    """Ask, wait, then insist; a second Ctrl-C meanwhile insists at once."""
    if program.process is None:
        return
    with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        program.process.terminate()
        program.process.wait(PATIENCE_SECONDS)
    tell_group(program.process, signal.SIGKILL)
    program.process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether somebody listens there already."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def answers(port: int) -> bool:
    """Whether the house takes calls."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True
