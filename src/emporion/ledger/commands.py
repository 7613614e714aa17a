"""How the book is written: everything named first, locked in one order, then moved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from .locks import hold_all, moved
from .models import Posting
from .queries import drifted
from .types import BalancesRepaired, Hold, Key, Line, Overdrawn

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

    posting is its key, used once in the life of the book. held is what `hold` answered in this transaction when it named every
    account of these lines. Answers the posting's id.
    """
    _must_sum_to_zero(lines)
    held = held or hold_all((line.account, line.variant, line.currency) for line in lines)
    if short := moved(held, lines):
        raise Overdrawn(short)
    written = Posting.objects.create(
        key=posting, document=document, memo=memo, origin=work.origin, actor=work.actor, at=work.now
    )
    at = connection.ops.adapt_datetimefield_value(effective_at or work.now)
    ids, pk = held.accounts, written.pk
    entries = [
        (pk, ids[line.account], line.variant, line.currency, line.lot, line.quantity, line.value_minor, at)
        for line in lines
    ]
    rows.insert("ledger_entry", ENTRY, entries)
    return pk


def _must_sum_to_zero(lines: Sequence[Line]) -> None:
    quantity: Counter[tuple[str, int, str]] = Counter()
    value: Counter[tuple[str, int, str]] = Counter()
    for line in lines:
        name = (line.account.book, line.variant, line.currency)
        quantity[name] += line.quantity
        value[name] += line.value_minor
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
def repair_balances(work: Work) -> int:
    """Write every balance that drifted from its entries anew; answers how many. The entries are the truth."""
    wrong = drifted()
    for finding in wrong:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ledger_balance SET quantity = %s, value_minor = %s WHERE id = %s",
                [finding.quantity, finding.value_minor, finding.row],
            )
    if wrong:
        work.tell(BalancesRepaired("ledger", tuple(finding.subject for finding in wrong)))
    return len(wrong)
