"""Live counters: a register others fill, and the stream that carries them to open pages.

A stream holds a thread, so a process keeps a few; beyond them it answers 204 and the page polls instead. Between ticks
a stream holds no database connection. All streams and pages of a process share one reading of the counters.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event, Lock

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from emporion.accounts.queries import Asker, may

from .numbers import count
from .rights import signed_in, staff_of
from .status import Tone

STREAMS = 40  # per process; the server must have clearly more threads than this
TICK_SECONDS = 2.0
STAND_SECONDS = 10.0  # for a page: the stream that it opens tells the newest at once, and reading them takes a while
KEPT = 1000  # people whose own counters a process remembers for a tick
LIFE_SECONDS = 300  # then the browser connects anew, and its sign-in is asked again


@dataclass(frozen=True, slots=True)
class Counter:
    """A figure of the shell; tone bad or warn colours it, 0 is not shown."""

    value: int
    tone: Tone = "idle"

    @property
    def shown(self) -> str:
        """The figure in the reader's language; nothing for zero."""
        return count(self.value) if self.value else ""


@dataclass
class Board:
    """What the counters said a moment ago; one thread reads them, the others wait and share."""

    readers: dict[str, tuple[Callable[[], Counter], tuple[str, ...]]] = field(default_factory=dict)
    own_readers: dict[str, tuple[Callable[[Asker], Counter], str, str]] = field(default_factory=dict)
    own_values: dict[int, tuple[float, dict[str, Counter]]] = field(default_factory=dict)
    values: dict[str, Counter] = field(default_factory=dict)
    read_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)

    def now(self, age: float) -> dict[str, Counter]:
        """The values, so many seconds old at most."""
        with self.lock:
            if time.monotonic() - self.read_at >= age:
                self.values = {name: read() for name, (read, _) in self.readers.items()}
                self.read_at = time.monotonic()
            return self.values

    def own(self, staff: Asker, age: float) -> dict[str, Counter]:
        """What only this person is told, as old at most; the house forgets those who have not asked for long."""
        now, known = time.monotonic(), self.own_values.get(staff.pk or 0)
        if known and now - known[0] < age:
            return known[1]
        allowed = {
            name: read
            for name, (read, right, unless) in self.own_readers.items()
            if may(staff, right) and not (unless and may(staff, unless))
        }
        values = {name: read(staff) for name, read in allowed.items()}
        with self.lock:
            if len(self.own_values) > KEPT:
                self.own_values.clear()
            self.own_values[staff.pk or 0] = now, values
        return values

    def forget(self) -> None:
        """Read anew with the next question: somebody just changed a figure, or a test another database."""
        self.read_at = float("-inf")
        self.own_values.clear()


board = Board()
slots = BoundedSemaphore(STREAMS)
ending = Event()  # set by who takes the house away: streams end at once, not with their next tick


def register(name: str, read: Callable[[], Counter], *rights: str) -> None:
    """Enter a counter; read asks the database once and cheaply. Called when the pages' modules load."""
    board.readers[name] = (read, rights)


def register_own(name: str, read: Callable[[Asker], Counter], right: str, *, unless: str = "") -> None:
    """Enter a counter that is another for each person, such as that of their mentions.

    unless: a right whose holders are shown the figure of the whole house under the same name.
    """
    board.own_readers[name] = (read, right, unless)


def counters(staff: Asker, *, fresh: bool = False) -> dict[str, Counter]:
    """What this person may know; a figure of the whole house is for who sees the whole house.

    fresh: at most one tick old, as a stream tells them; a page is drawn with what stands.
    """
    age = TICK_SECONDS if fresh else max(TICK_SECONDS, STAND_SECONDS)
    allowed = {name for name, (_, rights) in board.readers.items() if all(may(staff, right) for right in rights)}
    shared = {name: counter for name, counter in board.now(age).items() if name in allowed} if allowed else {}
    return shared | board.own(staff, age)


@signed_in
def stream(request: HttpRequest) -> HttpResponseBase:
    """The counters: once as JSON for a page that polls, as server-sent events for one that listens."""
    staff = staff_of(request)
    if "text/event-stream" not in request.headers.get("Accept", ""):
        return JsonResponse(_told(staff), headers={"Cache-Control": "no-store"})
    if not slots.acquire(blocking=False):
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        Stream(staff, translation.get_language() or "en"),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class Stream:
    """The events of one open page; close() gives the slot back, whoever ends it."""

    def __init__(self, staff: Asker, language: str) -> None:
        self._events = _events(staff, language)
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        return self._events

    def close(self) -> None:
        """Called by the server when the browser has gone, and at the end."""
        if self._open:
            self._open = False
            self._events.close()
            slots.release()


def _events(staff: Asker, language: str) -> Generator[bytes]:
    """A tick without news is a comment: it finds out that the browser has gone."""
    before = None
    yield b"retry: 3000\n\n"
    for _ in range(int(LIFE_SECONDS // TICK_SECONDS)):
        with translation.override(language):
            now = json.dumps(_told(staff), ensure_ascii=False)
        connection.close()
        yield f"event: counters\ndata: {now}\n\n".encode() if now != before else b": still here\n\n"
        before = now
        if ending.wait(TICK_SECONDS):
            return


def _told(staff: Asker) -> dict[str, dict[str, str]]:
    return {
        name: {"shown": counter.shown, "tone": counter.tone} for name, counter in counters(staff, fresh=True).items()
    }
