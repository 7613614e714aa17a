"""Words of the clockwork: tasks, schedules, what pages see of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, ParamSpec, Protocol, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks.base import DEFAULT_TASK_QUEUE_NAME, Task

from emporion.journal.types import Event
from emporion.kernel.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")

MAX_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTask(Task[P, T]):
    """A task of Django's Tasks interface that is tried again, and that can be asked for once only.

    An error with the attribute permanent = True, and every refusal, is not tried again.
    """

    max_tries: int = MAX_TRIES
    unique_key: str = ""

    def using(
        self,
        *,
        priority: int | None = None,
        queue_name: str | None = None,
        run_after: datetime | None = None,
        backend: str | None = None,
        max_tries: int | None = None,
        unique_key: str | None = None,
    ) -> HouseTask[P, T]:
        """The same task with other terms; while a task of a unique key is unfinished, asking again changes nothing."""
        terms = {
            "priority": priority,
            "queue_name": queue_name,
            "run_after": run_after,
            "backend": backend,
            "max_tries": max_tries,
            "unique_key": unique_key,
        }
        given: dict[str, Any] = {name: value for name, value in terms.items() if value is not None}
        return replace(self, **given)


def task(
    *, max_tries: int = MAX_TRIES, priority: int = 0, queue: str = DEFAULT_TASK_QUEUE_NAME
) -> Callable[[Callable[P, T]], HouseTask[P, T]]:
    """Make a function of a module a task; its arguments and its answer are JSON.

    It runs at least once: a worker may die after the work and before the note of it, so the function is idempotent.
    Priority runs from -100 (when nothing else is to do) to 100.
    """

    def made(run: Callable[P, T]) -> HouseTask[P, T]:
        return HouseTask(func=run, max_tries=max_tries, priority=priority, queue_name=queue)

    return made


# ---- schedules


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something that happens by the clock: every so many seconds, or once a day at a time of the house's zone.

    run starts as a task, so it is retried, shown, and never runs twice at once.
    """

    name: str
    run: Callable[[], object]
    every_seconds: int = 0
    daily_at: time | None = None

    def next_after(self, now: datetime) -> datetime:
        """When it is due next, counted from a moment; a daily time keeps its place on the clock through the year."""
        if self.daily_at is None:
            return now + timedelta(seconds=self.every_seconds)
        zone = timezone.get_default_timezone()
        today = datetime.combine(now.astimezone(zone).date(), self.daily_at, zone)
        return today if today > now else datetime.combine(today.date() + timedelta(days=1), self.daily_at, zone)


SCHEDULES: dict[str, Schedule] = {}


def every(seconds: int, name: str, run: Callable[[], object]) -> None:
    """Enter a schedule that repeats; called by each room's apps.py. The name is the room's and the work's."""
    SCHEDULES[name] = Schedule(name, run, every_seconds=seconds)


def daily(at: str, name: str, run: Callable[[], object]) -> None:
    """Enter a schedule of once a day, at a time such as "03:15"; called by each room's apps.py."""
    SCHEDULES[name] = Schedule(name, run, daily_at=time.fromisoformat(at))


# ---- what pages see


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as pages show it; error ends with the line that says what happened."""

    id: int
    path: str
    args: list[Any]
    kwargs: dict[str, Any]
    queue: str
    state: str
    tries: int
    max_tries: int
    worker: str
    unique_key: str
    done: int
    total: int
    progress: str
    answer: Any
    error_class: str
    error: str
    run_after: datetime
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule with its last and its next run; error is empty when the last run went well."""

    name: str
    next_at: datetime | None
    last_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A task that a worker has in hand; tries is the fence against a worker that came back from the dead."""

    id: int
    path: str
    args: str
    tries: int
    max_tries: int


class Ears(Protocol):
    """What a worker hears rings with: it answers each by taking up what is due, so many at a time."""

    def open(self) -> None:
        """From now on."""

    def told_somebody(self, tasks: list[int]) -> bool:
        """Ring for tasks that nobody took up; False when it is up to this worker itself to take what is due."""

    def close(self) -> None:
        """Hear nothing more; what is in hand goes on."""

    def are_closed(self, within_seconds: float) -> bool:
        """Whether all that was in hand has ended; waits so long for it."""


# ---- facts and refusals


@dataclass(frozen=True, slots=True)
class TaskFailed(Event):
    """A task was given up after its tries, or because its error cannot pass; subject="task:7"."""

    path: str
    error_class: str
    tries: int


class NoSuchSchedule(Refused):
    """Nothing of this name happens by the clock."""

    code = "no_such_schedule"
    says = gettext_noop("Nothing called %(name)s happens by the clock here.")
    remedy = gettext_noop("Open its list anew and choose again.")


class NoSuchTask(Refused):
    """Nothing to try again under this number."""

    code = "no_such_task"
    says = gettext_noop("There is no failed task number %(task)s.")
    remedy = gettext_noop("Look at the list again: somebody may have started it already.")
