"""Average cost: per firm, variant and calendar month (UTC).

    cost of a month = (opening value + value that came in) / (opening quantity + quantity that came in)

over all places of the firm together: shelves, transit, and REVALUED, the account that settling itself writes. A move
between own places is neither in nor out. What a document brought to CUSTOMER or CORRECTION on balance within the month
went out, and is worth its quantity at the cost of the month; everything else (receipts and their reversals, goods that
customers bring back, goods that a count found) came in with the value that was booked. So a shipment that is taken back
in the same month leaves no trace in the cost.

Rounding: the whole of what went out in a month is rounded once, halves away from zero, and shared by quantity
(Hamilton) between what was sold and what was lost. When a month ends with nothing, what went out takes the whole rest
of the value; when nothing went out either, the rest is booked as a correction: no value stands without goods.

Not known: no goods to average over, or goods without any value. What goes out then keeps the value that was booked (0),
and questions answer None, never 0. Goods sold before they were received are worth what was booked, until their month
has an opening or a receipt; then the debt of goods and value is carried into the next month's average.

A warehouse whose figures are declared by an outside master (its OUTSIDE account exists) takes no part: its goods
have no cost here. The decision: docs/decisions/0007-average-cost-by-month.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection

from emporion.kernel import rows
from emporion.kernel.money import divided, shares

from .types import Cost, Kind

SETTLED = "cost"
"""The holder of the accounts that take adjustments, so that they are told apart from what documents moved."""
OUT = (Kind.CORRECTION, Kind.CUSTOMER)
PART = 5000  # variants of one statement
VARIANT = (("variant", "bigint"),)
MONTH = {
    "sqlite": "substr(e.effective_at, 1, 7)",
    "postgresql": "to_char(e.effective_at AT TIME ZONE 'UTC', 'YYYY-MM')",
}
# SQLite would rather read the whole table when one variant has most of the entries
BY_CARD = {"sqlite": "INDEXED BY ledger_entry_card", "postgresql": ""}
# One statement, so that balances and entries are of the same moment. CROSS JOIN keeps SQLite to this order of tables:
# variant, then account, then the entries of both from a date on.
# The date stands beside the variants: as a condition on entries alone it makes SQLite read them all first, for a Bloom
# filter (measured on 400,000 entries: 0.14 s instead of 0.005 s).
FLOWS = """WITH wanted AS (SELECT variant, %s AS since FROM {wanted} AS named),
  place (id, side) AS (
    SELECT a.id, CASE WHEN a.holder = 'cost' THEN 'settled:' || a.kind WHEN a.kind = 'revalued' THEN a.kind
                      WHEN a.kind IN ('shelf', 'transit') THEN 'own' ELSE a.kind END
    FROM ledger_account a WHERE a.firm = %s AND a.kind IN ('shelf', 'transit', 'revalued', 'customer', 'correction')
      AND NOT EXISTS (SELECT 1 FROM ledger_account o WHERE o.kind = 'outside' AND o.place = a.place AND o.firm = a.firm
                      AND o.place <> 0))
SELECT b.variant, '' AS month, 'stands' AS side, sum(b.quantity), sum(b.value_minor), 0
  FROM wanted w CROSS JOIN place p CROSS JOIN ledger_balance b
  WHERE p.side IN ('own', 'revalued') AND b.account_id = p.id AND b.variant = w.variant AND b.currency = ''
  GROUP BY b.variant
UNION ALL
SELECT e.variant, {month}, p.side, sum(e.quantity), sum(e.value_minor), count(*)
  FROM wanted w CROSS JOIN place p CROSS JOIN ledger_entry e {by_card}
  WHERE p.side NOT IN ('customer', 'correction')
    AND e.account_id = p.id AND e.variant = w.variant AND e.effective_at >= w.since
  GROUP BY e.variant, {month}, p.side
UNION ALL
SELECT variant, month, side, sum(quantity), sum(value_minor), 0 FROM (
  SELECT e.variant, {month} AS month, p.side, sum(e.quantity) AS quantity, sum(e.value_minor) AS value_minor
    FROM wanted w CROSS JOIN place p CROSS JOIN ledger_entry e {by_card} CROSS JOIN ledger_posting d
    WHERE p.side IN ('customer', 'correction') AND d.id = e.posting_id
      AND e.account_id = p.id AND e.variant = w.variant AND e.effective_at >= w.since
    GROUP BY e.variant, {month}, p.side, d.document HAVING sum(e.quantity) > 0) gone
  GROUP BY variant, month, side"""


@dataclass(slots=True)
class Month:
    """What the book says of one variant in one month: thousandths and minor units, as booked."""

    own_quantity: int = 0
    own_minor: int = 0  # without adjustments
    gone: dict[Kind, tuple[int, int]] = field(default_factory=dict)
    settled: dict[Kind, int] = field(default_factory=dict)  # adjustments booked so far
    postings: int = 0  # how many booked them

    @property
    def gone_quantity(self) -> int:
        """What went out."""
        return sum(quantity for quantity, _ in self.gone.values())

    @property
    def gone_minor(self) -> int:
        """What it was worth when it was booked."""
        return sum(value for _, value in self.gone.values())


@dataclass(slots=True)
class History:
    """One variant from some month on: what it opened with, and its months in their order."""

    quantity: int = 0
    value_minor: int = 0
    months: dict[str, Month] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a month's goods are worth beyond what is booked, for what was sold and for what was lost."""

    variant: int
    month: str
    number: int
    sold_minor: int
    lost_minor: int


def month_of(at: datetime) -> str:
    """The calendar month of a moment, such as 2026-05."""
    return f"{at.astimezone(UTC):%Y-%m}"


def start_of(month: str) -> datetime:
    """Its first moment."""
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)


def end_of(month: str) -> datetime:
    """Its last moment."""
    return start_of(month_of(start_of(month) + timedelta(days=31))) - timedelta(microseconds=1)


def worth(quantity: int, value_minor: int, month: Month) -> Mapping[Kind, int]:
    """What went out in a month is worth by kind, when the month had so much to average over."""
    out = month.gone_quantity
    if quantity == out:  # nothing is left: no value stays without goods
        whole = value_minor
    elif quantity and quantity * value_minor >= 0:
        whole = divided(out * abs(value_minor), abs(quantity))
    else:  # no cost can be formed
        return {kind: month.gone.get(kind, (0, 0))[1] for kind in OUT}
    return dict(zip(OUT, shares(whole, [month.gone.get(kind, (0, 0))[0] for kind in OUT]), strict=True))


def adjustments(variant: int, history: History) -> Iterator[Adjustment]:
    """Month by month what must still be booked, each month opening with what the true cost left of the one before."""
    quantity, value = history.quantity, history.value_minor
    for name, month in sorted(history.months.items()):
        quantity += month.own_quantity + month.gone_quantity
        value += month.own_minor + month.gone_minor
        true = worth(quantity, value, month)
        lost, sold = (true[kind] - month.gone.get(kind, (0, 0))[1] - month.settled.get(kind, 0) for kind in OUT)
        if sold or lost:
            yield Adjustment(variant, name, month.postings + 1, sold, lost)
        quantity -= month.gone_quantity
        value -= sum(true.values())


def cost_in(month: str, history: History) -> Cost | None:
    """The cost of the history's first month; None when it is not known."""
    flow = history.months.get(month, Month())
    left = history.quantity + flow.own_quantity
    quantity = left + flow.gone_quantity
    value = history.value_minor + flow.own_minor + flow.gone_minor
    if quantity * value <= 0:
        return None
    return Cost(abs(quantity), abs(value), left, value - flow.gone_minor - sum(flow.settled.values()))


def histories(firm: int, variants: Iterable[int], since: datetime) -> dict[int, History]:
    """What the book says of a firm's variants from the month of a moment on.

    The opening is counted back from the balances, so what lies further back is not read.
    """
    found: defaultdict[int, History] = defaultdict(History)
    for part in rows.chunks(sorted(set(variants)), PART):
        for variant, month, side, quantity, value, times in _flows(firm, part, start_of(month_of(since))):
            _enter(found[variant], month, side, (int(quantity), int(value), times))
    return found


def _flows(firm: int, variants: list[int], since: datetime) -> list[tuple[int, str, str, int, int, int]]:
    wanted, named = rows.as_table(VARIANT, [(variant,) for variant in variants])
    sql = FLOWS.format(wanted=wanted, month=MONTH[connection.vendor], by_card=BY_CARD[connection.vendor])
    at = connection.ops.adapt_datetimefield_value(since)
    return rows.fetch(sql, [at, *named, firm])


def _enter(history: History, name: str, side: str, sums: tuple[int, int, int]) -> None:
    quantity, value, times = sums
    if side == "stands":
        history.quantity += quantity
        history.value_minor += value
        return
    month = history.months.setdefault(name, Month())
    if side == "own":
        month.own_quantity, month.own_minor = quantity, value
    elif side == "revalued":
        month.postings = times
    elif side.startswith("settled:"):
        month.settled[Kind(side[8:])] = value
    else:
        month.gone[Kind(side)] = (quantity, value)
    if side in {"own", "revalued"}:
        history.quantity -= quantity
        history.value_minor -= value
