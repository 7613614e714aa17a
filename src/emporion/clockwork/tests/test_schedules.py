"""What happens by the clock happens once, whoever looks and however long nobody looked."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from emporion.clockwork import queries
from emporion.clockwork.commands import ensure_schedules, start_due_schedules, work_off
from emporion.clockwork.types import SCHEDULES, Schedule, daily, every

from . import workshop


@pytest.fixture(autouse=True)
def only_ours() -> Iterator[None]:
    """Schedules of the rooms are left out, and ours do not stay."""
    before = dict(SCHEDULES)
    SCHEDULES.clear()
    yield
    SCHEDULES.clear()
    SCHEDULES.update(before)


def test_every_so_many_seconds(house: str) -> None:
    every(60, "test.tick", lambda: workshop.note("tick"))
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        work_off()
        assert workshop.noted() == []
        for _ in range(3):
            clock.shift(60)
            work_off()
            work_off()
    assert workshop.noted() == ["tick"] * 3


def test_missed_times_are_made_up_once(house: str) -> None:
    every(60, "test.tick", lambda: workshop.note("tick"))
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        work_off()
        clock.shift(timedelta(days=3))
        work_off()
        work_off()
    assert workshop.noted() == ["tick"]


def test_once_a_day_at_a_time_of_the_house(house: str, settings: Settings) -> None:
    daily("03:20", "test.night", lambda: workshop.note("night"))
    with time_machine.travel("2026-05-01 03:00Z", tick=False) as clock:
        work_off()
        clock.shift(timedelta(minutes=19))
        work_off()
        assert workshop.noted() == []
        clock.shift(timedelta(minutes=2))
        work_off()
        clock.shift(timedelta(hours=23))
        work_off()
        assert workshop.noted() == ["night"]
    [seen] = queries.schedules()
    assert seen.next_at == datetime(2026, 5, 2, 3, 20, tzinfo=UTC)


def test_a_daily_time_keeps_its_place_through_the_change_of_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    athens = ZoneInfo("Europe/Athens")
    monkeypatch.setattr(timezone, "get_default_timezone", lambda: athens)
    night = Schedule("n", lambda: None, daily_at=time(6))
    before_spring = datetime(2026, 3, 28, 7, tzinfo=athens)
    assert night.next_after(before_spring) == datetime(2026, 3, 29, 6, tzinfo=athens)
    assert night.next_after(before_spring) - before_spring == timedelta(hours=23)


def test_one_of_many_who_look_starts_it(house: str, at_once: Callable[..., list[object]]) -> None:
    every(60, "test.tick", lambda: workshop.note("tick"))
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        ensure_schedules(actor="test")
        clock.shift(61)
        started = at_once(*[lambda: start_due_schedules(actor="test") for _ in range(8)])
        assert sorted(map(str, started)) == ["0"] * 7 + ["1"]
        work_off()
    assert workshop.noted() == ["tick"]


def test_a_schedule_that_still_runs_is_not_started_beside_itself(house: str) -> None:
    every(60, "test.tick", lambda: workshop.note("tick"))
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        ensure_schedules(actor="test")
        for _ in range(3):
            clock.shift(61)
            start_due_schedules(actor="test")
        assert queries.count(state="ready") == 1


def test_an_error_is_kept_until_it_goes_well(house: str) -> None:
    broken = [True]

    def run() -> None:
        if broken:
            raise ConnectionResetError("no network")

    every(60, "test.tick", run)
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        work_off()
        clock.shift(61)
        work_off()
        [seen] = queries.schedules()
        assert seen.error == "ConnectionResetError: no network"
        broken.clear()
        clock.shift(10)
        work_off()
    assert queries.schedules()[0].error == ""


def test_one_that_became_more_frequent_does_not_wait_for_its_old_time(house: str) -> None:
    every(86400, "test.tick", lambda: workshop.note("tick"))
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        work_off()
        every(60, "test.tick", lambda: workshop.note("tick"))
        work_off()
        clock.shift(61)
        work_off()
    assert workshop.noted() == ["tick"]


def test_one_that_code_no_longer_has_is_passed_over(house: str) -> None:
    every(60, "test.tick", lambda: workshop.note("tick"))
    with time_machine.travel("2026-05-01 10:00Z", tick=False) as clock:
        ensure_schedules(actor="test")
        clock.shift(61)
        start_due_schedules(actor="test")
        del SCHEDULES["test.tick"]
        assert work_off() == 1
    assert workshop.noted() == []
