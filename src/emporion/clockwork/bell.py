"""The bell: a broker that tells workers at once that a task waits.

The table of tasks holds the truth, and a ring only wakes: it may be lost, come late or come twice. It is a message of
Celery with the number of a task and nothing else, so whoever can write to the broker can wake workers and no more.
"""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import Any

import structlog
from celery import Celery
from kombu import pools
from kombu.utils.url import maybe_sanitize_url

log = structlog.get_logger("emporion.clockwork")

QUEUE = RING = "emporion.ring"
CONNECT_SECONDS, ANSWER_SECONDS = 2, 5
AWAY_SECONDS = 5.0  # how long a broker that did not answer is left alone: asking costs up to CONNECT_SECONDS


@cache  # threads of a process share connections, and what they know of the broker
def bell_at(address: str) -> Bell:
    """The bell of this process at a broker."""
    return Bell(address)


class Bell:
    """Rings at one broker; one that is away is said once, and asked again some seconds later."""

    def __init__(self, address: str) -> None:
        self.app = celery_at(address)
        self.address = maybe_sanitize_url(address)
        self._guard = threading.Lock()
        self._away_until: float | None = None

    def ring(self, *tasks: int) -> bool:
        """Tell some worker that these tasks wait; False when nobody could be told. Never raises: they are found."""
        if self._away_until and time.monotonic() < self._away_until:
            return False
        try:
            for task in tasks:
                self.app.send_task(RING, [task], queue=QUEUE, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001 - the tasks stand in the table, whatever a broker does
            self._note_away(error)
            return False
        if tasks:
            self._note_back()
        return True

    def answers(self) -> bool:
        """Whether the broker can be reached now; asks for CONNECT_SECONDS at most."""
        try:
            with self.app.connection_for_read() as line:
                line.connect()
        except Exception:  # noqa: BLE001 - each kind of broker has errors of its own
            return False
        return True

    def close(self) -> None:
        """Let go of the connections of this process."""
        self.app.close()
        pools.reset()  # type: ignore[no-untyped-call]

    def _note_away(self, error: Exception) -> None:
        with self._guard:
            is_news, self._away_until = self._away_until is None, time.monotonic() + AWAY_SECONDS
        if is_news:
            log.warning("broker_away", broker=self.address, error=str(error), meanwhile="workers look by themselves")

    def _note_back(self) -> None:
        with self._guard:
            is_news, self._away_until = self._away_until is not None, None
        if is_news:
            log.info("broker_back", broker=self.address)


def celery_at(address: str) -> Celery:
    """A Celery of our own at a broker: messages are JSON, no answers are kept, nobody gossips."""
    app = Celery("emporion", broker=address, set_as_current=False, fixups=())  # we close connections to the database
    told: dict[str, Any] = {
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        "task_default_queue": QUEUE,
        "broker_connection_timeout": CONNECT_SECONDS,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
    }
    if address.startswith("redis"):
        told["broker_transport_options"] = {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
        }
    app.conf.update(told)
    return app
