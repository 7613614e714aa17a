"""The worker: facts to their reactions, schedules when they are due, tasks in threads, what died swept up."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

import structlog
from django.db import close_old_connections, connections

from emporion.journal.commands import deliver_all, deliver_due
from emporion.journal.queries import last_fact, waiting

from . import table
from .commands import ensure_schedules, start_due_schedules, sweep
from .running import run
from .types import Claimed

log = structlog.get_logger("emporion.clockwork")

SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 1.0  # seconds between looks when nothing is to do
FRESH_SECONDS = 5.0  # how long facts are offered after a new one: on PostgreSQL it may not be final at once
LET_GO_AFTER = timedelta(seconds=3)


def name_of_this_process() -> str:
    """Host, process and a random tail: no two workers share it, ever."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(4)}"


def work_off() -> int:
    """Do here and now whatever is due, until nothing is: facts, schedules, tasks. Answers how many facts and tasks."""
    name, total = name_of_this_process(), 0
    ensure_schedules(actor="clockwork")
    while True:
        start_due_schedules(actor="clockwork")
        taken = deliver_all()
        for task in (tasks := table.claim(name, 1, timedelta(hours=1))):
            run(name, task)
        if not taken and not tasks:
            return total
        total += taken + len(tasks)


class Worker:
    """One process that works until it is told to stop.

    The main thread hands out, tasks run in threads of their own, one more thread keeps the leases of what is in hand.
    """

    def __init__(self, *, threads: int, lease: timedelta, grace: timedelta) -> None:
        self.name = name_of_this_process()
        self._lease, self._grace, self._threads = lease, grace, threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="task")
        self._hand: dict[Future[None], Claimed] = {}
        self._guard = threading.Lock()
        self._stop, self._wake = threading.Event(), threading.Event()
        self._facts = Facts()
        self._swept = 0.0

    def stop(self) -> None:
        """Take nothing new; what is in hand gets its grace."""
        self._stop.set()
        self._wake.set()

    def forever(self) -> bool:
        """Work until stopped; False when a task outlasted the grace and had to be given back."""
        log.info("worker_started", worker=self.name, threads=self._threads)
        threading.Thread(target=self._keep_leases, name="leases", daemon=True).start()
        self._careful(lambda: ensure_schedules(actor="clockwork"))
        pause = SHORTEST_PAUSE
        while not self._stop.is_set():
            pause = SHORTEST_PAUSE if self._turn() else min(pause * 1.4, LONGEST_PAUSE)
            self._wake.wait(pause)
            self._wake.clear()
        return self._leave()

    def _turn(self) -> int:
        parts = (self._facts.deliver, lambda: start_due_schedules(actor="clockwork"), self._sweep, self._take_tasks)
        done = sum(self._careful(part) or 0 for part in parts)
        close_old_connections()
        return done

    def _careful(self, part: Callable[[], int | None]) -> int | None:
        try:
            return part()
        except Exception:
            log.exception("worker_stumbled")
            connections.close_all()
            self._stop.wait(LONGEST_PAUSE)
            return 0

    def _sweep(self) -> int:
        if time.monotonic() - self._swept < min(self._lease.total_seconds() / 2, 5):
            return 0
        self._swept = time.monotonic()
        return sweep(actor="clockwork") if table.any_expired() else 0

    def _take_tasks(self) -> int:
        with self._guard:
            free = self._threads - len(self._hand)
        tasks = table.claim(self.name, free, self._lease) if free > 0 else []
        for task in tasks:
            with self._guard:
                future = self._pool.submit(self._run, task)
                self._hand[future] = task
            future.add_done_callback(self._put_down)
        return len(tasks)

    def _run(self, task: Claimed) -> None:
        try:
            run(self.name, task)
        except Exception:
            log.exception("task_end_not_noted", task=task.id)
        finally:
            connections.close_all()

    def _put_down(self, future: Future[None]) -> None:
        with self._guard:
            self._hand.pop(future, None)
        self._wake.set()

    def _in_hand(self) -> dict[Future[None], Claimed]:
        with self._guard:
            return dict(self._hand)

    def _keep_leases(self) -> None:
        while True:
            time.sleep(self._lease.total_seconds() / 4)
            if ids := [task.id for task in self._in_hand().values()]:
                self._careful(lambda ids=ids: table.renew(self.name, ids, self._lease))  # type: ignore[misc]

    def _leave(self) -> bool:
        left = wait(self._in_hand(), self._grace.total_seconds()).not_done
        if left:
            table.let_go(self.name, LET_GO_AFTER)
        log.info("worker_stopped", worker=self.name, given_back=len(left))
        return not left


class Facts:
    """Offers facts to their subscribers when there may be new ones, so that an idle house writes nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last, self._fresh_until, self._looked = -1, 0.0, 0.0

    def deliver(self) -> int:
        """Let everybody hear if something is new, fresh or stumbled over, and every few seconds in any case."""
        now = self._clock()
        if (last := last_fact()) != self._last:
            self._last, self._fresh_until = last, now + FRESH_SECONDS
        if now > self._fresh_until and now - self._looked < FRESH_SECONDS and not waiting():
            return 0
        self._looked = now
        return deliver_due()
