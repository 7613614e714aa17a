"""Real worker processes on the house of a test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Spawn: TypeAlias = Callable[..., "subprocess.Popen[bytes]"]


@contextmanager
def spawning() -> Iterator[Spawn]:
    """Starts workers with options of the command; none outlives this."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "emporion.site.console", "worker", *options]
        started.append(subprocess.Popen(command, env=os.environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
