"""The watch over the book: a difference is found by the next look, named with its document, and told once."""

from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from emporion.clockwork.commands import ensure_schedules, hurry_schedule, work_off
from emporion.clockwork.types import SCHEDULES
from emporion.journal.queries import timeline
from emporion.ledger import commands, watching
from emporion.ledger.models import Watch
from emporion.ledger.queries import mismatches, verify
from emporion.ledger.types import BalancesRepaired, BookDiffers, GuardsPutUp
from emporion.ledger.watching import look, look_through

from .factories import CUSTOMER, FREE, OWN, SHELF, SUPPLIER, move, receive, reserved
from .test_verify import ENTRY, by_sql

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture(autouse=True)
def book(house: str) -> None:
    receive((1, 5000, 700), (2, 1000), document="receipt:1")
    move(FREE, reserved("paper:1"), (1, 2000))
    while look():  # until all that stands is behind the watch
        pass


def found() -> list[tuple[str, str, int, int, str]]:
    known = [one.finding for one in mismatches()]
    return [(one.code, one.subject, one.expected, one.found, one.document) for one in known]


def test_a_sound_book_has_no_finding_and_a_look_at_what_rests_writes_nothing() -> None:
    assert (look(), look_through(), mismatches(), timeline(["ledger"])) == (False, False, [], [])
    receive((1, 1000), (3, 4000))
    move(SHELF, CUSTOMER, (2, 1000))
    move(FREE, OWN, (2, 1000))
    assert look() is True, "it notes how far it came"
    assert (mismatches(), timeline(["ledger"])) == ([], [])


def test_a_balance_that_did_not_move_for_long_is_found_by_the_next_look_with_what_moved_it_last() -> None:
    by_sql("UPDATE ledger_balance SET quantity = 4000 WHERE quantity = 3000")
    assert look() is True
    assert found() == [("balance", "free:1:1: variant 1", 3000, 4000, "document:" + moved_last())]
    [fact] = timeline(["ledger"])
    assert isinstance(fact.event, BookDiffers)
    assert fact.event.findings == ("balance: free:1:1: variant 1",)
    assert (look(), look_through(), len(timeline(["ledger"]))) == (False, False, 1), "told once"


def moved_last() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM ledger_posting ORDER BY id DESC LIMIT 1")
        return str(cursor.fetchone()[0]).removeprefix("document:")


@pytest.mark.parametrize(
    ("statement", "code", "subject", "document"),
    [
        ("UPDATE ledger_balance SET value_minor = 1 WHERE value_minor = 700", "balance_value", SHELF.code, "receipt:1"),
        ("UPDATE ledger_balance SET quantity = 1999 WHERE quantity = 2000", "balance", "reserved:1:1:", "paper:1"),
        ("DELETE FROM ledger_balance WHERE quantity = 5000", "balance_missing", SHELF.code, "receipt:1"),
    ],
)
def test_whatever_is_wrong_with_a_balance_is_found_and_repaired(
    statement: str, code: str, subject: str, document: str
) -> None:
    by_sql(statement)
    look()
    [(is_code, is_subject, _expected, _found, is_document)] = found()
    assert (is_code, is_document, is_subject.startswith(subject)) == (code, document, True)
    assert commands.mend(actor="staff:1") == 1
    assert (mismatches(), verify()) == ([], [])
    assert [type(fact.event) for fact in timeline(["ledger"])] == [BalancesRepaired, BookDiffers]
    look()
    assert (mismatches(), look()) == ([], False)


def test_differences_that_cancel_each_other_out_are_found() -> None:
    by_sql("UPDATE ledger_balance SET quantity = quantity + CASE variant WHEN 1 THEN 7 ELSE -7 END"
           " WHERE account_id = (SELECT id FROM ledger_account WHERE code = %s)", FREE.code)  # fmt: skip
    look()
    assert [(one[0], one[2], one[3]) for one in found()] == [("balance", 3000, 3007), ("balance", 1000, 993)]


def test_a_second_difference_is_found_beside_the_first_and_what_moves_meanwhile_is_not_lost() -> None:
    by_sql("UPDATE ledger_balance SET quantity = 4000 WHERE quantity = 3000")
    look()
    receive((5, 1000))
    by_sql("UPDATE ledger_balance SET value_minor = 9 WHERE variant = 5")
    move(SUPPLIER, SHELF, (9, 1000))
    look()
    assert sorted(one[0] for one in found()) == ["balance", *["balance_value"] * 2]
    commands.repair_balances(actor="staff:1")
    look()
    assert [one[:2] for one in found()] == [("promise", "warehouse 1 variant 9: places less promises")]


def test_a_posting_that_does_not_sum_to_zero_stays_named_with_its_document_whatever_is_repaired() -> None:
    by_sql(ENTRY, 1, 250, 0, "receipt:1", SUPPLIER.code)
    look()
    assert [(one[0], one[3], one[4]) for one in found()] == [("posting", 250, "receipt:1")]
    assert mismatches()[0].finding.posting.startswith("test:")
    while look():
        pass
    assert (commands.mend(actor="staff:1"), look_through(), len(found())) == (0, False, 1)
    by_sql(ENTRY, 1, -250, 0, "receipt:1", SUPPLIER.code)
    look()
    assert found() == []


def test_places_that_match_no_promises_are_named_until_they_do() -> None:
    move(SUPPLIER, SHELF, (1, 3000))
    look()
    assert found() == [("promise", "warehouse 1 variant 1: places less promises", 0, 3000, "")]
    while look():
        pass
    assert len(found()) == 1
    move(OWN, FREE, (1, 3000))
    look()
    assert found() == []


def test_a_guard_that_was_taken_down_is_named_and_put_up_again() -> None:
    down = {"sqlite": "DROP TRIGGER ledger_entry_delete", "postgresql": "DROP TRIGGER ledger_entry_row ON ledger_entry"}
    by_sql(down[connection.vendor])
    look()
    assert [one[0] for one in found()] == ["guard"]
    assert commands.mend(actor="staff:1") == 1
    assert (mismatches(), look()) == ([], False)
    assert [type(fact.event) for fact in timeline(["ledger"])] == [GuardsPutUp, BookDiffers]


def test_a_house_of_wrong_balances_keeps_the_first_and_is_repaired_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "KNOWN", 3)
    receive(*((variant, 1000) for variant in range(10, 20)))
    by_sql("UPDATE ledger_balance SET quantity = quantity + 1")
    look()
    assert len(found()) == 3
    assert commands.mend(actor="staff:1") > 20
    look()
    assert found() == []


def test_who_looked_or_repaired_meanwhile_is_not_written_over() -> None:
    before = watching._stands()
    receive((7, 1000))
    look()
    assert watching.note_look(before=before, after=before, found=[], actor="clockwork") is False


def test_a_look_begins_anew_in_a_house_that_was_carried_to_another_server() -> None:
    Watch.objects.update(ahead_tx=2**62)
    receive((7, 1000))
    while look():
        pass
    assert (Watch.objects.get().entry, found()) == (newest_entry(), [])


def newest_entry() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM ledger_entry")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_entries_that_are_committed_late_are_weighed(house: str) -> None:
    """A transaction took its numbers before others that the watch has passed, and ends behind them."""
    written, may_end = Event(), Event()

    def late() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_balance SET quantity = quantity + 250 WHERE variant = 1 AND account_id ="
                           " (SELECT id FROM ledger_account WHERE code = %s)", [FREE.code])  # fmt: skip
            for code, sign in ((FREE.code, 1), (OWN.code, -1)):
                cursor.execute(ENTRY, [1, 250 * sign, 0, "receipt:1", code])
            written.set()
            may_end.wait(60)
        connection.close()

    writer = Thread(target=late)
    writer.start()
    written.wait(60)
    receive((8, 1000))
    for _ in range(4):
        look()
    may_end.set()
    writer.join()
    for _ in range(4):
        look()
    assert [one[0] for one in found()] == ["promise"], "its entries count; only no goods lie behind them"
    assert Watch.objects.get().entry == newest_entry()


def test_the_clock_looks_within_a_minute_and_looks_through_at_night() -> None:
    now = timezone.now()
    assert SCHEDULES["ledger.look"].next_after(now) - now <= timedelta(seconds=30)
    assert SCHEDULES["ledger.look_through"].next_after(datetime(2026, 11, 22, tzinfo=now.tzinfo)).minute == 40
    ensure_schedules(actor="clockwork")
    by_sql("UPDATE ledger_balance SET quantity = 4000 WHERE quantity = 3000")
    hurry_schedule(name="ledger.look", actor="clockwork")
    work_off()
    assert [one[0] for one in found()] == ["balance"]
