"""What may be asked of the book."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.kernel.rows import fetch
from emporion.ledger.models import Account as AccountRow, Entry, Posting
from emporion.ledger.queries import (
    by_holder,
    by_place,
    card,
    entries_of,
    held_for,
    lacking,
    next_key,
    open_variants,
    quantities,
    with_quantity,
)
from emporion.ledger.types import Account, Kind

from .factories import FREE, SECOND_SHELF, SHELF, SUPPLIER, move, receive, reserved

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture(autouse=True)
def book(house: str) -> None:
    receive((1, 5000), (2, 1000), document="receipt:1")
    move(SHELF, SECOND_SHELF, (1, 2000), document="move:1")
    move(FREE, reserved("paper:1"), (1, 1000), document="paper:1")
    move(FREE, reserved("paper:2"), (1, 500), (2, 1000), document="paper:2")


def test_what_lies_where_is_told_by_place_without_zeros() -> None:
    assert by_place([Kind.SHELF, Kind.FREE, Kind.RESERVED], [1, 2, 3]) == {
        (Kind.SHELF, 1, 1): 3000,
        (Kind.SHELF, 2, 1): 2000,
        (Kind.SHELF, 1, 2): 1000,
        (Kind.FREE, 1, 1): 3500,
        (Kind.RESERVED, 1, 1): 1500,
        (Kind.RESERVED, 1, 2): 1000,
    }


def test_who_holds_what_names_the_documents() -> None:
    assert by_holder(Kind.RESERVED, [1, 2]) == [
        ("paper:1", 1, 1, 1000),
        ("paper:2", 1, 1, 500),
        ("paper:2", 1, 2, 1000),
    ]
    assert by_holder(Kind.RESERVED, [1, 2], place=2) == []
    assert (held_for(Kind.RESERVED, "paper:2"), held_for(Kind.RESERVED, "paper:9")) == ([(1, 1, 500), (1, 2, 1000)], [])
    move(reserved("paper:2"), FREE, (1, 500), (2, 1000))
    assert by_holder(Kind.RESERVED, [1, 2]) == [("paper:1", 1, 1, 1000)]
    assert open_variants(Kind.RESERVED, [1]) == {1}


def test_what_a_place_lacks_is_told_as_long_as_it_lacks_it() -> None:
    short, other = Account(Kind.SHORTAGE, 1, 1), Account(Kind.SHORTAGE, 1, 2)
    move(short, FREE, (1, 700), (2, 300))
    assert (lacking(Kind.SHORTAGE, [1, 2]), lacking(Kind.SHORTAGE, [2])) == ({1, 2}, set())
    move(FREE, short, (2, 300))
    move(other, FREE, (3, 100))
    assert (lacking(Kind.SHORTAGE, [1]), lacking(Kind.SHORTAGE, [1, 2]), lacking(Kind.SHORTAGE, [])) == (
        {1},
        {1, 3},
        set(),
    )


def test_what_a_place_lacks_is_asked_of_the_few_balances_below_nothing() -> None:
    move(Account(Kind.SHORTAGE, 1, 1), FREE, (1, 700))
    with CaptureQueriesContext(connection) as asked:
        assert lacking(Kind.SHORTAGE, [1]) == {1}
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of one page whole
        [[*_, plan]] = fetch(f"EXPLAIN QUERY PLAN {asked[-1]['sql']}")
        assert "USING INDEX ledger_balance_below" in plan


def test_an_unknown_variant_holds_nothing() -> None:
    assert quantities(SHELF, [7])[7] == 0
    assert quantities(Account(Kind.SHELF, 99, 99), [1])[1] == 0


def test_the_card_of_a_variant_is_newest_first_and_can_be_paged() -> None:
    lines = card(2)
    assert [(line.document, line.account.kind, line.quantity) for line in lines] == [
        ("paper:2", Kind.RESERVED, 1000),
        ("paper:2", Kind.FREE, -1000),
        ("receipt:1", Kind.FREE, 1000),
        ("receipt:1", Kind.OWN, -1000),
        ("receipt:1", Kind.SHELF, 1000),
        ("receipt:1", Kind.SUPPLIER, -1000),
    ]
    assert [line.id for line in card(2, limit=2, before=lines[1].id)] == [lines[2].id, lines[3].id]
    assert (lines[0].actor, lines[0].memo) == ("accountant", "test")


def test_a_document_shows_all_that_it_moved() -> None:
    assert [(line.account, line.quantity) for line in entries_of("move:1")] == [(SHELF, -2000), (SECOND_SHELF, 2000)]


def test_a_document_gets_a_new_key_for_each_of_its_moves() -> None:
    assert next_key("ship", "paper:1") == "ship:paper:1:2"
    move(SUPPLIER, SHELF, (1, 1), document="paper:1")
    assert (next_key("ship", "paper:1"), next_key("ship", "paper:7")) == ("ship:paper:1:3", "ship:paper:7:1")


def test_a_list_can_be_sorted_and_filtered_by_what_is_there() -> None:
    variants = AccountRow.objects.filter(pk__in=[1, 2, 3])  # any table whose key is a variant's
    found = with_quantity(variants, "free", Kind.FREE).order_by("-free", "pk")
    assert [(row.pk, row.free) for row in found] == [(1, 3500), (2, 0), (3, 0)]  # type: ignore[attr-defined]
    assert [row.pk for row in found.filter(free__gt=0)] == [1]


def test_every_entry_belongs_to_a_posting_and_an_account() -> None:
    assert Entry.objects.filter(posting=None).count() == Entry.objects.filter(account=None).count() == 0
    assert Posting.objects.count() == 5
