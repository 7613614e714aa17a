"""Every process that answers pages looks by itself whether a worker is at work."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from emporion.accounts import commands as accounts
from emporion.accounts.tests.post_office import post_office
from emporion.site.monitoring.standing import begin
from emporion.watchman.looking import look
from emporion.watchman.queries import alerts

pytestmark = pytest.mark.usefixtures("house")
LONG_AGO = timedelta(minutes=10)


def test_the_thread_of_a_process_tells_of_a_worker_that_stands_still(settings: Settings) -> None:
    person = accounts.add_staff(email="owner@shop.example", name="Anna", actor="cli").id
    accounts.grant(staff=person, role="owner", actor="cli")
    with time_machine.travel(datetime.now(UTC) - LONG_AGO, tick=False):
        look()
    ending = threading.Event()
    with post_office(settings) as office:
        thread = begin(0.05, ending)
        for _try in range(200):
            if any("No worker" in str(one["Subject"]) for one in office.letters):
                break
            ending.wait(0.05)
        ending.set()
        thread.join(5)
    assert "worker.stopped" in [one.code for one in alerts()]
    assert len(office.letters) == 1
