"""How the book is written: everything named first, locked in one order, then moved."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from .costing import SETTLED, Adjustment, adjustments, end_of, histories, month_of
from .locks import hold_all, moved
from .models import NumberSeries, Posting
from .repairing import mend as mend, put_up_guards as put_up_guards, repair_balances as repair_balances
from .types import (
    Account,
    Book,
    CostSettled,
    Hold,
    Key,
    Kind,
    Line,
    Overdrawn,
    SeriesBeginsWrong,
    SeriesBegun,
    SeriesUsed,
    cost_key,
)

MOST_NUMBER = 999_999  # six digits: accounting keeps eleven characters of a number with its letters

POSTING = ("id", "key", "document", "memo", "origin", "actor", "at")
ENTRY = ("posting_id", "account_id", "variant", "currency", "lot", "quantity", "value_minor", "effective_at")


@command
def hold(work: Work, *, keys: Iterable[Key]) -> Hold:
    """Make the accounts and balances that are missing, lock them all in one order, answer what they say.

    For callers whose lines depend on a figure: name every key that the whole command will touch, then post under it.
    """
    return hold_all(keys)


@command
def post(
    work: Work,
    *,
    posting: str,
    document: str,
    memo: str,
    lines: Sequence[Line],
    held: Hold | None = None,
    effective_at: datetime | None = None,
) -> int:
    """Write one posting that sums to zero per book and unit, or refuse and name every account with too little.

    posting is its key, used once in the life of the book. held is what `hold` answered in this transaction when it
    named every account of these lines. Answers the posting's id.
    """
    _must_sum_to_zero(lines)
    held = held or hold_all((line.account, line.variant, line.currency) for line in lines)
    if short := moved(held, lines):
        raise Overdrawn(short)
    written = Posting.objects.create(
        key=posting, document=document, memo=memo, origin=work.origin, actor=work.actor, at=work.now
    )
    at = connection.ops.adapt_datetimefield_value(effective_at or work.now)
    rows.insert("ledger_entry", ENTRY, [_entry(held, written.pk, line, at) for line in lines])
    return written.pk


def _entry(held: Hold, posting: int, line: Line, at: object) -> tuple[object, ...]:
    account = held.accounts[line.account]
    return posting, account, line.variant, line.currency, line.lot, line.quantity, line.value_minor, at


def _must_sum_to_zero(lines: Sequence[Line]) -> None:
    quantity: defaultdict[tuple[Book, int, str], int] = defaultdict(int)
    value: defaultdict[tuple[Book, int, str], int] = defaultdict(int)
    for account, variant, moved_quantity, moved_value, currency, _ in lines:
        name = (account.book, variant, currency)
        quantity[name] += moved_quantity
        value[name] += moved_value
    if any(quantity.values()) or any(value.values()):
        torn = {name: (quantity[name], value[name]) for name in quantity if quantity[name] or value[name]}
        raise ValueError(f"a posting must sum to zero: {torn}")


@command
def next_number(work: Work, *, firm: int, kind: str, year: int = 0) -> int:
    """The next number of a gapless series; given back when the transaction fails, so none is ever missing.

    Whoever asks waits for the document that took the number before: ask late in a command.
    """
    sql = """INSERT INTO ledger_numberseries (firm, kind, year, last) VALUES (%s, %s, %s, 1)
        ON CONFLICT (firm, kind, year) DO UPDATE SET last = ledger_numberseries.last + 1 RETURNING last"""
    [(number,)] = rows.fetch(sql, [firm, kind, year])
    return int(number)


@command
def begin_series(work: Work, *, firm: int, kind: str, first: int, year: int = 0) -> None:
    """Let a series that has given no number yet begin with this one, as where another program left off.

    Refused once it has given a number: to jump would leave a gap, to go back would give a number twice.
    """
    if not 1 <= first <= MOST_NUMBER:
        raise SeriesBeginsWrong(most=MOST_NUMBER)
    found = NumberSeries.objects.select_for_update()
    NumberSeries.objects.bulk_create([NumberSeries(firm=firm, kind=kind, year=year, last=0)], ignore_conflicts=True)
    row = found.get(firm=firm, kind=kind, year=year)
    if row.last >= row.first:
        raise SeriesUsed(last=row.last)
    if row.first != first:
        NumberSeries.objects.filter(pk=row.pk).update(first=first, last=first - 1)
        work.tell(SeriesBegun(f"series:{firm}:{kind}", year, first))


@command
def settle_cost(work: Work, *, firm: int, variants: Iterable[int], since: datetime) -> int:
    """Make the book agree with the average cost of each month from the month of since on; answers how many postings.

    Books one posting of value only per month and variant that differs, and none when asked again. Call it in the same
    work after goods came in (since = the date they count from), and after goods left with a date in an earlier month;
    the caller's first hold names `types.cost_key` of each variant, so that two of them settle one after the other.
    """
    wanted = sorted(set(variants))
    sold, lost = (Account(kind, firm, holder=SETTLED) for kind in (Kind.CUSTOMER, Kind.CORRECTION))
    held = hold_all([*(cost_key(firm, variant) for variant in wanted), (sold, 0, ""), (lost, 0, "")])
    found = histories(firm, wanted, since)
    todo = [each for variant in sorted(found) for each in adjustments(variant, found[variant])]
    lines = [_adjusting(firm, sold, lost, each) for each in todo]
    moved(held, [line for part in lines for line in part])
    pks = rows.new_ids("ledger_posting", len(todo))
    rows.insert("ledger_posting", POSTING, [_settling(work, firm, *each) for each in zip(pks, todo, strict=True)])
    entries = [
        _entry(held, pk, line, at)
        for pk, each, part in zip(pks, todo, lines, strict=True)
        for at in [_effective(work, each.month)]
        for line in part
    ]
    rows.insert("ledger_entry", ENTRY, entries)
    for each in todo:
        work.tell(CostSettled(f"variant:{each.variant}", firm, each.month, each.sold_minor + each.lost_minor))
    return len(todo)


def _adjusting(firm: int, sold: Account, lost: Account, each: Adjustment) -> list[Line]:
    """One line on REVALUED always, also of 0: it is what counts the postings of a month."""
    account, variant, _ = cost_key(firm, each.variant)
    sides = [(sold, each.sold_minor), (lost, each.lost_minor)]
    against = [Line(side, variant, value_minor=value) for side, value in sides if value]
    return [Line(account, variant, value_minor=-each.sold_minor - each.lost_minor), *against]


def _settling(work: Work, firm: int, pk: int, each: Adjustment) -> tuple[object, ...]:
    key = f"cost:{firm}:{each.variant}:{each.month}:{each.number}"
    at = connection.ops.adapt_datetimefield_value(work.now)
    return pk, key, f"cost:{firm}:{each.month}", "cost", work.origin, work.actor, at


def _effective(work: Work, month: str) -> object:
    return connection.ops.adapt_datetimefield_value(work.now if month == month_of(work.now) else end_of(month))
