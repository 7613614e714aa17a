"""Web nodes and workers of one house, of which one after the other is killed and started anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from emporion.kernel.processes import started, tell_group
from tools.testing.brokers import Broker
from tools.testing.serving import free_port

GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--workers", "1"),
    *("--blocking-threads", "16", "--backpressure", "64", "--log-level", "error"),
]
WORKER = [sys.executable, "-m", "emporion.site.console", "worker", "--threads", "2", "--lease", "3"]


@dataclass
class Node:
    """One program with all that it started."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; what it says goes to its log."""
        with self.log.open("ab") as log:
            self.process = started(self.command, os.environ, log)

    def kill(self) -> None:
        """kill -9 of the whole of it."""
        assert self.process
        self.process.poll()
        tell_group(self.process, signal.SIGKILL)
        self.process.wait()

    @property
    def died(self) -> bool:
        """Whether it ended though nobody killed it."""
        return self.process is not None and self.process.poll() is not None


@dataclass
class Cluster:
    """All of them, and the broker between."""

    nodes: list[Node]
    addresses: list[str]
    broker: Broker
    fallen: list[str] = field(default_factory=list)
    kills: int = 0

    def suffer(self, seconds: float, pause: tuple[float, float], seed: int, busy: Callable[[], set[int]]) -> None:
        """For so long, a random one is killed after each pause and started at once, as a supervisor does.

        Every third time it is one that has work in hand, if there is any: busy tells their process numbers.
        """
        random, end = Random(seed), time.monotonic() + seconds
        mortal: list[Node | Broker] = [*self.nodes, self.broker]
        while time.monotonic() < end:
            time.sleep(random.uniform(*pause))
            self.fallen += [node.name for node in self.nodes if node.died]
            at_work = busy() if self.kills % 3 == 2 else set()
            chosen = [node for node in self.nodes if node.process and node.process.pid in at_work]
            killed = random.choice(chosen or mortal)
            killed.kill()
            killed.start()
            self.kills += 1


@contextmanager
def running(folder: Path, broker: Broker, *, webs: int, workers: int) -> Iterator[Cluster]:
    """So many of each on the house of the test; none outlives this."""
    ports = [free_port() for _ in range(webs)]
    pages = [[*GRANIAN, "--port", str(port), "emporion.site.wsgi:application"] for port in ports]
    nodes = [Node(f"web {n}", command, folder / f"web-{n}.log") for n, command in enumerate(pages)]
    nodes += [Node(f"worker {n}", WORKER, folder / f"worker-{n}.log") for n in range(workers)]
    cluster = Cluster(nodes, [f"http://127.0.0.1:{port}" for port in ports], broker)
    try:
        for node in cluster.nodes:
            node.start()
        yield cluster
    finally:
        for node in cluster.nodes:
            if node.process:
                node.kill()
