"""The table of tasks as single statements: each is atomic by itself, so none needs a transaction of its own.

A task is claimed by a conditional UPDATE. On PostgreSQL rows that another worker is taking are skipped; SQLite has one
writer. What a worker does to a task later holds only while the row still names that worker and that try.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from emporion.kernel import rows

from .types import Claimed

ADD = """INSERT INTO clockwork_task (path, args, queue, priority, run_after, state, tries, max_tries, worker,
        unique_key, done, total, progress, answer, error_class, error, enqueued_at)
    VALUES (%s, %s, %s, %s, %s, 'ready', 0, %s, '', %s, 0, 0, '', 'null', '', '', %s)
    ON CONFLICT DO NOTHING RETURNING id"""
STANDING = "SELECT id FROM clockwork_task WHERE unique_key = %s AND state IN ('ready', 'running')"
DUE = "SELECT 1 FROM clockwork_task WHERE state = 'ready' AND run_after <= %s LIMIT 1"
OVERDUE = """SELECT id FROM clockwork_task WHERE state = 'ready' AND run_after <= %s
    ORDER BY priority DESC, run_after, id LIMIT %s"""
CLAIM = """UPDATE clockwork_task SET state = 'running', worker = %s, lease_until = %s, tries = tries + 1,
        tried_at = %s, started_at = coalesce(started_at, %s), done = 0, total = 0, progress = ''
    WHERE id IN (SELECT id FROM clockwork_task WHERE state = 'ready' AND run_after <= %s
        ORDER BY priority DESC, run_after, id LIMIT %s {lock})
    RETURNING id, path, args, tries, max_tries, priority, run_after"""
LOCK = {"postgresql": "FOR UPDATE SKIP LOCKED", "sqlite": ""}
RENEW = "UPDATE clockwork_task SET lease_until = %s WHERE worker = %s AND state = 'running' AND id IN ({ids})"
FINISH = """UPDATE clockwork_task SET state = 'done', answer = %s, finished_at = %s, error_class = '', error = ''
    WHERE id = %s AND worker = %s AND tries = %s AND state = 'running'"""
POSTPONE = """UPDATE clockwork_task SET state = 'ready', worker = '', lease_until = NULL, run_after = %s,
        error_class = %s, error = %s
    WHERE id = %s AND worker = %s AND tries = %s AND state = 'running'"""
PROGRESS = """UPDATE clockwork_task SET done = %s, total = %s, progress = %s
    WHERE id = %s AND worker = %s AND tries = %s AND state = 'running'"""
EXPIRED = "SELECT 1 FROM clockwork_task WHERE state = 'running' AND lease_until < %s LIMIT 1"
SCHEDULE_DUE = "SELECT 1 FROM clockwork_schedulerun WHERE next_at <= %s LIMIT 1"
LET_GO = """UPDATE clockwork_task SET worker = '', lease_until = %s, tries = tries - 1
    WHERE worker = %s AND state = 'running'"""


def add(
    path: str,
    arguments: Sequence[object],
    *,
    queue: str,
    priority: int,
    max_tries: int,
    run_after: datetime | None,
    unique_key: str,
) -> int:
    """Write a task in the caller's transaction, or find the unfinished one of its unique key; answers its number."""
    now = timezone.now()
    text = orjson.dumps(arguments).decode()
    values = [path, text, queue, priority, _at(run_after or now), max_tries, unique_key, _at(now)]
    while True:  # between the two statements the standing task may end: then this one is added after all
        if new := rows.fetch(ADD, values):
            return int(new[0][0])
        if standing := rows.fetch(STANDING, [unique_key]):
            return int(standing[0][0])


def claim(worker: str, limit: int, lease: timedelta) -> list[Claimed]:
    """Take due tasks, the most urgent and oldest first."""
    now = timezone.now()
    if not rows.fetch(DUE, [_at(now)]):  # an idle worker only reads
        return []
    values = [worker, _at(now + lease), _at(now), _at(now), _at(now), limit]
    found = rows.fetch(CLAIM.format(lock=LOCK[connection.vendor]), values)
    found.sort(key=lambda row: (-row[5], str(row[6]), row[0]))
    return [Claimed(*row[:5]) for row in found]


def overdue(since: timedelta, limit: int) -> list[int]:
    """Numbers of tasks that nobody has taken up for so long, the most urgent and oldest first."""
    return [int(row[0]) for row in rows.fetch(OVERDUE, [_at(timezone.now() - since), limit])]


def renew(worker: str, ids: Sequence[int], lease: timedelta) -> int:
    """Keep tasks in hand for another while; answers how many are still this worker's."""
    sql = RENEW.format(ids=rows.holes(len(ids)))
    return _touched(sql, [_at(timezone.now() + lease), worker, *ids])


def finish(worker: str, task: Claimed, answer: object) -> bool:
    """Note the answer of a task that went well; False when it was no longer this worker's."""
    values = [orjson.dumps(answer).decode(), _at(timezone.now()), task.id, worker, task.tries]
    return _touched(FINISH, values) == 1


def postpone(worker: str, task: Claimed, until: datetime, error_class: str, error: str) -> bool:
    """Put a task that stumbled back, to be tried again later."""
    return _touched(POSTPONE, [_at(until), error_class, error, task.id, worker, task.tries]) == 1


def progress(worker: str, task: Claimed, done: int, total: int, text: str) -> None:
    """How far a running task is."""
    _touched(PROGRESS, [done, total, text[:200], task.id, worker, task.tries])


def any_expired() -> bool:
    """Whether a worker left a task behind."""
    return bool(rows.fetch(EXPIRED, [_at(timezone.now())]))


def any_schedule_due() -> bool:
    """Whether something happens by the clock now."""
    return bool(rows.fetch(SCHEDULE_DUE, [_at(timezone.now())]))


def let_go(worker: str, after: timedelta) -> int:
    """Give back what a stopping worker still has in hand: free a moment after it is certainly gone, not a lost try."""
    return _touched(LET_GO, [_at(timezone.now() + after), worker])


def _touched(sql: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _at(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
