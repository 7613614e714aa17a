"""A monitoring learns whether a house lives, whether it can work, and its figures, whoever else may not know them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from emporion.accounts.tests.factories import staff
from emporion.catalog.tests.factories import product
from emporion.clockwork.tests import workshop
from emporion.exchange import commands as exchange
from emporion.exchange.tests.factories import bad_row, make_channel, make_message
from emporion.journal.queries import last_fact
from emporion.site import settings as settings_file
from emporion.site.monitoring import figures
from emporion.site.tests.test_guards import LOSE
from tools.testing.brokers import Broker

TOKEN = "a-token-of-two-dozen-signs"
pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def token(settings: Settings) -> str:
    settings.EMPORION_METRICS = TOKEN
    return TOKEN


def told() -> dict[tuple[str, ...], float]:
    """The figures by name and values of their labels, in the order of the labels' names."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_a_living_process_says_so_under_any_name_and_without_its_database() -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get("/health/live", headers={"Host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.content, len(asked)) == (200, b"ok\n", 0)
    assert Client().post("/health/live").status_code == 405
    assert not answer.cookies


def test_a_house_that_cannot_work_says_which_part_of_it_is_missing() -> None:
    assert ready() == (200, {"ready": True, "causes": []})
    with connection.cursor() as cursor:
        cursor.execute(LOSE[connection.vendor])
    assert ready() == (503, {"ready": False, "causes": ["guards"]})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'orders'")
    assert ready() == (503, {"ready": False, "causes": ["tables", "guards"]})


def ready() -> tuple[int, Any]:
    answer = Client().get("/health/ready", headers={"Host": "10.1.2.3:8000"})
    return answer.status_code, answer.json()


def test_a_house_whose_database_is_away_lives_and_is_not_ready() -> None:
    script = """
import django; django.setup()
from django.test import Client
print(Client().get("/health/live").status_code, Client().get("/health/ready").content.decode())
"""
    away = os.environ | {"DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none"}
    done = subprocess.run([sys.executable, "-c", script], env=away, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == '200 {"ready": false, "causes": ["database"]}'


def test_figures_are_for_who_has_the_token_alone(token: str) -> None:
    for said in ({}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Bearer é"}):
        answer = Client().get("/metrics", headers=said)
        assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")
    assert told()


def test_without_a_token_there_is_no_such_page(settings: Settings) -> None:
    settings.EMPORION_METRICS = ""
    for said in ({}, {"Authorization": "Bearer "}):
        assert Client().get("/metrics", headers=said).status_code == 404


def test_a_token_that_can_be_guessed_lets_nothing_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMPORION_METRICS", "short")
    with pytest.raises(ImproperlyConfigured, match=r"has 5 characters.* openssl rand"):
        settings_file.token("EMPORION_METRICS", "openssl rand -hex 16")


def test_a_broker_that_is_away_is_a_figure(token: str, broker: Broker, settings: Settings) -> None:
    assert told()[("emporion_broker_away",)] == 0
    broker.kill()
    assert told()[("emporion_broker_away",)] == 1
    settings.TASKS = settings_file.engine("")
    assert ("emporion_broker_away",) not in told()


def test_the_figures_are_those_of_the_house(token: str) -> None:
    product("Blue cup")
    channel, other = make_channel("base"), make_channel("second")
    exchange.refuse_rows(channel=channel, message=make_message(channel), refused=[bad_row(), bad_row("b-2")], actor="x")
    exchange.want(channel=other, kind="order", object_ids=[1, 2, 3], actor="x")
    exchange.pause_outgoing(channel=other, reason="a count", actor="x")
    exchange.open_session(channel=other, kind="sale", actor="x")
    workshop.linger.enqueue("job", 1)
    found = told()
    assert found[("emporion_facts_total",)] == last_fact() > 0
    assert {code: found[("emporion_connection_refused_rows", code)] for code in ("base", "second")} == {
        "base": 2, "second": 0,
    }  # fmt: skip
    assert found[("emporion_connection_outgoing", "second")] == 3
    assert found[("emporion_connection_not_taken", "second")] == 0
    assert found[("emporion_outgoing_objects", "second", "order")] == 3
    assert 0 <= found[("emporion_outgoing_oldest_seconds", "second", "order")] < 600
    assert {code: found[("emporion_connection_paused", code)] for code in ("base", "second")} == {
        "base": 0, "second": 1,
    }  # fmt: skip
    assert 0 <= found[("emporion_connection_heard_seconds", "second")] < 600
    assert ("emporion_connection_heard_seconds", "base") not in found
    assert (found[("emporion_tasks", "ready")], found[("emporion_tasks", "failed")]) == (1, 0)
    assert found[("emporion_worker_late_seconds",)] == -1
    assert found[("emporion_ledger_findings",)] == 0
    assert 0 < found[("emporion_disk_free_bytes",)] < found[("emporion_disk_bytes",)]
    assert found[("emporion_unreadable", "ledger")] == 0
    assert found[("process_resident_memory_bytes",)] > 1 << 20


def test_what_cannot_be_read_is_named_and_hides_nothing_else(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def _book() -> Iterator[Metric]:
        raise OSError("/secret/place")

    monkeypatch.setattr(figures, "FIGURES", (_book, *figures.FIGURES))
    found = told()
    assert (found[("emporion_unreadable", "book")], found[("emporion_unreadable", "work")]) == (1, 0)
    assert ("emporion_tasks", "ready") in found


def test_answers_are_counted_by_page_and_tell_no_address(token: str) -> None:
    client = Client()
    client.force_login(staff("owner"))
    before = told()
    client.get("/orders/?q=hidden+person")
    client.get("/orders/424242/")
    client.get("/no/such/page/of/424242/")
    client.generic("BREW", "/orders/")
    now = told()

    def more(*name: str) -> float:
        return now.get(name, 0) - before.get(name, 0)

    assert more("emporion_http_requests_total", "GET", "web:orders", "200") == 1
    assert more("emporion_http_requests_total", "GET", "web:order", "404") == 1
    assert more("emporion_http_requests_total", "GET", "none", "404") == 1
    assert more("emporion_http_requests_total", "other", "web:orders", "200") == 1
    assert more("emporion_http_request_seconds_count", "web:orders") == 2
    assert not [name for name in now if "hidden" in str(name) or "424242" in str(name)]
