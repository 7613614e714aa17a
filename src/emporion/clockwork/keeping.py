"""The commands that keep the tables of tasks and schedules."""

from dataclasses import replace
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from .models import ScheduleRun, Task
from .tasks import run_schedule
from .types import SCHEDULES, NoSuchSchedule, NoSuchTask, TaskFailed

CLOCKS_DIFFER = timedelta(minutes=1)  # between machines that share a database
SWEEP = """UPDATE clockwork_task SET worker = '', lease_until = NULL,
        state = CASE WHEN tries >= max_tries THEN 'lost' ELSE 'ready' END,
        finished_at = CASE WHEN tries >= max_tries THEN %s ELSE NULL END,
        error = CASE WHEN tries >= max_tries THEN 'its worker died each time' ELSE error END
    WHERE state = 'running' AND lease_until < %s RETURNING id, path, state, tries"""


@command
def give_up(work: Work, *, task: int, worker: str, tries: int, error_class: str, error: str) -> bool:
    """Mark a task as failed for good; False when it was no longer this worker's."""
    mine = Task.objects.filter(pk=task, worker=worker, tries=tries, state="running")
    path = mine.values_list("path", flat=True).first()
    if not mine.update(state="failed", lease_until=None, finished_at=work.now, error_class=error_class, error=error):
        return False
    work.tell(TaskFailed(f"task:{task}", path or "", error_class, tries))
    return True


@command
def sweep(work: Work) -> int:
    """Free the tasks whose workers died; one that was left behind at each of its tries is lost. Answers how many."""
    now = connection.ops.adapt_datetimefield_value(work.now)
    found = rows.fetch(SWEEP, [now, now])
    for number, path, state, tries in found:
        if state == "lost":
            replace(work, origin=f"task:{number}").tell(TaskFailed(f"task:{number}", path, "", tries))
    return len(found)


@command
def follow_the_clock(work: Work) -> int:
    """Bring back what a clock that has been set back since wrote into the future; answers how many tasks.

    A task that is due keeps the pause it was given. One in hand is freed soon, unless its worker lives and renews it.
    """
    ensure_schedules(work=work)
    ahead = work.now + CLOCKS_DIFFER
    later = Task.objects.filter(Q(enqueued_at__gt=ahead) | Q(tried_at__gt=ahead), state__in=("ready", "running"))
    found = list(later.select_for_update())
    for row in found:
        written = max(row.enqueued_at, row.tried_at or row.enqueued_at)
        back = written - work.now
        row.run_after -= back
        row.lease_until = row.lease_until and min(row.lease_until, row.lease_until - back)
        row.enqueued_at = min(row.enqueued_at, work.now)
        row.tried_at = row.tried_at and min(row.tried_at, work.now)
        row.save(update_fields=["run_after", "lease_until", "enqueued_at", "tried_at"])
    return len(found)


@command
def forget_done_tasks(work: Work, *, days: int = 7, limit: int = 5000) -> int:
    """Remove tasks that went well long ago; failed ones stay until a person has seen to them."""
    old = Task.objects.filter(state="done", finished_at__lt=work.now - timedelta(days=days))
    ids = list(old.order_by("finished_at").values_list("pk", flat=True)[:limit])
    return Task.objects.filter(pk__in=ids).delete()[0]


@command
def retry_task(work: Work, *, task: int) -> None:
    """Give a failed or lost task all its tries again; refused when it is neither, or when a newer one stands."""
    row = Task.objects.select_for_update().filter(pk=task, state__in=("failed", "lost")).first()
    newer = Task.objects.filter(unique_key=row.unique_key, state__in=("ready", "running")) if row else None
    if row is None or newer is None or (row.unique_key and newer.exists()):
        raise NoSuchTask(task=task)
    row.state, row.tries, row.run_after, row.finished_at = "ready", 0, work.now, None
    row.save()


@command
def ensure_schedules(work: Work) -> None:
    """Give every registered schedule its row; one that became more frequent does not wait for its old time."""
    standing = {row.name: row.next_at for row in ScheduleRun.objects.filter(name__in=SCHEDULES)}
    for name, schedule in SCHEDULES.items():
        due = schedule.next_after(work.now)
        if name not in standing:
            ScheduleRun.objects.bulk_create([ScheduleRun(name=name, next_at=due)], ignore_conflicts=True)
        elif standing[name] > due:
            ScheduleRun.objects.filter(name=name).update(next_at=due)


@command
def start_due_schedules(work: Work) -> int:
    """Start what is due, each once however many workers look; time missed while nobody worked is made up once."""
    due = ScheduleRun.objects.filter(next_at__lte=work.now, name__in=SCHEDULES)
    return sum(_start(work, row) for row in due.order_by("name"))


@command
def hurry_schedule(work: Work, *, name: str) -> None:
    """Let a schedule run as soon as a worker looks, before its time; the time after that stays as it was."""
    if name not in SCHEDULES:
        raise NoSuchSchedule(name=name)
    ensure_schedules(work=work)
    ScheduleRun.objects.filter(name=name).update(next_at=work.now)


def _start(work: Work, row: ScheduleRun) -> bool:
    mine = ScheduleRun.objects.filter(name=row.name, next_at=row.next_at)
    if not mine.update(next_at=SCHEDULES[row.name].next_after(work.now), last_at=work.now):
        return False
    run_schedule.using(unique_key=f"schedule:{row.name}").enqueue(row.name)
    return True
