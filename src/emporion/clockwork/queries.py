"""The questions to the clockwork."""

from collections.abc import Collection
from datetime import datetime

import orjson
from django.db.models import QuerySet
from django.utils import timezone

from .backend import engine
from .models import ScheduleRun, Task
from .types import SCHEDULES, NoSuchTask, ScheduleView, TaskView


def task(number: int) -> TaskView:
    """One task; refused when there is none."""
    if row := Task.objects.filter(pk=number).first():
        return _view(row)
    raise NoSuchTask(task=number)


def tasks(*, state: str = "", path: str = "", limit: int = 50) -> list[TaskView]:
    """The newest tasks, in any state or in one."""
    return [_view(row) for row in _some(state, path).order_by("-pk")[:limit]]


def count(*, state: str, path: str = "") -> int:
    """How many tasks are in a state: ready, running, done, failed, lost."""
    return _some(state, path).count()


def due_since() -> datetime | None:
    """Since when the task that is due longest could have been begun; None when nothing is due."""
    due = Task.objects.filter(state="ready", run_after__lte=timezone.now())
    return due.order_by("run_after").values_list("run_after", flat=True).first()


def broker_answers() -> bool | None:
    """Whether the broker that wakes workers can be reached now, None where there is none; may take two seconds."""
    return engine().broker_answers()


def unfinished(unique_key: str) -> TaskView | None:
    """The task of a unique key that is still to be done, or is being done now."""
    row = Task.objects.filter(unique_key=unique_key, state__in=("ready", "running")).first()
    return _view(row) if row else None


def unfinished_among(unique_keys: Collection[str]) -> set[str]:
    """Of some unique keys, those whose task is still to be done or is being done now; one query, none for no keys."""
    if not unique_keys:
        return set()
    found = Task.objects.filter(unique_key__in=unique_keys, state__in=("ready", "running"))
    return set(found.values_list("unique_key", flat=True))


def schedules() -> list[ScheduleView]:
    """Every registered schedule by name; next_at is None before the first worker has started."""
    rows = {row.name: row for row in ScheduleRun.objects.all()}
    return [
        ScheduleView(name, row.next_at, row.last_at, row.error)
        if (row := rows.get(name))
        else ScheduleView(name, None, None, "")
        for name in sorted(SCHEDULES)
    ]


def _some(state: str, path: str) -> QuerySet[Task]:
    found = Task.objects.all()
    found = found.filter(state=state) if state else found
    return found.filter(path=path) if path else found


def _view(row: Task) -> TaskView:
    args, kwargs = orjson.loads(row.args)
    return TaskView(
        id=row.pk,
        path=row.path,
        args=args,
        kwargs=kwargs,
        queue=row.queue,
        state=row.state,
        tries=row.tries,
        max_tries=row.max_tries,
        worker=row.worker,
        unique_key=row.unique_key,
        done=row.done,
        total=row.total,
        progress=row.progress,
        answer=orjson.loads(row.answer),
        error_class=row.error_class,
        error=row.error,
        run_after=row.run_after,
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
