"""Several programs kept running as one: a dead one comes again, and all stop together.

Each child leads a process group of its own, so that whatever it started ends with it. On Linux a child also ends when
the supervisor is killed outright, so that no orphan keeps the port.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from emporion.kernel.processes import started, tell_group

PATIENCE_SECONDS = 15.0  # for a child to finish what it has in hand
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 20.0  # a child that lived so long starts again without a pause

Tell = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """One program: how it is started, and what became of it."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause_seconds: float = 0.0

    def start(self, surroundings: Mapping[str, str]) -> None:
        """Start it in a group of its own."""
        self.process = started(self.command, surroundings)
        self.started_at = time.monotonic()

    def died(self) -> int | None:
        """The exit code of a child that ended by itself; what it left behind ends now."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        tell_group(self.process, signal.SIGKILL)
        self.process = None
        lived = time.monotonic() - self.started_at
        self.pause_seconds = 0.0 if lived > STEADY_SECONDS else min(self.pause_seconds * 2 + 0.5, LONGEST_PAUSE_SECONDS)
        self.start_again_at = time.monotonic() + self.pause_seconds
        return code


@dataclass(slots=True)
class Supervisor:
    """Keeps children running until it is told to stop."""

    children: list[Child]
    tell: Tell
    changed: Callable[[], bool] = lambda: False
    surroundings: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stopping: bool = False

    def run(self, ready: Callable[[], bool] = lambda: True, when_ready: Callable[[], None] = lambda: None) -> None:
        """Until SIGTERM or SIGINT; then everything ends, first by asking."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        told = False
        try:
            while not self.stopping:
                if self.changed():
                    self.tell("a source file changed: starting anew")
                    self.end_all()
                self.look_after_children()
                if not told and ready():
                    told = True
                    when_ready()
                time.sleep(0.1)
        finally:
            self.end_all()

    def stop(self, number: int, _frame: FrameType | None) -> None:
        """Leave the loop at its next turn."""
        self.stopping = True

    def look_after_children(self) -> None:
        """Start what is not running; a program that dies at once is started with growing pauses."""
        for child in self.children:
            code = child.died()
            if code is not None:
                self.tell(f"{child.name} ended with code {code}; it starts again in {child.pause_seconds:.1f} s")
            if child.process is None and time.monotonic() >= child.start_again_at:
                child.start(self.surroundings)

    def end_all(self) -> None:
        """Ask, wait, then insist."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0.0))
        for child in self.children:
            tell_group(child.process, signal.SIGKILL)
            child.process = None
        for process in running:
            process.wait()
