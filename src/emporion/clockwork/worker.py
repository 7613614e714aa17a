"""The worker: facts to their reactions, schedules when they are due, tasks in threads, what died swept up."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from queue import Empty, SimpleQueue

import structlog
from django.db import close_old_connections, connections

from emporion.journal.commands import deliver_all, deliver_due
from emporion.journal.queries import last_fact, waiting

from . import table
from .backend import engine
from .keeping import follow_the_clock, start_due_schedules, sweep
from .running import run
from .types import Claimed

log = structlog.get_logger("emporion.clockwork")

PAUSES = 0.25, 1.0  # seconds between looks when nothing is to do: the first one, and the longest it grows to
FRESH_SECONDS = 5.0  # how long facts are offered after a new one: on PostgreSQL it may not be final at once
CLOCK_JUMP_SECONDS = 10.0
LET_GO_AFTER = timedelta(seconds=3)
UNHEARD = timedelta(seconds=1)  # a ring that is heard is answered within milliseconds
DEAF = timedelta(seconds=5)  # after so long a free hand takes a task whoever may have been told of it


def name_of_this_process() -> str:
    """Host, process and a random tail: no two workers share it, ever."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(4)}"


def work_off() -> int:
    """Do here and now whatever is due, until nothing is: facts, schedules, tasks. Answers how many facts and tasks."""
    name, total = name_of_this_process(), 0
    follow_the_clock(actor="clockwork")
    while True:
        start_what_is_due()
        taken = deliver_all()
        for task in (tasks := table.claim(name, 1, timedelta(hours=1))):
            run(name, task)
        if not taken and not tasks:
            return total
        total += taken + len(tasks)


def start_what_is_due() -> int:
    """Start due schedules; looking alone takes no lock."""
    return start_due_schedules(actor="clockwork") if table.any_schedule_due() else 0


class Worker:
    """One process that works until it is told to stop.

    The main thread hands out, tasks run in threads of their own, one more thread keeps the leases of what is in hand.
    """

    def __init__(
        self, *, threads: int, lease: timedelta, grace: timedelta, pauses: tuple[float, float] = PAUSES
    ) -> None:
        self.name = name_of_this_process()
        self._lease, self._grace = lease, grace
        self._shortest, self._longest = pauses
        self._hands = [threading.Thread(target=self._work, name=f"hand-{n}", daemon=True) for n in range(threads)]
        self._handed: SimpleQueue[Claimed | None] = SimpleQueue()
        self._threads = self._free = threads
        self._ears = engine().ears(threads, self._answer)
        self._in_hand: set[int] = set()
        self._guard = threading.Lock()
        self._stopping, self._gone = False, threading.Event()
        self._woken: SimpleQueue[None] = SimpleQueue()  # may be rung from a signal handler, which an Event may not
        self._facts = Facts()
        self._swept = 0.0
        self._clock = Clock()

    def stop(self) -> None:
        """Take nothing new; what is in hand gets its grace. May be called by a signal handler."""
        self._stopping = True
        self._woken.put(None)

    def forever(self) -> bool:
        """Work until stopped; False when a task outlasted the grace and had to be given back."""
        log.info("worker_started", worker=self.name, threads=self._free)
        keeper = threading.Thread(target=self._keep_leases, name="leases", daemon=True)
        for thread in (*self._hands, keeper):
            thread.start()
        if self._ears:
            self._ears.open()
        self._careful(lambda: follow_the_clock(actor="clockwork"))
        pause = self._shortest
        while not self._stopping:
            pause = self._shortest if self._turn() else min(pause * 1.4, self._longest)
            with suppress(Empty):
                self._woken.get(timeout=pause)
        left = self._leave()
        keeper.join()
        return not left

    def _turn(self) -> int:
        if self._clock.was_set_back():
            self._careful(lambda: follow_the_clock(actor="clockwork"))
        parts = (self._facts.deliver, start_what_is_due, self._sweep, self._take_tasks)
        done = sum(self._careful(part) or 0 for part in parts)
        close_old_connections()
        return done

    def _careful(self, part: Callable[[], int | None]) -> int | None:
        try:
            return part()
        except Exception:
            log.exception("worker_stumbled")
            connections.close_all()
            time.sleep(self._longest)
            return 0

    def _sweep(self) -> int:
        if time.monotonic() - self._swept < min(self._lease.total_seconds() / 2, 5):
            return 0
        self._swept = time.monotonic()
        return sweep(actor="clockwork") if table.any_expired() else 0

    def _take_tasks(self) -> int:
        with self._guard:
            free = min(self._free, self._threads - len(self._in_hand))
        if not free or self._is_told(free):
            return 0
        tasks = table.claim(self.name, free, self._lease)
        for task in tasks:
            with self._guard:
                self._free -= 1
                self._in_hand.add(task.id)
            self._handed.put(task)
        return len(tasks)

    def _is_told(self, free: int) -> bool:
        """Whether what is due was rung for and somebody seems to hear, so that this process need not look itself."""
        return bool(
            self._ears and self._ears.told_somebody(table.overdue(UNHEARD, free)) and not table.overdue(DEAF, 1)
        )

    def _work(self) -> None:
        """A thread's life: run what is handed out and whatever is due after it, then wait for the next."""
        while task := self._handed.get():
            self._careful(lambda first=task: self._run_on(first))  # type: ignore[misc]
            with self._guard:
                self._free += 1
            self._woken.put(None)
        connections.close_all()

    def _answer(self, _number: int) -> None:
        """A ring: take what is due and most urgent now, be it the task that was rung for or another one."""

        def taken() -> None:
            for task in table.claim(self.name, 1, self._lease):
                with self._guard:
                    self._in_hand.add(task.id)
                self._run_on(task)

        if not self._stopping:
            self._careful(taken)
            close_old_connections()

    def _run_on(self, task: Claimed | None) -> None:
        while task:
            try:
                run(self.name, task)
            finally:  # when its end could not be noted the lease runs out, and it is run again
                with self._guard:
                    self._in_hand.discard(task.id)
            close_old_connections()
            task = None if self._stopping else next(iter(table.claim(self.name, 1, self._lease)), None)
            if task:
                with self._guard:
                    self._in_hand.add(task.id)

    def _keep_leases(self) -> None:
        while not self._gone.wait(self._lease.total_seconds() / 4):
            with self._guard:
                ids = list(self._in_hand)
            if ids:
                self._careful(lambda ids=ids: table.renew(self.name, ids, self._lease))  # type: ignore[misc]
        connections.close_all()

    def _leave(self) -> int:
        for _ in self._hands:
            self._handed.put(None)
        if self._ears:
            self._ears.close()
        end = time.monotonic() + self._grace.total_seconds()
        for thread in self._hands:
            thread.join(max(0, end - time.monotonic()))
        is_quiet = not self._ears or self._ears.are_closed(max(0, end - time.monotonic()))
        self._gone.set()
        left = sum(thread.is_alive() for thread in self._hands) + (not is_quiet)
        if left:
            table.let_go(self.name, LET_GO_AFTER)
        log.info("worker_stopped", worker=self.name, given_back=left)
        return left


class Clock:
    """Notices that the wall clock was set back, by a clock that nobody can set."""

    def __init__(self) -> None:
        self._apart = time.time() - time.monotonic()

    def was_set_back(self) -> bool:
        """Whether that happened since it was asked last; small corrections do not count."""
        before, self._apart = self._apart, time.time() - time.monotonic()
        return self._apart < before - CLOCK_JUMP_SECONDS


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
