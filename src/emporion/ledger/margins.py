"""What the goods of a document cost: its entries, and its share of what settling booked for their month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from emporion.kernel import rows
from emporion.kernel.money import shares

from .costing import BY_CARD, MONTH, PART, VARIANT, cost_in, end_of, histories, start_of

# the entries of the documents first: from the accounts PostgreSQL would walk through everything that was ever sold
SOLD = """WITH moved AS MATERIALIZED (
    SELECT e.account_id, e.variant, e.effective_at, e.quantity, e.value_minor, p.document
    FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
    WHERE p.document IN ({documents}) AND e.variant <> 0)
SELECT a.firm, e.variant, {month}, e.document, sum(e.quantity), sum(e.value_minor)
  FROM moved e JOIN ledger_account a ON a.id = e.account_id WHERE a.kind = 'customer' AND a.holder <> 'cost'
  GROUP BY a.firm, e.variant, {month}, e.document"""
# what everybody bought of these variants in a month, adjustments among them with quantity 0
WHOLE = """WITH wanted AS (SELECT variant, %s AS since, %s AS until FROM {wanted} AS named),
  place (id, settled) AS (
    SELECT a.id, CASE WHEN a.holder = 'cost' THEN 1 ELSE 0 END FROM ledger_account a
    WHERE a.kind = 'customer' AND a.firm = %s
      AND NOT EXISTS (SELECT 1 FROM ledger_account o WHERE o.kind = 'outside' AND o.place = a.place AND o.firm = a.firm
                      AND o.place <> 0))
SELECT e.variant, d.document, p.settled, sum(e.quantity), sum(e.value_minor)
  FROM wanted w CROSS JOIN place p CROSS JOIN ledger_entry e {by_card} CROSS JOIN ledger_posting d
  WHERE e.account_id = p.id AND e.variant = w.variant AND d.id = e.posting_id
    AND e.effective_at >= w.since AND e.effective_at <= w.until
  GROUP BY e.variant, d.document, p.settled HAVING p.settled = 1 OR sum(e.quantity) > 0
  ORDER BY min(e.id)"""


@dataclass(frozen=True, slots=True)
class Sold:
    """What one document brought to customers of one variant in one month; negative when they brought it back."""

    variant: int
    document: str
    quantity: int
    value_minor: int


@dataclass
class Whole:
    """All that a firm sold of one variant in a month: document by document, and what it is worth in the end."""

    quantities: dict[str, int]
    value_minor: int = 0

    @cached_property
    def parts(self) -> dict[str, int]:
        """Each document's part of the worth, by quantity; together they are exactly the worth."""
        return dict(zip(self.quantities, shares(self.value_minor, list(self.quantities.values())), strict=True))


def costs_of_documents(documents: Iterable[str]) -> dict[tuple[str, int], int | None]:
    """What the goods of documents cost by (document, variant), in minor units of the base currency of their firm.

    That is a document's entries plus its share of the adjustments of their month. None: not known, never 0.
    """
    parts: defaultdict[tuple[str, int], list[int | None]] = defaultdict(list)
    for (firm, month), sold in _sold(sorted(set(documents))).items():
        wholes = _wholes(firm, month, sorted({each.variant for each in sold if each.quantity > 0}))
        unknown = _unknown(firm, month, [variant for variant, whole in wholes.items() if not whole.value_minor])
        for each in sold:
            parts[each.document, each.variant].append(_cost(each, wholes, unknown))
    return {key: _summed(found) for key, found in parts.items()}


def cost_of_document(document: str, variant: int | None = None) -> int | None:
    """What a document's goods cost, all or those of one variant; None when it is not known for a part of them."""
    found = costs_of_documents([document])
    return _summed([cost for (_, each), cost in found.items() if variant in {None, each}])


def _summed(parts: Iterable[int | None]) -> int | None:
    known = 0
    for part in parts:
        if part is None:
            return None
        known += part
    return known


def _sold(documents: list[str]) -> dict[tuple[int, str], list[Sold]]:
    found: defaultdict[tuple[int, str], list[Sold]] = defaultdict(list)
    for part in rows.chunks(documents, 500):
        sql = SOLD.format(month=MONTH[connection.vendor], documents=rows.holes(len(part)))
        for firm, variant, month, document, quantity, value in rows.fetch(sql, part):
            found[firm, month].append(Sold(variant, document, int(quantity), int(value)))
    return found


def _wholes(firm: int, month: str, variants: list[int]) -> dict[int, Whole]:
    found = {variant: Whole({}) for variant in variants}
    since, until = (connection.ops.adapt_datetimefield_value(at) for at in (start_of(month), end_of(month)))
    for part in rows.chunks(variants, PART):
        wanted, named = rows.as_table(VARIANT, [(variant,) for variant in part])
        for variant, document, settled, quantity, value in rows.fetch(
            WHOLE.format(wanted=wanted, by_card=BY_CARD[connection.vendor]), [since, until, *named, firm]
        ):
            found[variant].value_minor += int(value)
            if not settled:
                found[variant].quantities[document] = int(quantity)
    return found


def _unknown(firm: int, month: str, variants: list[int]) -> set[int]:
    if not variants:
        return set()
    found = histories(firm, variants, start_of(month))
    return {variant for variant in variants if cost_in(month, found[variant]) is None}


def _cost(sold: Sold, wholes: dict[int, Whole], unknown: set[int]) -> int | None:
    if sold.quantity <= 0:  # brought back: worth what was booked
        return sold.value_minor if sold.value_minor or not sold.quantity else None
    whole = wholes[sold.variant]
    if sold.variant in unknown or whole.quantities.get(sold.document) != sold.quantity:
        return None  # no cost, or a part left a warehouse that keeps none
    return whole.parts[sold.document]
