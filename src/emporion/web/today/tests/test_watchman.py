"""What is wrong stands on Today and on the watchman's page for whom it concerns; people answer it there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from emporion.clockwork.commands import ensure_schedules
from emporion.clockwork.models import ScheduleRun
from emporion.clockwork.queries import schedules
from emporion.exchange import commands as exchange
from emporion.exchange.tests.factories import make_channel
from emporion.watchman import queries
from emporion.watchman.checks.house import IN_THE_HOUSE
from emporion.watchman.looking import look
from emporion.watchman.types import CHECKS, Check, Found, Limit, watch_over
from emporion.web.tests.factories import person, signed_in
from emporion.web.today import attention

pytestmark = pytest.mark.usefixtures("house")
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEVEL = {"north": 5}


def _levels(limit: int) -> Iterator[Found]:
    yield Found("tank:1", LEVEL["north"], LEVEL["north"] >= limit, "North", limit)


@pytest.fixture(autouse=True)
def tank(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for code in list(CHECKS):
        if code != "connection.silent":
            monkeypatch.delitem(CHECKS, code)
    watch_over(
        Check(
            code="tank.low", title="Tanks that run dry", says="Tank %(name)s: %(figure)s", remedy="Fill it.",
            right="settings.view", look=_levels, unit="percent", limit=Limit(10, 1, 90), below=True,
            page="settings_diagnosis",
        )
    )  # fmt: skip
    LEVEL["north"] = 5
    yield
    CHECKS.pop("tank.low", None)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def said(role: str = "owner") -> list[str]:
    return [str(one.title) for one in attention.todos(person(role, email=f"{role}@today.example"))]


def test_an_alert_stands_on_today_for_whom_it_concerns_and_on_the_page_with_its_remedy(
    clock: time_machine.Traveller,
) -> None:
    assert said() == []
    look()
    assert said("integrator") == ["Tank North: 5\xa0%"]
    assert said("storekeeper") == []
    assert attention.count() == 1
    client = signed_in()
    page = text(client, "/watchman/")
    assert "1 trouble is open." in page and "Tank North: 5\xa0%" in page and "Fill it." in page
    assert "Tanks that run dry" in page
    manager = signed_in("manager", email="manager@shop.example")
    assert "Tank North" not in text(manager, "/watchman/"), "it is for who sets the house up"
    assert manager.get(f"/watchman/alerts/{queries.alerts()[0].id}/").status_code == 403
    assert signed_in("storekeeper", email="s@shop.example").get("/watchman/").status_code == 403


def test_who_sees_to_it_is_named_and_today_asks_nobody_else(clock: time_machine.Traveller) -> None:
    look()
    [alert] = queries.alerts()
    client = signed_in()
    page = text(client, f"/watchman/alerts/{alert.id}/")
    assert "I see to it" in page and "/settings/diagnosis/" in page
    assert client.post(f"/watchman/alerts/{alert.id}/see/", {"note": "Lorry comes"}).status_code == 302
    assert (said("integrator"), attention.count()) == ([], 0)
    page = text(client, "/watchman/")
    assert "Somebody sees to it" in page and "Lorry comes" in page
    assert "sees to it. Lorry comes" in text(client, f"/watchman/alerts/{alert.id}/")


def test_a_mute_asks_for_a_reason_stands_on_the_page_and_ends_by_a_press(clock: time_machine.Traveller) -> None:
    look()
    [alert] = queries.alerts()
    client, way = signed_in(), f"/watchman/alerts/{alert.id}/mute/"
    assert client.post(way, {"days": "7", "reason": " "}).status_code == 422
    assert client.post(way, {"days": "6", "reason": "x"}).status_code == 422
    assert client.post(way, {"days": "7", "reason": "Rebuilt"}).status_code == 302
    assert said("integrator") == []
    assert "Rebuilt" in text(client, "/watchman/")
    assert client.post("/watchman/mutes/end/", {"check": "tank.low", "subject": "tank:1"}).status_code == 302
    assert len(said("accountant")) == 1


def test_a_limit_is_set_on_the_page_within_reach(clock: time_machine.Traveller) -> None:
    look()
    client, way = signed_in(), "/watchman/checks/tank.low/"
    assert 'value="10"' in text(client, way)
    assert client.post(way, {"is_on": "on", "limit": "91"}).status_code == 422
    assert client.post(way, {"is_on": "on", "limit": "3"}).status_code == 302
    look()
    assert queries.needs_somebody() == []
    assert client.post(way, {}).status_code == 422, "a limit is needed also while it is off"
    assert client.post(way, {"limit": "3"}).status_code == 302
    assert (queries.check("tank.low").is_on, queries.alerts()) == (False, [])
    assert client.get("/watchman/checks/nothing/").status_code in (404, 409, 422)
    assert signed_in("accountant", email="a@shop.example").get(way).status_code == 403


def test_what_stumbled_by_the_clock_runs_again_by_one_press_on_today(clock: time_machine.Traveller) -> None:
    LEVEL["north"] = 50
    ensure_schedules(actor="test")
    ScheduleRun.objects.filter(name="web.forget_bulk").update(error="OSError: no room", last_at=MORNING)
    [stumbled] = [one for one in IN_THE_HOUSE if one.code == "worker.stumbled"]
    watch_over(stumbled)
    try:
        look()
        [todo] = attention.todos(person("integrator", email="i@today.example"))
        assert todo.remedy and (todo.remedy.url, todo.remedy.post) == ("/watchman/schedules/again/", True)
        [seen] = attention.todos(person("accountant", email="a@today.example"))
        assert seen.remedy and not seen.remedy.post, "who may not change the house is led to the alert"
        assert signed_in().post("/watchman/schedules/again/").status_code == 302
        assert [one.next_at for one in schedules() if one.name == "web.forget_bulk"] == [MORNING]
    finally:
        CHECKS.pop("worker.stumbled")


def test_a_silent_connection_of_which_nobody_wants_to_hear_leaves_today(clock: time_machine.Traveller) -> None:
    LEVEL["north"] = 50
    channel = make_channel(settings={"heard_every_minutes": 5})
    exchange.open_session(channel=channel, kind="catalog", actor="channel:base")
    clock.shift(11 * MINUTE)
    look()
    assert len(said()) == attention.count() == 1, "told once, by the line that Today has always had"
    [alert] = queries.alerts()
    assert signed_in().post(f"/watchman/alerts/{alert.id}/mute/", {"days": "7", "reason": "Moved"}).status_code == 302
    assert (said("integrator"), attention.count()) == ([], 0)


def test_a_house_without_a_worker_says_so_on_every_first_page(clock: time_machine.Traveller) -> None:
    LEVEL["north"] = 50
    look()
    clock.shift(6 * MINUTE)
    assert said() == ["No worker is at work"]
    assert attention.count() == 1
    assert "No worker is at work" in text(signed_in(), "/watchman/")
