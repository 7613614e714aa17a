"""A task is a row of the transaction that asks for it, and it runs until it went well or cannot."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks import TaskResultStatus

from emporion.clockwork import queries
from emporion.clockwork.commands import forget_done_tasks, retry_task, work_off
from emporion.clockwork.models import Task
from emporion.clockwork.running import pause
from emporion.clockwork.types import NoSuchTask, TaskFailed
from emporion.journal.queries import timeline

from . import workshop


def test_a_task_runs_and_its_answer_is_kept(house: str) -> None:
    asked = workshop.write.enqueue("hello")
    assert asked.status == TaskResultStatus.READY
    assert work_off() == 1
    asked.refresh()
    assert asked.return_value == "hello"
    assert workshop.noted() == ["hello"]
    assert queries.task(int(asked.id)).tries == 1


def test_a_refused_command_takes_its_task_back(house: str) -> None:
    with pytest.raises(workshop.NotToday):
        workshop.ask(line="lost", refused=True, actor="test")
    workshop.ask(line="kept", actor="test")
    work_off()
    assert workshop.noted() == ["kept"]


def test_what_is_no_json_is_no_argument(house: str) -> None:
    with pytest.raises(TypeError):
        workshop.write.enqueue(object())  # type: ignore[arg-type]
    assert queries.tasks() == []


def test_urgent_ones_come_first_and_later_ones_wait(house: str) -> None:
    workshop.write.enqueue("usual")
    workshop.write.using(priority=50).enqueue("urgent")
    workshop.write.using(priority=-50).enqueue("some day")
    workshop.write.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    work_off()
    assert workshop.noted() == ["urgent", "usual", "some day"]
    assert queries.count(state="ready") == 1


def test_pauses_grow_to_an_hour() -> None:
    assert [pause(tries).total_seconds() for tries in range(1, 9)] == [5, 15, 45, 135, 405, 1215, 3600, 3600]


def test_an_error_is_tried_again_after_growing_pauses_and_then_shown(house: str) -> None:
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        number = int(workshop.stumble.enqueue("x").id)
        for tries, seconds in ((1, 5), (2, 15), (3, 45)):
            work_off()
            clock.shift(timedelta(seconds=seconds - 1))
            work_off()  # schedules of other rooms may come due, this task does not
            assert (queries.task(number).state, queries.task(number).tries) == ("ready", tries)
            clock.shift(timedelta(seconds=1))
        work_off()
    failed = queries.task(number)
    assert (failed.state, failed.tries, failed.error_class) == ("failed", 4, "builtins.ConnectionResetError")
    assert "ConnectionResetError: x" in failed.error
    told = timeline([f"task:{number}"])[0]
    assert told.event == TaskFailed(f"task:{number}", failed.path, "builtins.ConnectionResetError", 4)
    assert told.actor == "clockwork"


@pytest.mark.parametrize("name", ["refuse", "never"])
def test_what_cannot_pass_is_not_tried_again(house: str, name: str) -> None:
    number = int(getattr(workshop, name).enqueue().id)
    work_off()
    assert (queries.task(number).state, queries.task(number).tries) == ("failed", 1)


def test_a_task_cannot_take_its_worker_along(house: str) -> None:
    number = int(workshop.leave.enqueue().id)
    workshop.write.enqueue("after")
    work_off()
    assert workshop.noted() == ["after"]
    assert "SystemExit" in queries.task(number).error


def test_a_unique_task_is_asked_for_once_until_it_is_done(house: str) -> None:
    unique = workshop.write.using(unique_key="message:5")
    first = unique.enqueue("one")
    assert unique.enqueue("two").id == first.id
    found = queries.unfinished("message:5")
    assert found is not None
    assert (found.id, found.args) == (int(first.id), ["one"])
    work_off()
    assert queries.unfinished("message:5") is None
    assert unique.enqueue("three").id != first.id
    work_off()
    assert workshop.noted() == ["one", "three"]


def test_many_who_ask_at_once_get_the_same_task(house: str, at_once: Callable[..., list[object]]) -> None:
    unique = workshop.write.using(unique_key="message:5")
    ids = at_once(*[lambda: unique.enqueue("x").id for _ in range(8)])
    assert len(set(ids)) == 1
    assert queries.count(state="ready") == 1


def test_progress_is_seen(house: str) -> None:
    number = int(workshop.report.enqueue().id)
    work_off()
    seen = queries.task(number)
    assert (seen.done, seen.total, seen.progress) == (3, 7, "goods")


def test_a_failed_task_gets_its_tries_again(house: str) -> None:
    number = int(workshop.never.enqueue().id)
    work_off()
    retry_task(task=number, actor="staff:1")
    work_off()
    assert workshop.noted() == ["never", "never"]
    done = int(workshop.write.enqueue("x").id)
    with pytest.raises(NoSuchTask):
        retry_task(task=done, actor="staff:1")


def test_a_failed_task_stays_when_a_newer_one_of_its_key_stands(house: str) -> None:
    unique = workshop.never.using(unique_key="message:5")
    number = int(unique.enqueue().id)
    work_off()
    unique.enqueue()
    with pytest.raises(NoSuchTask):
        retry_task(task=number, actor="staff:1")


def test_done_tasks_are_forgotten_after_a_week_and_failed_ones_stay(house: str) -> None:
    with time_machine.travel("2026-05-01 10:00Z"):
        workshop.write.enqueue("x")
        workshop.never.enqueue()
        work_off()
    with time_machine.travel("2026-05-07 10:00Z"):
        assert forget_done_tasks(actor="test") == 0
    with time_machine.travel("2026-05-09 10:00Z"):
        assert forget_done_tasks(actor="test") == 1
    assert [task.state for task in queries.tasks()] == ["failed"]


def test_a_task_that_no_code_stands_for_fails_with_its_path(house: str) -> None:
    number = int(workshop.write.enqueue("x").id)
    Task.objects.filter(pk=number).update(path="emporion.clockwork.tests.workshop.gone", max_tries=1)
    work_off()
    assert "gone" in queries.task(number).error
