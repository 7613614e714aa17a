"""A clock that showed a future and was set right again: nothing waits until that future comes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from emporion.clockwork import queries, table
from emporion.clockwork.commands import follow_the_clock, sweep, work_off
from emporion.clockwork.types import SCHEDULES, every
from emporion.clockwork.worker import Clock

from . import workshop

pytestmark = pytest.mark.usefixtures("house")
NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
AHEAD = timedelta(days=400)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(SCHEDULES):
        monkeypatch.delitem(SCHEDULES, name)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW + AHEAD, tick=False) as clock:
        yield clock


def test_a_task_asked_for_in_that_future_is_done_now(clock: Any) -> None:
    workshop.write.enqueue("a")
    later = int(workshop.write.using(run_after=NOW + AHEAD + timedelta(hours=1)).enqueue("b").id)
    clock.move_to(NOW)
    work_off()
    assert workshop.noted() == ["a"]
    assert queries.task(later).run_after == NOW + timedelta(hours=1), "it keeps the pause it was given"


def test_a_task_that_stumbled_in_that_future_is_tried_again_after_its_pause(clock: Any) -> None:
    number = int(workshop.stumble.enqueue("a").id)
    work_off()
    clock.move_to(NOW)
    follow_the_clock(actor="clockwork")
    assert queries.task(number).run_after == NOW + timedelta(seconds=5)


def test_a_task_whose_worker_died_in_that_future_is_freed(clock: Any) -> None:
    number = int(workshop.write.enqueue("a").id)
    assert len(table.claim("dead", 1, timedelta(minutes=1))) == 1
    clock.move_to(NOW)
    assert follow_the_clock(actor="clockwork") == 1
    clock.shift(timedelta(seconds=61))
    assert sweep(actor="clockwork") == 1
    assert queries.task(number).state == "ready"


def test_a_task_in_a_living_hand_stays_there(clock: Any) -> None:
    number = int(workshop.write.enqueue("a").id)
    [mine] = table.claim("alive", 1, timedelta(minutes=1))
    clock.move_to(NOW)
    follow_the_clock(actor="clockwork")
    assert table.renew("alive", [number], timedelta(minutes=1)) == 1
    assert (sweep(actor="clockwork"), table.finish("alive", mine, "done")) == (0, True)


def test_a_schedule_does_not_wait_for_that_future(clock: Any) -> None:
    ran: list[int] = []
    every(60, "test.tick", lambda: ran.append(1))
    work_off()
    clock.move_to(NOW)
    work_off()
    clock.shift(timedelta(seconds=60))
    work_off()
    assert ran == [1]


def test_what_is_rightly_later_stays_later(clock: Any) -> None:
    clock.move_to(NOW)
    number = int(workshop.write.using(run_after=NOW + AHEAD).enqueue("a").id)
    clock.shift(timedelta(seconds=-30))  # another machine's clock may differ a little
    assert follow_the_clock(actor="clockwork") == 0
    assert queries.task(number).run_after == NOW + AHEAD


def test_a_worker_notices_a_clock_that_is_set_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = [1000.0]
    monkeypatch.setattr("emporion.clockwork.worker.time.time", lambda: wall[0])
    monkeypatch.setattr("emporion.clockwork.worker.time.monotonic", lambda: 5.0)
    clock = Clock()
    told = []
    for jump in (0, -5, 3600, -3600, 0):
        wall[0] += jump
        told.append(clock.was_set_back())
    assert told == [False, False, False, True, False]
