"""The diagnosis: what is well, what is not with its remedy, and no secret in what is sent to a helper."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from emporion.clockwork.models import ScheduleRun
from emporion.clockwork.types import SCHEDULES
from emporion.exchange.tests.factories import make_channel
from emporion.household import commands as household
from emporion.web import diagnosis
from emporion.web.diagnosis import Finding, as_text, findings
from emporion.web.tests.factories import EMAIL, signed_in
from tools.testing.brokers import Broker

DROPPED = {"sqlite": "journal_fact_update", "postgresql": "journal_fact_all ON journal_fact"}
pytestmark = pytest.mark.usefixtures("house")


def named(name: str) -> Finding:
    [found] = [one for one in findings() if one.name == name]
    return found


def worker_is_due(seconds: int) -> None:
    """As a worker leaves the table that has just begun something and will begin the next so many seconds from now."""
    now = timezone.now()
    ScheduleRun.objects.all().delete()
    ScheduleRun.objects.create(name=min(SCHEDULES), next_at=now + timedelta(seconds=seconds), last_at=now)


def test_a_house_without_a_worker_says_so_and_how_one_is_started() -> None:
    assert (named("Worker").tone, "emporion worker" in named("Worker").remedy) == ("bad", True)
    worker_is_due(30)
    assert (named("Worker").tone, named("Worker").remedy) == ("good", "")
    worker_is_due(-360)
    assert (named("Worker").tone, "none at work" in named("Worker").value) == ("bad", True)


def test_a_broker_is_named_only_where_there_is_one_and_stops_nothing_while_it_is_away(
    broker: Broker,
) -> None:
    assert named("Broker") == Finding("Broker", "answers")
    broker.kill()
    away = named("Broker")
    assert (away.tone, "No task is lost" in away.remedy) == ("warn", True)
    assert str(broker.port) not in as_text(findings())
    with override_settings(TASKS={"default": {"BACKEND": "emporion.clockwork.backend.DatabaseBackend"}}):
        assert "Broker" not in {one.name for one in findings()}


def test_everything_a_helper_asks_first_is_looked_at() -> None:
    found = {one.name for one in findings()}
    assert found >= {"Versions", "Database", "Tables", "Guards of the books", "Clock", "Worker", "Background work"}
    assert found >= {"Disk of the data", "Last backup"}
    assert named("Database").value.startswith(connection.display_name)
    assert (named("Tables").value, named("Clock").tone) == ("up to date", "good")


def test_a_missing_guard_a_full_disk_and_a_failed_backup_are_named_with_their_remedies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert named("Last backup").tone == "warn"
    backup = household.note_backup(place="x", bytes=1, seconds=1, fingerprint="f", actor="task:backup")
    household.note_drill(backup=backup, error="it did not come back", actor="task:backup")
    assert (named("Last backup").tone, "the disk has room" in named("Last backup").remedy) == ("bad", True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: (1000 << 20, 950 << 20, 50 << 20))
    assert (named("Disk of the data").tone, named("Disk of the data").value) == ("bad", "50 MB free, 5 %")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER " + DROPPED[connection.vendor])
    assert "ledger verify --repair" in named("Guards of the books").remedy


def test_what_cannot_be_looked_at_says_so_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Finding]:
        raise OSError("/secret/place")

    monkeypatch.setattr(diagnosis, "LOOKS", (broken, diagnosis._version))
    [first, _versions] = findings()
    assert (first.name, first.value, first.tone) == ("broken", "OSError", "bad")
    assert "/secret" not in as_text(findings())


def test_the_page_and_the_command_say_the_same_and_hold_no_secret() -> None:
    client = signed_in()
    make_channel("1c", secrets={"login": "moth", "password": "candle-in-the-dark"})
    page = client.get("/settings/diagnosis/").content.decode()
    out = StringIO()
    with pytest.raises(CommandError, match="to mend"):  # no worker runs here
        call_command("doctor", stdout=out)
    told = out.getvalue()
    assert "Emporion" in told and "!! Worker: none has started yet" in told and "→ Worker: Start one" in told
    assert "!! Worker: none has started yet" in page and "Start one with" in page
    database = settings.DATABASES["default"]
    secrets = ["candle-in-the-dark", "moth", EMAIL, "Main base", settings.SECRET_KEY, str(settings.EMPORION_HOME)]
    secrets += [str(database[word]) for word in ("PASSWORD", "HOST", "NAME") if database.get(word)]
    assert [secret for secret in secrets if secret in told or secret in page.split("<textarea")[1]] == []


def test_who_sets_nothing_up_is_not_shown_it() -> None:
    assert signed_in("manager").get("/settings/diagnosis/").status_code == 403
