"""The book as an accountant would test it: it adds up, it guards, it cannot be rewritten."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.ledger.commands import hold, post
from emporion.ledger.models import Account as AccountRow, Balance, Entry, Posting
from emporion.ledger.queries import entries_of, quantities, value_minor, verify
from emporion.ledger.types import NATURE, Account, Book, Held, Keeps, Kind, Line, Overdrawn, Short

from .factories import BANK, CUSTOMER, FREE, OWN, SHELF, SUPPLIER, move, receive, reserved

pytestmark = pytest.mark.usefixtures("house")


def balances() -> dict[tuple[str, int], tuple[int, int]]:
    found = Balance.objects.select_related("account")
    return {(row.account.code, row.variant): (row.quantity, row.value_minor) for row in found}


def test_a_posting_keeps_why_when_and_who() -> None:
    @command
    def pay(work: Work) -> None:
        lines = [Line(BANK, value_minor=500, currency="EUR"), Line(CUSTOMER, value_minor=-500, currency="EUR")]
        at = datetime(2026, 3, 1, tzinfo=UTC)
        post(work=work, posting="pay:1", document="payment:1", memo="pay", lines=lines, effective_at=at)

    pay(actor="staff:1", origin="message:7")
    posting = Posting.objects.get()
    assert (posting.key, posting.document, posting.memo) == ("pay:1", "payment:1", "pay")
    assert (posting.actor, posting.origin) == ("staff:1", "message:7")
    assert {entry.effective_at for entry in Entry.objects.all()} == {datetime(2026, 3, 1, tzinfo=UTC)}
    assert (value_minor(BANK, "EUR"), value_minor(BANK, "RUB")) == (500, 0)
    assert [(line.account, line.value_minor) for line in entries_of("payment:1")] == [(BANK, 500), (CUSTOMER, -500)]


def test_a_balance_is_kept_only_where_it_is_guarded_or_shown() -> None:
    receive((1, 5000, 700))
    assert balances() == {(SHELF.code, 1): (5000, 700), (FREE.code, 1): (5000, 0)}
    assert Entry.objects.filter(account__kind="supplier").count() == 1
    assert verify() == []


def test_every_kind_of_account_has_its_nature_and_only_promises_are_guarded() -> None:
    assert set(NATURE) == set(Kind)
    assert {kind for kind in Kind if NATURE[kind][1] is Keeps.GUARDED} == {Kind.FREE, Kind.RESERVED}
    assert all(NATURE[kind][0] is Book.PROMISE for kind in (Kind.FREE, Kind.RESERVED, Kind.OWN, Kind.SHORTAGE))


def test_too_little_is_refused_with_every_free_figure_and_nothing_is_left_behind() -> None:
    receive((1, 5000), (2, 1000), (3, 9000))
    before = (Entry.objects.count(), Posting.objects.count(), AccountRow.objects.count(), balances())
    with pytest.raises(Overdrawn) as refusal:
        move(FREE, reserved("paper:1"), (1, 6000), (2, 2000), (3, 1000))
    assert set(refusal.value.short) == {Short(FREE, 1, 6000, 5000), Short(FREE, 2, 2000, 1000)}
    assert "free:1:1: 1: 6000 / 5000" in refusal.value.sentence
    assert (Entry.objects.count(), Posting.objects.count(), AccountRow.objects.count(), balances()) == before


def test_lines_of_one_account_are_weighed_together() -> None:
    receive((1, 5000))
    lines = [Line(FREE, 1, -6000), Line(FREE, 1, 2000), Line(OWN, 1, 4000)]
    post(posting="a", document="d", memo="m", lines=lines, actor="accountant")
    assert quantities(FREE, [1]) == {1: 1000}


def test_a_shelf_may_fall_below_zero_a_promise_may_not() -> None:
    move(SHELF, CUSTOMER, (1, 1000))
    assert quantities(SHELF, [1, 2]) == {1: -1000}
    assert quantities(SHELF, [1, 2])[2] == 0
    with pytest.raises(Overdrawn):
        move(reserved("paper:1"), OWN, (1, 1000))


def test_who_catches_a_refusal_and_goes_on_finds_the_book_as_it_was() -> None:
    @command
    def what_there_is(work: Work) -> int:
        wish = [Line(FREE, v, -q) for v, q in ((1, 3000), (2, 3000))]
        kept = [Line(reserved("paper:1"), v, q) for v, q in ((1, 3000), (2, 3000))]
        try:
            post(work=work, posting="all", document="paper:1", memo="reserve", lines=[*wish, *kept])
        except Overdrawn as refusal:
            return refusal.short[0].free
        return -1

    receive((1, 5000), (2, 1000))
    assert what_there_is(actor="shop") == 1000
    assert quantities(FREE, [1, 2]) == {1: 5000, 2: 1000}
    assert verify() == []


def test_a_refusal_names_what_is_free_after_all_that_the_same_work_moved_before() -> None:
    @command
    def twice(work: Work) -> None:
        held = hold(work=work, keys=[(a, 1, "") for a in (FREE, reserved("paper:1"))])
        for turn in range(2):
            lines = [Line(FREE, 1, -3000), Line(reserved("paper:1"), 1, 3000)]
            post(work=work, posting=f"r:{turn}", document="paper:1", memo="reserve", lines=lines, held=held)

    receive((1, 5000))
    with pytest.raises(Overdrawn) as refusal:
        twice(actor="shop")
    assert refusal.value.short == (Short(FREE, 1, 3000, 2000),)


@pytest.mark.parametrize(
    "lines",
    [
        [Line(SHELF, 1, 1), Line(SUPPLIER, 1, -2)],
        [Line(SHELF, 1, 1), Line(SUPPLIER, 2, -1)],
        [Line(SHELF, 1, 1, 5), Line(SUPPLIER, 1, -1, 4)],
        [Line(SHELF, 1, 1), Line(OWN, 1, -1)],
        [Line(BANK, value_minor=5, currency="EUR"), Line(CUSTOMER, value_minor=-5, currency="RUB")],
        [Line(SHELF, 1, 1)],
    ],
    ids=["quantity", "variant", "value", "book", "currency", "one side"],
)
def test_a_posting_that_does_not_sum_to_zero_per_book_and_unit_is_an_error_of_ours(lines: list[Line]) -> None:
    with pytest.raises(ValueError, match="must sum to zero"):
        post(posting="x", document="x", memo="", lines=lines, actor="accountant")
    assert not Posting.objects.exists()


def test_a_posting_key_is_used_once() -> None:
    def once() -> None:
        lines = [Line(SUPPLIER, 1, -5), Line(SHELF, 1, 5)]
        post(posting="R-1", document="receipt:1", memo="receive", lines=lines, actor="accountant")

    once()
    with pytest.raises(IntegrityError):
        once()
    assert quantities(SHELF, [1]) == {1: 5}


def test_what_is_held_says_what_it_is_and_is_made_where_it_was_missing() -> None:
    receive((1, 5000))

    @command
    def look(work: Work) -> tuple[Held, ...]:
        keys = [(FREE, 1, ""), (FREE, 2, ""), (OWN, 0, "")]
        held = hold(work=work, keys=keys)
        assert set(held.accounts) == {FREE, OWN}
        assert set(held.balances) == {(FREE, 1, ""), (FREE, 2, "")}, (
            "an account that keeps no balance is not waited for"
        )
        both = held | hold(work=work, keys=[(SHELF, 1, "")])
        assert set(both.balances) == {*held.balances, (SHELF, 1, "")}
        return tuple(held.balances[key] for key in keys[:2])

    assert [held.quantity for held in look(actor="x")] == [5000, 0]


def test_the_tripwire_holds_when_somebody_bypasses_the_ledger() -> None:
    receive((1, 5000))
    with pytest.raises(IntegrityError, match="ledger_balance_tripwire"):
        Balance.objects.filter(guarded=True).update(quantity=-1)
    Balance.objects.filter(guarded=False).update(quantity=-1)


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_is_booked_cannot_be_changed(table: str, verb: str) -> None:
    receive((1, 5000))
    with pytest.raises(IntegrityError, match=f"{table} only grows"), transaction.atomic():
        rows.fetch(verb.format(table))
    assert Entry.objects.count() == 4


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry"])
def test_the_orm_cannot_change_it_either(table: str) -> None:
    receive((1, 5000))
    model = {"ledger_posting": Posting, "ledger_entry": Entry}[table]
    with pytest.raises(IntegrityError, match="only grows"):
        model._base_manager.update(id=1)
    with pytest.raises(IntegrityError, match="only grows"):
        Entry.objects.all().delete()


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry"])
def test_insert_or_replace_is_caught(table: str) -> None:
    receive((1, 5000))
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=f"{table} only grows"):
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert Entry.objects.count() == 4


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry"])
def test_truncate_is_caught(table: str) -> None:
    receive((1, 5000))
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="only grows"):
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_accounts_of_the_same_words_are_the_same_whoever_made_them() -> None:
    one, other = Account(Kind.RESERVED, 1, 2, "paper:K-17"), Account(Kind.RESERVED, 1, 2, "paper:K-17")
    assert (one == other, len({one, other}), one.code) == (True, 1, "reserved:1:2:paper:K-17")
    assert sorted([other, FREE]) == [FREE, other]


def test_thousands_of_lines_are_one_posting() -> None:
    receive(*[(variant, 1000) for variant in range(1, 3001)])
    move(FREE, reserved("paper:1"), *[(variant, 400) for variant in range(1, 3001)])
    assert set(quantities(FREE, range(1, 3001)).values()) == {600}
    with pytest.raises(Overdrawn) as refusal:
        move(FREE, reserved("paper:2"), *[(variant, 601) for variant in range(1, 3001)])
    assert len(refusal.value.short) == 3000
    assert verify() == []
