"""A book that is written at random agrees with a plain dictionary, to the last piece and coin."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.ledger.commands import hold, post
from emporion.ledger.models import Balance, Entry
from emporion.ledger.queries import verify
from emporion.ledger.types import Account, Keeps, Key, Kind, Line, Overdrawn

from .factories import FREE, OWN, SHELF, SHORTAGE, SUPPLIER, reserved

PLACES = [SUPPLIER, SHELF, Account(Kind.SHELF, 1, 2), Account(Kind.TRANSIT, 1), Account(Kind.CUSTOMER, 1)]
PROMISES = [OWN, FREE, reserved("paper:1"), reserved("paper:2"), SHORTAGE]
MONEY = [Account(Kind.BANK, 1), Account(Kind.CUSTOMER, 1)]
firms = count(1000)

moves = st.tuples(
    st.sampled_from([PLACES, PROMISES]),
    st.integers(0, 4),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(-3000, 6000),
    st.integers(-500, 500),
)
payments = st.tuples(st.integers(0, 1), st.sampled_from(["EUR", "RUB"]), st.integers(-500, 500))


@contextmanager
def refused_if(short: set[tuple[Account, int, int]]) -> Iterator[None]:
    """A refusal is right when something is short, names just that, and may not be missing then."""
    if not short:
        yield
        return
    with pytest.raises(Overdrawn) as refusal:
        yield
    assert {(each.account, each.variant, each.free) for each in refusal.value.short} == short


class RandomBook(RuleBasedStateMachine):
    """Posts whatever comes, in a firm of its own, beside a dictionary that does the same sums."""

    @initialize()
    def open_the_book(self) -> None:
        self.firm = next(firms)
        self.sums: Counter[Key] = Counter()
        self.values: Counter[Key] = Counter()
        self.entries = 0
        self.turn = 0

    def own(self, account: Account) -> Account:
        return Account(account.kind, self.firm, account.place, account.holder)

    def lines(self, wanted: list[tuple[list[Account], int, int, int, int, int]]) -> list[Line]:
        found = []
        for book, source, step, variant, quantity, worth in wanted:
            value = worth if book is PLACES else 0
            here, there = self.own(book[source]), self.own(book[(source + step) % 5])
            found += [Line(here, variant, -quantity, -value), Line(there, variant, quantity, value)]
        return found

    def overdrawn(self, lines: list[Line]) -> set[tuple[Account, int, int]]:
        """What the dictionary says is short: the account, the variant and what it has."""
        delta: Counter[Key] = Counter()
        for line in lines:
            delta[line.account, line.variant, line.currency] += line.quantity
        return {
            (key[0], key[1], self.sums[key])
            for key, moved in delta.items()
            if key[0].keeps is Keeps.GUARDED and self.sums[key] + moved < 0
        }

    def book(self, lines: list[Line]) -> None:
        for line in lines:
            key = (line.account, line.variant, line.currency)
            self.sums[key] += line.quantity
            self.values[key] += line.value_minor
        self.entries += len(lines)

    def key(self) -> str:
        self.turn += 1
        return f"{self.firm}:{self.turn}"

    @rule(wanted=st.lists(moves, min_size=1, max_size=6))
    def post_what_comes(self, wanted: list[tuple[list[Account], int, int, int, int, int]]) -> None:
        lines = self.lines(wanted)
        short = self.overdrawn(lines)
        with refused_if(short):
            post(posting=self.key(), document="d", memo="m", lines=lines, actor="x")
        if not short:
            self.book(lines)

    @rule(wanted=st.lists(payments, min_size=1, max_size=3))
    def pay(self, wanted: list[tuple[int, str, int]]) -> None:
        lines = [
            Line(self.own(MONEY[(side + other) % 2]), value_minor=sign * value, currency=currency)
            for side, currency, value in wanted
            for other, sign in ((0, 1), (1, -1))
        ]
        post(posting=self.key(), document="d", memo="m", lines=lines, actor="x")
        self.book(lines)

    @rule(wanted=st.lists(moves, min_size=1, max_size=3), fail=st.booleans())
    def post_twice_under_one_hold(
        self, wanted: list[tuple[list[Account], int, int, int, int, int]], fail: bool
    ) -> None:
        lines = self.lines(wanted)
        keys = [self.key(), self.key()]

        @command
        def twice(work: Work) -> None:
            held = hold(work=work, keys=[(line.account, line.variant, line.currency) for line in lines])
            for key in keys:
                post(work=work, posting=key, document="d", memo="m", lines=lines, held=held)
            if fail:
                raise ZeroDivisionError

        before = self.sums.copy(), self.values.copy(), self.entries
        short: set[tuple[Account, int, int]] = set()
        for _ in keys:
            short = short or self.overdrawn(lines)
            self.book(lines)
        with refused_if(short), pytest.raises(ZeroDivisionError) if fail and not short else nullcontext():
            twice(actor="x")
        if fail or short:
            self.sums, self.values, self.entries = before

    @precondition(lambda self: self.turn)
    @invariant()
    def balances_say_what_the_dictionary_says(self) -> None:
        stored = Balance.objects.filter(account__firm=self.firm).select_related("account")
        kept = {(row.account.code, row.variant, row.currency): (row.quantity, row.value_minor) for row in stored}
        wanted = {
            (key[0].code, *key[1:]): (self.sums[key], self.values[key])
            for key in self.sums
            if key[0].keeps is not Keeps.NOTHING
        }
        assert {key: sums for key, sums in kept.items() if any(sums)} == {
            key: sums for key, sums in wanted.items() if any(sums)
        }
        assert Entry.objects.filter(account__firm=self.firm).count() == self.entries

    def teardown(self) -> None:
        assert {finding.code for finding in verify()} <= {"promise"}


def test_a_random_book_agrees_with_a_dictionary(house: str) -> None:
    run_state_machine_as_test(RandomBook, settings=settings(max_examples=20, stateful_step_count=15))


@pytest.mark.slow
def test_many_random_books_agree_with_a_dictionary(house: str) -> None:
    run_state_machine_as_test(RandomBook, settings=settings(max_examples=120, stateful_step_count=30))
