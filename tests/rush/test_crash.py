"""Processes killed in the middle of everything: the book adds up, no command ran twice, a difference is named."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from emporion.journal.models import CommandKey
from emporion.ledger.models import Balance, Entry, Posting
from emporion.orders.models import OrderPayment
from tests.rush import life
from tests.rush.killing import Lane, live_and_die
from tests.rush.proofs import gaps_in_numbers, prove_the_book
from tools.testing.engines import postgresql_among_the_long

pytestmark = pytest.mark.usefixtures("house")


def ledger_verify() -> tuple[int, list[dict[str, Any]]]:
    """What `ledger verify --json` says, with its exit code."""
    said = io.StringIO()
    try:
        call_command("ledger", "verify", "--json", stdout=said)
    except CommandError as error:
        return error.returncode, json.loads(said.getvalue())
    return 0, json.loads(said.getvalue())


def console_verify() -> tuple[int, list[dict[str, Any]]]:
    """The same from the console, in a process of its own."""
    command = [sys.executable, "-m", "emporion.site.console", "ledger", "verify", "--json"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.returncode, json.loads(told.stdout)


def a_life_with_kills(folder: Path, *, commands: int, lanes: int, kills: int, seed: int) -> Counter[str]:
    shown = life.scene()
    words = {"scene": shown.told(), "seed": seed}
    workers = [Lane(number, lanes, commands, words, folder) for number in range(lanes)]
    happened = live_and_die(workers, kills=kills, seed=seed)
    assert sum(lane.kills for lane in workers) == kills
    assert sum(happened.values()) == commands, "every command was told to have ended, whoever was killed"
    assert [word for word in happened if "ERROR" in word] == []
    assert {word.split()[0] for word in happened if word.endswith(" done")} == set(life.WEIGHTS)
    return happened


def prove_each_ran_once(happened: Counter[str]) -> None:
    """A command that was in hand at a kill was told to run again; what it did stands once."""
    done = sum(count for word, count in happened.items() if word.endswith(" done"))
    assert CommandKey.objects.filter(key__startswith="life:").count() == done
    for memo, word in (("receive", "receive done"), ("move", "move done")):
        assert Posting.objects.filter(memo=memo, document__startswith="document:").count() == happened[word]
    assert OrderPayment.objects.count() == happened["note_payment done"]
    assert gaps_in_numbers("K") == []


def prove_that_a_difference_is_named() -> None:
    """One balance and one entry changed behind the house's back, each found with its account, variant and sums."""
    balance = Balance.objects.filter(account__kind="shelf").exclude(quantity=0).order_by("pk").first()
    assert balance
    subject = f"{balance.account.code} variant {balance.variant}"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET quantity = quantity + 1000 WHERE id = %s", [balance.pk])
    code, findings = ledger_verify()
    assert code == 1
    [finding] = findings
    assert (finding["code"], finding["subject"]) == ("balance", subject)
    assert (finding["expected"], finding["found"]) == (balance.quantity, balance.quantity + 1000)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET quantity = quantity - 1000 WHERE id = %s", [balance.pk])
    assert ledger_verify() == (0, [])

    entry = Entry.objects.filter(account=balance.account, variant=balance.variant).order_by("pk").first()
    assert entry
    with guards_down("ledger_entry"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = quantity + 1 WHERE id = %s", [entry.pk])
    code, findings = ledger_verify()
    assert code == 1
    named = {finding["code"]: finding for finding in findings}
    assert set(named) == {"balance", "posting", "promise"}
    assert named["balance"]["subject"] == subject
    assert named["posting"]["document"] == entry.posting.document
    assert f"variant {balance.variant}" in named["promise"]["subject"]


@contextmanager
def guards_down(table: str) -> Iterator[None]:
    """Without the triggers that keep the table from changing, as somebody with all rights could arrange."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


@pytest.mark.takes(14)
@postgresql_among_the_long
def test_hundreds_of_commands_with_kills_in_the_middle_leave_a_book_that_adds_up(tmp_path: Path) -> None:
    happened = a_life_with_kills(tmp_path, commands=300, lanes=3, kills=3, seed=7)
    prove_each_ran_once(happened)
    prove_the_book()
    assert console_verify() == (0, [])
    prove_that_a_difference_is_named()


@pytest.mark.takes(240)
@pytest.mark.slow
def test_twenty_thousand_commands_with_kills_in_the_middle_leave_a_book_that_adds_up(tmp_path: Path) -> None:
    happened = a_life_with_kills(tmp_path, commands=20_000, lanes=4, kills=25, seed=11)
    prove_each_ran_once(happened)
    prove_the_book()
    assert console_verify() == (0, [])
    prove_that_a_difference_is_named()


def test_nobody_can_slip_past_the_guards_of_the_book() -> None:
    shown = life.scene(variants=1)
    lane = life.Life(life.Scene(**shown.told()), 3, 400)  # type: ignore[arg-type]
    lane.run(lane.kinds.index("receive"))
    entry = Entry.objects.order_by("pk").first()
    assert entry
    with pytest.raises(Exception, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = 0 WHERE id = %s", [entry.pk])
    with pytest.raises(Exception, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_posting")
