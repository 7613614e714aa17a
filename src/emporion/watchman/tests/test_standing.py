"""A worker that stands still is told of by the processes that answer pages, once, though nobody is there to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from emporion.accounts import commands as accounts
from emporion.accounts.tests.post_office import PostOffice, post_office
from emporion.clockwork.queries import tasks
from emporion.watchman import commands, queries
from emporion.watchman.commands import stand_in
from emporion.watchman.looking import look
from emporion.watchman.types import CHECKS

pytestmark = pytest.mark.usefixtures("house")
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def only_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in list(CHECKS):
        if code != "worker.stopped":
            monkeypatch.delitem(CHECKS, code)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    person = accounts.add_staff(email="owner@shop.example", name="Anna", actor="cli").id
    accounts.grant(staff=person, role="owner", actor="cli")
    with post_office(settings) as office:
        yield office


def test_a_house_whose_worker_works_or_never_began_is_left_alone(
    office: PostOffice, clock: time_machine.Traveller
) -> None:
    assert stand_in() is False
    look()
    clock.shift(4 * MINUTE)
    assert stand_in() is False
    assert (office.letters, queries.alerts()) == ([], [])


def test_a_worker_that_stands_still_is_told_once_from_here_and_closes_when_it_works_again(
    office: PostOffice, httpserver: HTTPServer, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.EMPORION_HOOKS_INSIDE = True
    httpserver.expect_request("/hook").respond_with_data("", status=204)
    commands.set_telling(by_mail=True, hook_url=httpserver.url_for("/hook"), actor="staff:1")
    look()
    clock.shift(6 * MINUTE)
    assert [stand_in(), stand_in()] == [True, False]
    [letter] = office.letters
    assert str(letter["Subject"]).startswith("Emporion: No worker has been at work since 2 Mar, 08:00")
    assert len(httpserver.log) == 1
    assert tasks(path="emporion.watchman.tasks.send_letter") == [], "a worker that comes back writes no second one"
    look()
    assert queries.needs_somebody() == []
    for _minute in range(16):
        clock.shift(MINUTE)
        look()
    assert queries.alerts() == []
    assert len(office.letters) == 1


def test_a_house_that_does_not_want_to_know_is_left_alone(office: PostOffice, clock: time_machine.Traveller) -> None:
    look()
    commands.set_check(check="worker.stopped", is_on=False, actor="staff:1")
    clock.shift(6 * MINUTE)
    assert (stand_in(), queries.stands_still_since()) == (False, None)


def test_several_processes_of_pages_tell_of_it_once(
    office: PostOffice, clock: time_machine.Traveller, at_once: Callable[..., list[object]]
) -> None:
    look()
    clock.shift(6 * MINUTE)
    assert sorted(map(bool, at_once(*[stand_in] * 4))) == [False, False, False, True]
    assert len(office.letters) == 1


def test_a_mail_server_that_is_away_stops_nothing(office: PostOffice, clock: time_machine.Traveller) -> None:
    office.hangs_up = True
    look()
    clock.shift(6 * MINUTE)
    assert stand_in() is True
    assert len(queries.alerts()) == 1
