"""Nothing works on a database that would let facts be changed: pages, workers and `up` say so before they start."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from emporion.journal.queries import timeline
from emporion.ledger.types import GuardsPutUp
from tools.testing.engines import postgresql_among_the_long

LOSE = {
    "sqlite": "DROP TRIGGER journal_fact_delete",
    "postgresql": "ALTER TABLE journal_fact DISABLE TRIGGER journal_fact_row",
}
LOST = {"sqlite": "journal_fact_delete", "postgresql": "journal_fact_row"}


@pytest.fixture
def lost(house: str) -> str:
    """A house that has lost a guard."""
    with connection.cursor() as cursor:
        cursor.execute(LOSE[connection.vendor])
    return LOST[connection.vendor]


def started(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], env=os.environ, capture_output=True, text=True, check=False, timeout=60
    )


@postgresql_among_the_long
def test_no_part_of_the_house_starts_without_its_guards(lost: str) -> None:
    sentence = f"The database does not protect its facts and entries any more. Missing: {lost}."
    console = ("-m", "emporion.site.console")
    for words in ((*console, "worker", "--once"), (*console, "up", "--web", "0"), ("-m", "emporion.site.wsgi")):
        done = started(*words)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "emporion ledger verify --repair" in done.stderr or words[-1] == "emporion.site.wsgi"


def test_the_checks_of_the_installation_name_a_lost_guard_and_the_remedy(lost: str) -> None:
    with pytest.raises(Exception, match=f"Missing: {lost}.*\n.*ledger verify --repair"):
        call_command("check", databases=["default"], fail_level="WARNING")


def test_the_remedy_puts_the_guards_up_again_and_is_told_once(lost: str) -> None:
    call_command("ledger", "verify", "--repair")
    call_command("ledger", "verify", "--repair")
    assert [fact.event for fact in timeline(["ledger"])] == [GuardsPutUp("ledger", (lost,))]
    call_command("check", databases=["default"], fail_level="WARNING")


@postgresql_among_the_long
def test_a_sound_house_starts(house: str) -> None:
    assert started("-m", "emporion.site.console", "worker", "--once").returncode == 0
    assert started("-m", "emporion.site.wsgi").returncode == 0


def test_verify_alone_changes_nothing(lost: str) -> None:
    with pytest.raises(CommandError, match="Findings: 1;"):
        call_command("ledger", "verify", "--json")
    with pytest.raises(CommandError, match="Findings: 1;"):
        call_command("ledger", "verify", "--json")
