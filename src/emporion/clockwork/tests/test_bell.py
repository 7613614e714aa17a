"""The same table with a bell: a real Valkey, real Celery workers, and whatever can be lost between them."""

import signal
import threading
from datetime import timedelta

import pytest
from celery import Celery
from django.db import connections
from django.utils import timezone
from structlog.testing import capture_logs

from emporion.clockwork import queries
from emporion.clockwork.bell import QUEUE, bell_at
from emporion.clockwork.worker import Worker
from tools.testing.brokers import Broker
from tools.testing.waiting import until
from tools.testing.workers import Spawn

from . import workshop

_GROWN = ["postgresql", pytest.param("sqlite", marks=pytest.mark.slow)]
pytestmark = pytest.mark.parametrize("house", _GROWN, indirect=True)


def done(*lines: str) -> bool:
    return sorted(workshop.noted()) == sorted(lines)


def is_heard(name: str) -> bool:
    """Whether the pool of Celery does again what is asked for: a worker needs some seconds to find its broker back."""
    workshop.who.enqueue(name)
    return f"{name} pool" in workshop.noted()


def test_a_ring_goes_out_with_the_commit_and_with_nothing_else(broker: Broker) -> None:
    with pytest.raises(workshop.NotToday):
        workshop.ask(line="never", refused=True, actor="test")
    workshop.write.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    assert broker.waiting(QUEUE) == 0
    workshop.ask(line="now", actor="test")
    assert broker.waiting(QUEUE) == 1


def test_a_task_is_done_in_the_pool_of_celery(broker: Broker, spawn: Spawn) -> None:
    spawn()
    for name in "abc":
        workshop.who.enqueue(name)
    until(lambda: done("a pool", "b pool", "c pool"))
    until(lambda: queries.count(state="done", path=workshop.who.module_path) == 3)
    assert broker.waiting(QUEUE) == 0


def test_a_task_rung_for_again_and_again_is_done_once(broker: Broker, spawn: Spawn) -> None:
    numbers = [int(workshop.work_once.enqueue(str(name)).id) for name in range(20)]
    for _ in range(3):
        bell_at(broker.address).ring(*numbers)
    for _ in range(2):
        spawn("--threads", "3")
    until(lambda: queries.count(state="done", path=workshop.work_once.module_path) == 20)
    until(lambda: broker.waiting(QUEUE) == 0)
    assert done(*(f"{what} {name}" for name in range(20) for what in ("start", "end")))
    assert {queries.task(number).tries for number in numbers} == {1}


def test_a_killed_workers_task_is_done_once_by_another(broker: Broker, spawn: Spawn) -> None:
    number = int(workshop.linger.enqueue("job", 2).id)
    first = spawn("--lease", "1.5")
    until(workshop.noted)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = spawn("--lease", "1.5")
    until(lambda: queries.task(number).state == "done")
    assert workshop.noted() == [f"start job {first.pid}", f"start job {second.pid}", f"end job {second.pid}"]
    assert queries.task(number).tries == 2


def test_what_the_broker_lost_is_done_all_the_same(broker: Broker, spawn: Spawn) -> None:
    workshop.who.enqueue("lost")
    broker.lose_everything()
    spawn()
    until(lambda: done("lost pool"))


@pytest.mark.takes(11)
def test_without_the_broker_tasks_are_kept_and_done_and_it_is_said_once(broker: Broker, spawn: Spawn) -> None:
    spawn()
    workshop.who.enqueue("rung")
    until(lambda: done("rung pool"))
    broker.kill()
    with capture_logs() as said:
        for name in "ab":
            workshop.who.enqueue(name)
    assert [line["event"] for line in said] == ["broker_away"]
    until(lambda: done("rung pool", "a hand", "b hand"))
    broker.start()
    with capture_logs() as said:
        until(lambda: bell_at(broker.address).ring(0))
    assert [line["event"] for line in said] == ["broker_back"]
    until(lambda: is_heard("again"), pause=0.5)


@pytest.mark.takes(11)
def test_a_worker_that_starts_before_its_broker_works_and_hears_later(broker: Broker, spawn: Spawn) -> None:
    broker.kill()
    workshop.who.enqueue("before")
    spawn()
    until(lambda: done("before hand"))
    broker.start()
    until(lambda: is_heard("after"), pause=0.5)


@pytest.mark.takes(11)
def test_sigterm_lets_a_rung_task_end_and_gives_back_what_outlasts_its_grace(broker: Broker, spawn: Spawn) -> None:
    short, long = int(workshop.linger.enqueue("short", 1.5).id), int(workshop.linger.enqueue("long", 40).id)
    process = spawn("--grace", "4")
    until(lambda: len(workshop.noted()) == 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert queries.task(short).state == "done"
    spawn()
    until(lambda: len([line for line in workshop.noted() if line.startswith("start long")]) == 2)
    assert queries.task(long).tries == 1


@pytest.mark.takes(7)
@pytest.mark.parametrize("ears", ["broken", "deaf"])
def test_a_worker_whose_ears_fail_works_all_the_same(
    broker: Broker, monkeypatch: pytest.MonkeyPatch, ears: str
) -> None:
    over = threading.Event()
    monkeypatch.setattr("celery.worker.WorkController.start", lambda _: ears == "broken" or over.wait())
    worker = Worker(threads=1, lease=timedelta(seconds=9), grace=timedelta(seconds=9))
    thread = threading.Thread(target=worked, args=[worker])
    thread.start()
    try:
        workshop.who.enqueue("a")
        until(lambda: done("a hand"))
        assert broker.waiting(QUEUE) > 0
    finally:
        over.set()
        worker.stop()
        thread.join(60)


def test_the_second_worker_of_a_process_answers_its_rings_itself(broker: Broker) -> None:
    for name in "ab":
        worker = Worker(threads=1, lease=timedelta(seconds=9), grace=timedelta(seconds=9))
        thread = threading.Thread(target=worked, args=[worker])
        thread.start()
        until(lambda name=name: is_heard(name), pause=0.5)  # type: ignore[misc]
        worker.stop()
        thread.join(60)


def worked(worker: Worker) -> None:
    """Until it is told to stop, without leaving a connection behind."""
    worker.forever()
    connections.close_all()


def test_whoever_writes_to_the_broker_can_wake_workers_and_no_more(broker: Broker, spawn: Spawn) -> None:
    stranger = Celery("stranger", broker=broker.address, set_as_current=False, fixups=())
    stranger.send_task("os.system", ["true"], queue=QUEUE)
    stranger.send_task("emporion.ring", ["; DROP TABLE", {}], queue=QUEUE, serializer="pickle")
    stranger.close()
    spawn()
    until(lambda: broker.waiting(QUEUE) == 0)
    workshop.who.enqueue("a")
    until(lambda: "a pool" in workshop.noted())
    assert done("a pool")
