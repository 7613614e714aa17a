"""How far the book is final, and whose cost may be another by what came behind that.

Whoever keeps costs of documents keeps with them how far the book was weighed. Nothing is marked when something is
posted: what came since is read off the entries, which only grow, so posting costs what it did, and nothing can be
forgotten. The cost of a document is another only when something moved of its variants in its month or before (costing).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from emporion.kernel import rows

from .costing import BY_CARD, MONTH, PART, start_of
from .types import Reach

# Who wrote what is not seen yet has a number from the first on; nobody writes when the first is the second.
RUNNING = {
    "postgresql": "pg_snapshot_xmin(pg_current_snapshot())::text::bigint, "
    "pg_snapshot_xmax(pg_current_snapshot())::text::bigint",
    "sqlite": "0, 0",
}
LAST = "SELECT coalesce(max(id), 0), {running} FROM ledger_entry"
DECLARED = "SELECT DISTINCT firm, place FROM ledger_account WHERE kind = 'outside' AND place <> 0 ORDER BY firm, place"
# What lies in a warehouse of an outside master has no cost here, whatever comes and goes there. What left it for a
# customer is a part of a document all the same.
MOVED = """SELECT a.firm, e.variant, min({month}) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE e.id > %s AND e.id <= %s AND e.variant <> 0
      AND (a.kind = 'customer' OR (a.kind IN ('correction', 'shelf', 'transit', 'revalued') AND NOT EXISTS (
        SELECT 1 FROM ledger_account o WHERE o.kind = 'outside' AND o.place = a.place AND o.firm = a.firm
        AND o.place <> 0)))
    GROUP BY a.firm, e.variant"""
CARD = (("firm", "bigint"), ("variant", "bigint"), ("since", "timestamptz"))
SOLD = """WITH wanted AS (SELECT firm, variant, since FROM {wanted} AS named),
  place (id, firm) AS (SELECT id, firm FROM ledger_account WHERE kind = 'customer' AND holder <> 'cost')
SELECT DISTINCT p.document
  FROM wanted w CROSS JOIN place a CROSS JOIN ledger_entry e {by_card} CROSS JOIN ledger_posting p
  WHERE a.firm = w.firm AND e.account_id = a.id AND e.variant = w.variant AND e.effective_at >= w.since
    AND p.id = e.posting_id"""
EVERY = """SELECT DISTINCT p.document FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
    JOIN ledger_posting p ON p.id = e.posting_id
    WHERE a.kind = 'customer' AND a.holder <> 'cost' AND e.variant <> 0"""
STOOD = """SELECT 1 FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
    WHERE a.firm = %s AND a.place = %s AND a.kind IN ('customer', 'correction', 'shelf', 'transit') AND e.id <= %s
    LIMIT 1"""
ALL = 2**62


def reached(before: Reach) -> Reach:
    """How far the book is final now. On PostgreSQL entries of a small number may still come while others write."""
    [(last, oldest, next_tx)] = rows.fetch(LAST.format(running=RUNNING[connection.vendor]))
    declared = _declared()
    if oldest == next_tx:
        return Reach(last, last, 0, declared)
    # a number that lies ahead of the server's own comes from another server, where all have ended
    ended = before.ahead > before.entry and (oldest >= before.ahead_tx or before.ahead_tx > next_tx)
    entry = before.ahead if ended else before.entry
    if before.ahead <= entry:
        return Reach(entry, last, next_tx, declared)
    return Reach(entry, before.ahead, before.ahead_tx, declared)


def touched(since: Reach, until: int = ALL) -> set[str] | None:
    """Documents whose cost may be another than it was so far; None: any may, so all must be weighed.

    until: the last entry that counts.
    """
    if not since.entry or _declared() != since.declared:
        return None
    cards = [(firm, variant, _at(month)) for firm, variant, month in _moved(since.entry, until)]
    return {document for part in rows.chunks(cards, PART) for document in _sold(part)}


def touched_at_rest(since: Reach, now: Reach) -> set[str] | None:
    """The same for who has time: a warehouse that an outside master begins to declare matters if anything stood there.

    A new one holds nothing that was ever sold from it, and need not have everything weighed.
    """
    if since.entry and since.declared != now.declared:
        if any(rows.fetch(STOOD, [*place, since.entry]) for place in _places(since.declared) ^ _places(now.declared)):
            return None
        since = Reach(since.entry, since.ahead, since.ahead_tx, now.declared)
    return touched(since, now.entry)


def every_sold() -> list[str]:
    """Every document that ever brought goods to a customer, by name."""
    return sorted(document for (document,) in rows.fetch(EVERY))


def _moved(since: int, until: int) -> Iterator[tuple[int, int, str]]:
    return iter(rows.fetch(MOVED.format(month=MONTH[connection.vendor]), [since, until]))


def _sold(cards: list[tuple[int, int, object]]) -> Iterator[str]:
    wanted, told = rows.as_table(CARD, cards)
    for (document,) in rows.fetch(SOLD.format(wanted=wanted, by_card=BY_CARD[connection.vendor]), told):
        yield document


def _at(month: str) -> object:
    at: datetime = start_of(month)
    return connection.ops.adapt_datetimefield_value(at)


def _declared() -> str:
    return " ".join(f"{firm}:{place}" for firm, place in rows.fetch(DECLARED))


def _places(declared: str) -> set[tuple[int, int]]:
    pairs = (one.split(":") for one in declared.split())
    return {(int(firm), int(place)) for firm, place in pairs}
