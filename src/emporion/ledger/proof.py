"""The proof that the sums of the book agree: of all of it, or of what moved of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Any

from emporion.kernel import rows

from .types import KEPT_OF_THE_BOOK, NATURE, PROOFS, Account, Book, Finding, Keeps, Key, Kind

FIELDS = tuple(one.name for one in fields(Finding))  # the columns in which findings are kept
KEPT = tuple(kind.value for kind in Kind if NATURE[kind][1] is not Keeps.NOTHING)
# Places = free + reserved - shortage. The shortage account is negative, so the promises simply add up.
PROMISES = {Kind.SHELF: 1, Kind.FREE: -1, Kind.RESERVED: -1, Kind.SHORTAGE: -1}
DRIFTED = """SELECT b.id, a.code, b.variant, b.currency, coalesce(e.q, 0), coalesce(e.v, 0), b.quantity, b.value_minor
    FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
    LEFT JOIN (SELECT account_id, variant, currency, sum(quantity) q, sum(value_minor) v
               FROM ledger_entry GROUP BY account_id, variant, currency) e
      ON e.account_id = b.account_id AND e.variant = b.variant AND e.currency = b.currency
    WHERE b.quantity <> coalesce(e.q, 0) OR b.value_minor <> coalesce(e.v, 0) ORDER BY b.id"""
DRIFTED_OF = """SELECT * FROM (
      SELECT b.id, a.code, b.variant, b.currency, coalesce(sum(e.quantity), 0) q, coalesce(sum(e.value_minor), 0) v,
        b.quantity, b.value_minor
      FROM {wanted} AS wanted CROSS JOIN ledger_balance b JOIN ledger_account a ON a.id = b.account_id
      LEFT JOIN ledger_entry e ON e.account_id = b.account_id AND e.variant = b.variant AND e.currency = b.currency
      WHERE b.id = wanted.id GROUP BY b.id, a.code, b.variant, b.currency, b.quantity, b.value_minor) AS s
    WHERE s.quantity <> s.q OR s.value_minor <> s.v ORDER BY s.id"""
UNKEPT = """SELECT a.kind, a.firm, a.place, a.holder, e.variant, e.currency, sum(e.quantity), sum(e.value_minor)
    FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    LEFT JOIN ledger_balance b
      ON b.account_id = e.account_id AND b.variant = e.variant AND b.currency = e.currency
    WHERE b.id IS NULL AND a.kind IN ({kinds})
    GROUP BY a.kind, a.firm, a.place, a.holder, e.variant, e.currency"""
TORN = """SELECT p.key, p.document, s.variant, s.currency, s.q, s.v FROM (
      SELECT e.posting_id, e.variant, e.currency, sum(e.quantity) q, sum(e.value_minor) v
      FROM {of} a.id = e.account_id AND a.kind IN ({kinds})
      GROUP BY e.posting_id, e.variant, e.currency HAVING sum(e.quantity) <> 0 OR sum(e.value_minor) <> 0) s
    JOIN ledger_posting p ON p.id = s.posting_id ORDER BY p.id"""
APART = """SELECT a.kind, a.place, e.variant, sum(e.quantity)
    FROM {of} a.id = e.account_id AND a.kind IN ({kinds}) GROUP BY a.kind, a.place, e.variant"""
HOLDERS = """SELECT DISTINCT a.holder FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE e.id > %s AND a.holder <> ''"""
ALL = "ledger_entry e JOIN ledger_account a ON"
# What moved comes first, said by CROSS JOIN: SQLite would begin with the accounts and walk through the whole book.
OF_POSTINGS = """(SELECT posting_id FROM ledger_entry WHERE id > %s
      UNION SELECT p.id FROM {known} AS known CROSS JOIN ledger_posting p WHERE p.key = known.key) AS moved
    CROSS JOIN ledger_entry e CROSS JOIN ledger_account a WHERE e.posting_id = moved.posting_id AND"""
OF_VARIANTS = """(SELECT variant FROM ledger_entry WHERE id > %s UNION SELECT variant FROM {known} AS known) AS moved
    CROSS JOIN ledger_balance e CROSS JOIN ledger_account a WHERE e.variant = moved.variant AND"""


@dataclass(frozen=True, slots=True)
class Drift:
    """A balance and what its entries say."""

    row: int
    subject: str
    account: str
    variant: int
    currency: str
    quantity: int
    value_minor: int
    kept_quantity: int
    kept_value: int


def verify() -> list[Finding]:
    """Everything that does not add up; an empty list is the proof. Reads the whole book in a few sorted queries."""
    return [*balances(), *postings(), *promises(), *beside(), *kept()]


def kept() -> Iterator[Finding]:
    """What other rooms keep of the book and the book says otherwise; reads all of it."""
    return (found for one in KEPT_OF_THE_BOOK for found in one.prove())


def drifted(among: Collection[int] | None = None) -> list[Drift]:
    """Balances that differ from the sum of their entries: of all, or of some rows, whose entries alone are read."""
    sql, told = DRIFTED, list[Any]()
    if among is not None:
        wanted, told = rows.as_table((("id", "bigint"),), [(one,) for one in among])
        sql = DRIFTED_OF.format(wanted=wanted)
    return [
        Drift(row, unit(code, variant, currency), code, variant, currency, int(q), int(v), kept_q, kept_v)
        for row, code, variant, currency, q, v, kept_q, kept_v in rows.fetch(sql, told)
    ]


def unkept() -> list[tuple[Key, int, int]]:
    """Keys whose entries are summed up nowhere, though their account keeps a balance, with what they sum up to."""
    found = rows.fetch(UNKEPT.format(kinds=rows.holes(len(KEPT))), KEPT)
    return [
        ((Account(Kind(kind), firm, place, holder), variant, currency), int(quantity), int(value))
        for kind, firm, place, holder, variant, currency, quantity, value in found
    ]


def balances() -> Iterator[Finding]:
    """Balances that differ from their entries, or that are missing."""
    for one in drifted():
        which = ("", "", one.account, one.variant, one.currency)
        if one.quantity != one.kept_quantity:
            yield Finding("balance", one.subject, one.quantity, one.kept_quantity, *which)
        if one.value_minor != one.kept_value:
            yield Finding("balance_value", one.subject, one.value_minor, one.kept_value, *which)
    for (account, variant, currency), quantity, value in unkept():
        subject = unit(account.code, variant, currency)
        yield Finding("balance_missing", subject, quantity or value, 0, "", "", account.code, variant, currency)


def postings(after: int = 0, known: Collection[str] = ()) -> Iterator[Finding]:
    """Postings that do not sum to zero: all, or those with entries after one, and those of some keys."""
    of, told = _of(OF_POSTINGS, ("key", "text"), after, known)
    for book in Book:
        kinds = [kind.value for kind in Kind if NATURE[kind][0] is book]
        sql = TORN.format(kinds=rows.holes(len(kinds)), of=of)
        for key, document, variant, currency, q, v in rows.fetch(sql, [*told, *kinds]):
            subject = f"{book} {unit(key, variant, currency)}"
            yield Finding("posting", subject, 0, int(q or v), document, key, "", variant, currency)


def promises(after: int = 0, known: Collection[int] = ()) -> Iterator[Finding]:
    """Variants of which more or less lies in a warehouse than is promised and free, by the entries of all of them.

    With after: by the balances of those that moved since that entry and of some more, where balances are proven.
    """
    kinds = [kind.value for kind in PROMISES]
    of, told = _of(OF_VARIANTS, ("variant", "bigint"), after, known)
    off: Counter[tuple[int, int]] = Counter()
    for kind, place, variant, quantity in rows.fetch(
        APART.format(kinds=rows.holes(len(kinds)), of=of), [*told, *kinds]
    ):
        off[place, variant] += PROMISES[Kind(kind)] * int(quantity)
    for (place, variant), amount in sorted(off.items()):
        if amount:
            subject = f"warehouse {place} variant {variant}: places less promises"
            yield Finding("promise", subject, 0, amount, variant=variant, place=place)


def beside(after: int = 0, known: Collection[str] = ()) -> Iterator[Finding]:
    """Where other rooms say otherwise than the balances: of all documents, or of those that moved and of some."""
    documents = {holder for (holder,) in rows.fetch(HOLDERS, [after])} | set(known) if after else None
    for proof in PROOFS.values():
        yield from proof(documents)


def _of(sql: str, column: tuple[str, str], after: int, known: Collection[object]) -> tuple[str, list[object]]:
    """Where a look begins, with its parameters: at what moved after an entry and at some more, or at everything."""
    if not after:
        return ALL, []
    table, told = rows.as_table((column,), [(one,) for one in known])
    return sql.format(known=table), [after, *told]


def unit(name: str, variant: int, currency: str) -> str:
    """What an account or a posting holds of, as findings name it."""
    return f"{name} variant {variant}" if variant else f"{name} {currency}"
