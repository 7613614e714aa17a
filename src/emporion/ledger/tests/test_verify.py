"""The proof that sums agree finds each kind of difference, names it, and mends what is only a cache."""

import json
import subprocess
import sys
from collections.abc import Collection
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from emporion.journal.queries import timeline
from emporion.ledger import proof, repairing
from emporion.ledger.commands import repair_balances
from emporion.ledger.models import Balance
from emporion.ledger.proof import Drift
from emporion.ledger.queries import entry_sums, quantities, verify
from emporion.ledger.types import BalancesRepaired, Finding

from .factories import BANK, CUSTOMER, FREE, OWN, SHELF, SHORTAGE, SUPPLIER, move, receive, reserved

pytestmark = pytest.mark.usefixtures("house")
ENTRY = """INSERT INTO ledger_entry
      (posting_id, account_id, variant, currency, lot, quantity, value_minor, effective_at)
    SELECT p.id, a.id, %s, '', 0, %s, %s, '2026-01-01' FROM ledger_posting p, ledger_account a
    WHERE p.document = %s AND a.code = %s ORDER BY p.id LIMIT 1"""


@pytest.fixture(autouse=True)
def book(house: str) -> None:
    receive((1, 5000, 700), (2, 1000), document="receipt:1")
    move(FREE, reserved("paper:1"), (1, 2000))
    assert verify() == []


def by_sql(statement: str, *parameters: str | int) -> None:
    """What somebody with a console may do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_balance_that_drifted_is_named() -> None:
    by_sql("UPDATE ledger_balance SET quantity = 4000 WHERE quantity = 3000")
    assert verify() == [Finding("balance", "free:1:1: variant 1", 3000, 4000)]
    assert verify()[0].sentence == "balance: free:1:1: variant 1: expected 3000, found 4000"


def test_a_value_that_drifted_is_named() -> None:
    by_sql("UPDATE ledger_balance SET value_minor = 699 WHERE value_minor = 700")
    assert verify() == [Finding("balance_value", "shelf:1:1: variant 1", 700, 699)]


def test_a_balance_of_nothing_that_says_something_is_named() -> None:
    move(reserved("paper:1"), FREE, (1, 2000))
    by_sql("UPDATE ledger_balance SET quantity = 1 WHERE quantity = 0")
    assert verify() == [Finding("balance", "reserved:1:1:paper:1 variant 1", 0, 1)]


def test_a_missing_balance_is_named_and_made_again() -> None:
    by_sql("DELETE FROM ledger_balance WHERE quantity = 5000")
    assert verify() == [Finding("balance_missing", "shelf:1:1: variant 1", 5000, 0)]
    assert repair_balances(actor="cli") == 1
    assert verify() == []
    assert Balance.objects.get(account__code=SHELF.code, variant=1).value_minor == 700


def test_a_torn_posting_is_named_with_its_document() -> None:
    by_sql(ENTRY, 1, 250, 0, "receipt:1", SUPPLIER.code)
    [finding] = verify()
    assert (finding.code, finding.document, finding.expected, finding.found) == ("posting", "receipt:1", 0, 250)
    assert finding.subject.startswith("place test:")


def test_a_posting_torn_in_value_alone_is_named() -> None:
    by_sql(ENTRY, 1, 0, 5, "receipt:1", SUPPLIER.code)
    assert [(finding.code, finding.found) for finding in verify()] == [("posting", 5)]


def test_places_that_match_no_promises_are_named() -> None:
    move(SUPPLIER, SHELF, (1, 3000))
    assert verify() == [Finding("promise", "warehouse 1 variant 1: places less promises", 0, 3000)]


def test_a_shortage_closes_the_gap_between_promises_and_places() -> None:
    move(SHELF, SUPPLIER, (1, 4000))
    assert [finding.code for finding in verify()] == ["promise"]
    move(FREE, OWN, (1, 3000))
    move(SHORTAGE, OWN, (1, 1000))
    assert verify() == []


def test_several_differences_are_all_named() -> None:
    by_sql("UPDATE ledger_balance SET quantity = 4000 WHERE quantity = 3000")
    by_sql(ENTRY, 2, 1, 0, "receipt:1", SUPPLIER.code)
    move(SUPPLIER, SHELF, (9, 1))
    assert sorted(finding.code for finding in verify()) == ["balance", "posting", "promise"]


def test_a_repair_writes_balances_anew_from_their_entries_and_says_so() -> None:
    by_sql("UPDATE ledger_balance SET quantity = quantity + 100, value_minor = 9")
    assert repair_balances(actor="staff:1", origin="cli") == 5
    assert verify() == []
    [fact] = timeline(["ledger"])
    assert isinstance(fact.event, BalancesRepaired)
    assert len(fact.event.findings) == 5
    assert repair_balances(actor="staff:1") == 0
    assert len(timeline(["ledger"])) == 1


def test_a_repair_reads_the_book_before_it_holds_anybody_up_and_what_moved_meanwhile_comes_out_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_sql("UPDATE ledger_balance SET quantity = quantity + 100 WHERE variant = 1")
    by_sql("DELETE FROM ledger_balance WHERE variant = 2 AND quantity = 1000")
    read = proof.drifted

    def read_and_move(among: Collection[int] | None = None) -> list[Drift]:
        found = read(among)
        if among is None:
            assert not connection.in_atomic_block
            move(FREE, reserved("paper:2"), (1, 500))
            receive((2, 250))
        return found

    monkeypatch.setattr(repairing, "drifted", read_and_move)
    monkeypatch.setattr(repairing, "PORTION", 2)
    assert repair_balances(actor="cli") == 5
    assert verify() == []
    assert quantities(FREE, [1, 2]) == {1: 2500, 2: 1250}
    assert repair_balances(actor="cli") == 0


def test_a_repair_does_not_touch_what_is_wrong_in_the_entries() -> None:
    by_sql(ENTRY, 1, 250, 0, "receipt:1", SUPPLIER.code)
    assert repair_balances(actor="cli") == 0
    assert [finding.code for finding in verify()] == ["posting"]


def test_money_is_proven_like_goods() -> None:
    by_sql("INSERT INTO ledger_account (code, kind, firm, place, holder) VALUES (%s, 'bank', 1, 0, '')", BANK.code)
    by_sql(
        """INSERT INTO ledger_entry
          (posting_id, account_id, variant, currency, lot, quantity, value_minor, effective_at)
        SELECT min(p.id), max(a.id), 0, 'EUR', 0, 0, 500, '2026-01-01' FROM ledger_posting p, ledger_account a
        WHERE a.code = %s""",
        BANK.code,
    )
    assert {(finding.code, finding.found) for finding in verify()} == {("balance_missing", 0), ("posting", 500)}


def test_the_book_can_be_read_as_sums_without_ids() -> None:
    assert list(entry_sums()) == [
        (FREE.code, 1, "", 3000, 0),
        (FREE.code, 2, "", 1000, 0),
        (OWN.code, 1, "", -5000, 0),
        (OWN.code, 2, "", -1000, 0),
        (reserved("paper:1").code, 1, "", 2000, 0),
        (SHELF.code, 1, "", 5000, 700),
        (SHELF.code, 2, "", 1000, 0),
        (SUPPLIER.code, 1, "", -5000, -700),
        (SUPPLIER.code, 2, "", -1000, 0),
    ]
    move(SHELF, CUSTOMER, (2, 1000))
    assert (SHELF.code, 2) not in [row[:2] for row in entry_sums()]


# --- from the command line ---------------------------------------------------------------------------------------


def console(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a person or a nightly job calls it."""
    program = [sys.executable, "-m", "django", "ledger", "verify", *words]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def test_a_clean_book_ends_with_success() -> None:
    done = console()
    assert (done.returncode, done.stdout) == (0, "The book adds up: 0 findings.\n")
    assert json.loads(console("--json").stdout) == []


def test_a_difference_is_listed_and_ends_with_failure_until_it_is_repaired() -> None:
    by_sql("UPDATE ledger_balance SET quantity = 4000 WHERE quantity = 3000")
    found = console("--json")
    assert found.returncode == 1
    assert json.loads(found.stdout) == [
        {"code": "balance", "subject": "free:1:1: variant 1", "expected": 3000, "found": 4000, "document": ""}
    ]
    mended = console("--json", "--repair")
    assert (mended.returncode, json.loads(mended.stdout)) == (0, [])
    assert "Balances written anew from their entries: 1" in mended.stderr


def test_what_cannot_be_repaired_is_drawn_as_a_table_and_ends_with_failure() -> None:
    by_sql(ENTRY, 1, 250, 0, "receipt:1", SUPPLIER.code)
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("ledger", "verify", "--repair", stdout=out, stderr=StringIO())
    assert failure.value.returncode == 1
    assert "receipt:1" in out.getvalue()
    assert "250" in out.getvalue()


def test_a_guard_that_was_taken_down_is_a_finding() -> None:
    down = {"sqlite": "DROP TRIGGER ledger_entry_delete", "postgresql": "DROP TRIGGER ledger_entry_row ON ledger_entry"}
    by_sql(down[connection.vendor])
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("ledger", "verify", "--json", stdout=out)
    [finding] = json.loads(out.getvalue())
    assert (finding["code"], finding["subject"].startswith("ledger_entry_")) == ("guard", True)
