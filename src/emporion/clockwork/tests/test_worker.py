"""Real worker processes: killed, stopped, two at a time."""

import signal
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from emporion.clockwork import queries, table
from emporion.clockwork.commands import sweep, work_off
from emporion.clockwork.types import TaskFailed
from emporion.clockwork.worker import Worker
from emporion.journal.queries import timeline
from tools.testing.engines import postgresql_among_the_long
from tools.testing.waiting import until
from tools.testing.workers import Spawn

from . import workshop


@postgresql_among_the_long
def test_a_killed_workers_task_is_run_again_and_done_once(house: str, spawn: Spawn) -> None:
    number = int(workshop.linger.enqueue("job", 2).id)
    first = spawn("--lease", "1.5")
    until(workshop.noted)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert workshop.noted() == [f"start job {first.pid}"]
    second = spawn("--lease", "1.5")
    until(lambda: queries.task(number).state == "done")
    assert workshop.noted()[1:] == [f"start job {second.pid}", f"end job {second.pid}"]
    assert queries.task(number).tries == 2
    assert [(task.id, task.state) for task in queries.tasks()] == [(number, "done")]


def test_sigterm_lets_the_current_task_end(house: str, spawn: Spawn) -> None:
    number = int(workshop.linger.enqueue("job", 1).id)
    waiting = int(workshop.linger.enqueue("next", 1).id)
    process = spawn("--threads", "1")
    until(workshop.noted)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert queries.task(number).state == "done"
    assert queries.task(waiting).state == "ready"


def test_sigterm_gives_back_what_outlasts_its_grace(house: str, spawn: Spawn) -> None:
    number = int(workshop.linger.enqueue("job", 30).id)
    process = spawn("--grace", "0.3")
    until(workshop.noted)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    until(table.any_expired)
    assert sweep(actor="test") == 1
    back = queries.task(number)
    assert (back.state, back.tries) == ("ready", 0)


def test_a_task_left_behind_at_every_try_is_lost_and_told(house: str) -> None:
    number = int(workshop.write.using(max_tries=2).enqueue("x").id)
    for expected in ("ready", "lost"):
        assert [task.id for task in table.claim("dead", 5, timedelta(seconds=-1))] == [number]
        assert sweep(actor="clockwork") == 1
        assert queries.task(number).state == expected
    told = timeline([f"task:{number}"])[0].event
    assert told == TaskFailed(f"task:{number}", queries.task(number).path, "", 2)


def test_what_a_worker_back_from_the_dead_notes_does_not_count(house: str) -> None:
    workshop.write.enqueue("x")
    [late] = table.claim("dead", 1, timedelta(seconds=-1))
    sweep(actor="clockwork")
    [now] = table.claim("alive", 1, timedelta(minutes=1))
    assert not table.finish("dead", late, "wrong")
    assert table.finish("alive", now, "right")
    assert queries.task(now.id).answer == "right"


@postgresql_among_the_long
def test_a_long_task_keeps_its_lease(house: str) -> None:
    number = int(workshop.linger.enqueue("job", 4.5).id)
    worker = Worker(threads=1, lease=timedelta(seconds=2), grace=timedelta(seconds=10))
    ended: list[bool] = []

    def work() -> None:
        ended.append(worker.forever())
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    end = time.monotonic() + 60
    while queries.task(number).state != "done" and time.monotonic() < end:
        assert sweep(actor="test") == 0
        time.sleep(0.1)
    worker.stop()
    thread.join(60)
    assert ended == [True]
    assert len(workshop.noted()) == 2
    assert queries.task(number).tries == 1


def test_once_does_what_is_due_and_ends(house: str, spawn: Spawn) -> None:
    workshop.write.enqueue("a")
    workshop.write.enqueue("b")
    assert spawn("--once").wait(60) == 0
    assert workshop.noted() == ["a", "b"]


def test_workers_share_tasks_without_running_one_twice(house: str, spawn: Spawn) -> None:
    share(spawn, tasks=60, workers=2)


@pytest.mark.takes(70)
@pytest.mark.slow
def test_many_workers_share_many_tasks_without_running_one_twice(house: str, spawn: Spawn) -> None:
    share(spawn, tasks=1500, workers=4)


def share(spawn: Spawn, *, tasks: int, workers: int) -> None:
    for number in range(tasks):
        workshop.work_once.enqueue(str(number))
    for _ in range(workers):
        spawn("--threads", "2")
    until(lambda: queries.count(state="done") == tasks, 600)
    assert Counter(workshop.noted()) == Counter(
        f"{what} {number}" for number in range(tasks) for what in ("start", "end")
    )


@pytest.mark.takes(70)
@pytest.mark.slow
def test_workers_killed_again_and_again_lose_no_task(house: str, spawn: Spawn) -> None:
    for number in range(40):
        workshop.linger.using(max_tries=30).enqueue(str(number), 0.5)
    for _ in range(6):
        process = spawn("--lease", "1", "--threads", "3")
        until(lambda pid=process.pid: any(line.endswith(f" {pid}") for line in workshop.noted()))  # type: ignore[misc]
        time.sleep(0.4)
        process.kill()
        process.wait()
    spawn("--lease", "1")
    until(lambda: queries.count(state="done") >= 40, 600)  # what the clock begins meanwhile is done too
    until(lambda: len({line.split()[1] for line in workshop.noted() if line.startswith("end")}) == 40)


def test_work_off_ends_when_nothing_is_due(house: str) -> None:
    assert work_off() == 0
