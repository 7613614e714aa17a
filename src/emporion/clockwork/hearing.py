"""The ears of a worker: a Celery worker in a thread of its process, whose pool answers rings."""

from __future__ import annotations

import threading
from collections.abc import Callable

from celery import Celery
from celery.worker import state

from .bell import QUEUE, RING, Bell
from .types import Ears

EVERYTHING_WELL = 0


class CeleryEars(Ears):
    """Hears rings and answers so many at a time; a broker that is away is tried again until it is back."""

    def __init__(self, bell: Bell, own: Celery, threads: int, answer: Callable[[int], None]) -> None:
        """own: a Celery that belongs to this worker alone, for its answer is that worker's."""
        self._bell = bell
        own.set_default()  # the threads of its pool ask for it
        own.task(name=RING, shared=False, lazy=False)(answer)
        self._celery = own.WorkController(
            concurrency=threads,
            pool="threads",
            queues=[QUEUE],
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=self._celery.start, name="ears", daemon=True)

    def open(self) -> None:
        """From now on."""
        state.should_stop = None
        self._thread.start()

    def told_somebody(self, tasks: list[int]) -> bool:
        """Ring for tasks that nobody took up; False when it is up to this worker itself to take what is due."""
        return self._thread.is_alive() and self._bell.ring(*tasks)

    def close(self) -> None:
        """Hear nothing more; what is in hand goes on."""
        state.should_stop = EVERYTHING_WELL

    def are_closed(self, within_seconds: float) -> bool:
        """Whether all that was in hand has ended; waits so long for it."""
        self._thread.join(within_seconds)
        return not self._thread.is_alive()
