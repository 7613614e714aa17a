"""What anybody may ask across rooms. Rows are always a queryset of orders that the caller has narrowed to a reader.

Sales count an order on the day it was placed, cancelled ones never, in the order's own currency. Margin counts an order
on the day when its last goods left, for its cost is known only then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import TruncHour

from emporion.kernel.money import divided
from emporion.ledger.queries import costs_of_documents
from emporion.orders.queries import orders_by_id, outcome
from emporion.orders.types import LineView, subject_of
from emporion.parties.queries import firms

from .types import Deals, Margin, OrderMargin, Sold

Orders: TypeAlias = QuerySet[Any]


def placed(rows: Orders, since: datetime, until: datetime) -> Orders:
    """Orders placed from a moment to another, cancelled ones left out; the index of the newest finds them."""
    return rows.exclude(status="cancelled").filter(placed_at__gte=since, placed_at__lt=until)


def sold(rows: Orders) -> dict[str, Sold]:
    """How many orders and their sum, per currency; one query."""
    found = rows.order_by().values("currency").annotate(number=Count("pk"), minor=Sum("total_minor"))
    return {row["currency"]: Sold(row["number"], row["minor"]) for row in found}


def by_manager(rows: Orders) -> list[Deals]:
    """What became of the deals of each manager, per currency, cancelled ones counted as lost; one query."""
    found = rows.order_by().values("manager", "currency").annotate(number=Count("pk"), minor=Sum("total_minor"))
    for code in ("won", "lost"):
        within = outcome(code)
        counted = Count("pk", filter=within), Sum("total_minor", filter=within, default=0)
        found = found.annotate(**dict(zip((f"{code}_number", f"{code}_minor"), counted, strict=True)))
    return [
        Deals(
            row["manager"], row["currency"], Sold(row["number"], row["minor"]),
            Sold(row["won_number"], row["won_minor"]), Sold(row["lost_number"], row["lost_minor"]),
        )
        for row in found.order_by("currency", "-won_minor", "manager")
    ]  # fmt: skip


def margins_by_manager(rows: Orders) -> dict[tuple[int | None, str], Margin]:
    """What the won deals of each manager left, per currency; what has not left whole has no cost yet and is unknown."""
    won = rows.filter(outcome("won"))
    managers = dict(won.order_by().values_list("pk", "manager"))
    found: defaultdict[int | None, list[OrderMargin]] = defaultdict(list)
    for one in margins(won):
        if one.order in managers:  # one that was won between the two questions is counted the next time
            found[managers[one.order]].append(one)
    return {(who, currency): left for who, some in found.items() for currency, left in summed(some).items()}


def by_hour(rows: Orders) -> dict[tuple[int, str], Sold]:
    """The same by the hour of the reader's day, for a day's curve; one query."""
    found = rows.order_by().annotate(hour=TruncHour("placed_at")).values("hour", "currency")
    found = found.annotate(number=Count("pk"), minor=Sum("total_minor"))
    return {
        (row["hour"].hour, row["currency"]): Sold(row["number"], row["minor"])
        for row in found
        if row["hour"] is not None
    }


def by_stretch(rows: Orders, edges: Sequence[datetime]) -> list[dict[str, Sold]]:
    """The same for each stretch between two neighbouring moments, such as days in the reader's zone; one query.

    edges are in order, at least two. An order finds its stretch by halving: no function of time is asked per row.
    """
    within = placed(rows, edges[0], edges[-1])
    found = within.order_by().annotate(stretch=_stretch(edges, 0, len(edges) - 1)).values("stretch", "currency")
    answer: list[dict[str, Sold]] = [{} for _ in edges[1:]]
    for row in found.annotate(number=Count("pk"), minor=Sum("total_minor")):
        answer[row["stretch"]][row["currency"]] = Sold(row["number"], row["minor"])
    return answer


def _stretch(edges: Sequence[datetime], first: int, end: int) -> Case | Value:
    """Which stretch from the first to the one before the end an order fell into."""
    if end - first == 1:
        return Value(first)
    middle = (first + end) // 2
    earlier = When(placed_at__lt=edges[middle], then=_stretch(edges, first, middle))
    return Case(earlier, default=_stretch(edges, middle, end), output_field=IntegerField())


def left_whole(rows: Orders, since: datetime, until: datetime) -> Orders:
    """Orders whose last goods left from a moment to another; an index of the shipments' moments finds them."""
    gone = rows.filter(shipped="all", shipments__at__gte=since, shipments__at__lt=until)
    return gone.exclude(status="cancelled").exclude(shipments__at__gte=until).distinct()


def margins(rows: Orders) -> list[OrderMargin]:
    """What each order left: its net sum without what came back, less what its goods cost with their share of the
    adjustments of their month.

    Cost comes from the ledger, in the base currency of the order's firm; four queries and a few more for every five
    hundred orders.
    """
    found = list(rows.order_by("pk").values_list("pk", "number", "currency", "firm_id", "net_minor", "returned_minor"))
    costs: defaultdict[str, list[int | None]] = defaultdict(list)
    for (document, _variant), cost in costs_of_documents(subject_of(row[1]) for row in found).items():
        costs[document].append(cost)
    base = {firm.id: firm.base_currency for firm in firms(active_only=False)} if found else {}
    back = _net_back(row[0] for row in found if row[5])
    return [
        OrderMargin(
            pk, number, currency, net - back.get(pk, 0),
            _together(costs[subject_of(number)]) if base.get(firm) == currency else None,
        )
        for pk, number, currency, firm, net, _returned in found
    ]  # fmt: skip


def _together(costs: Iterable[int | None]) -> int | None:
    """The sum; None where a part is not known, and where the ledger has no goods of the order at all."""
    told = list(costs)
    known = [one for one in told if one is not None]
    return sum(known) if told and len(known) == len(told) else None


def _net_back(orders: Iterable[int]) -> Mapping[int, int]:
    """What came back of some orders, without its tax."""
    wanted = list(orders)
    return {view.id: sum(map(_back, view.lines)) for view in orders_by_id(wanted)} if wanted else {}


def _back(line: LineView) -> int:
    return divided(line.net_minor * line.returned, line.quantity) if line.returned else 0


def summed(found: Iterable[OrderMargin]) -> dict[str, Margin]:
    """Margins together, per currency; an order of unknown cost is counted and adds nothing."""
    net, minor, known, unknown = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        if one.minor is None:
            unknown[one.currency] += 1
        else:
            known[one.currency] += 1
            net[one.currency] += one.net_minor
            minor[one.currency] += one.minor
    return {
        currency: Margin(net[currency], minor[currency], known[currency], unknown[currency])
        for currency in sorted({*known, *unknown})
    }
