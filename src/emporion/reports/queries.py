"""What anybody may ask across rooms. Rows are always a queryset of orders that the caller has narrowed to a reader.

Sales count an order on the day it was placed, cancelled ones never, in the order's own currency. Margin counts an order
on the day when its last goods left, for its cost is known only then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable, RawSQL

from emporion.kernel.rows import among
from emporion.orders.queries import outcome
from emporion.parties.queries import firms

from .types import Deals, Margin, OrderMargin, Sold
from .weighing import costs_of, stale

Orders: TypeAlias = QuerySet[Any]
Bases: TypeAlias = Mapping[int, str]  # the base currency of each firm

OF_AN_ORDER = (
    "pk", "number", "currency", "firm_id", "net_minor", "net_back_minor", "kept_cost__minor",
)  # fmt: skip


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


def by_stretch(rows: Orders, edges: Sequence[datetime]) -> list[dict[str, Sold]]:
    """The same for each stretch between two neighbouring moments, such as days in the reader's zone; one query.

    edges are in order, at least two. An order finds its stretch by halving: no function of time is asked per row.
    """
    within = placed(rows, edges[0], edges[-1])
    sql, at = _stretch(edges, 0, len(edges) - 1)
    stretch = RawSQL(sql, at, IntegerField())  # noqa: S611 - our words; objects cost milliseconds to build
    found = within.order_by().annotate(stretch=stretch).values("stretch", "currency")
    answer: list[dict[str, Sold]] = [{} for _ in edges[1:]]
    for row in found.annotate(number=Count("pk"), minor=Sum("total_minor")):
        answer[row["stretch"]][row["currency"]] = Sold(row["number"], row["minor"])
    return answer


def _stretch(edges: Sequence[datetime], first: int, end: int) -> tuple[str, list[Any]]:
    """Which stretch from the first to the one before the end an order fell into."""
    if end - first == 1:
        return f"{first:d}", []
    middle = (first + end) // 2
    (early, before), (late, after) = _stretch(edges, first, middle), _stretch(edges, middle, end)
    edge = connection.ops.adapt_datetimefield_value(edges[middle])
    return f"CASE WHEN orders_order.placed_at < %s THEN {early} ELSE {late} END", [edge, *before, *after]


def left_whole(rows: Orders, since: datetime, until: datetime) -> Orders:
    """Orders whose last goods left from a moment to another; the index of these moments finds them."""
    return rows.filter(left_at__gte=since, left_at__lt=until).exclude(status="cancelled")


def margins(rows: Orders) -> list[OrderMargin]:
    """What each order left: its net sum without what came back, less what its goods cost with their share of the
    adjustments of their month.

    Cost comes from the ledger, in the base currency of the order's firm: what is kept of it, and weighed now where
    something moved since.
    """
    anew, base = stale(), _base()
    found = list(rows.order_by("pk").values_list(*OF_AN_ORDER))
    costs = costs_of(number for pk, number, *_ in found if anew is None or pk in anew)
    return [
        OrderMargin(
            pk, number, currency, net - back, costs.get(number, kept) if base.get(firm) == currency else None,
        )
        for pk, number, currency, firm, net, back, kept in found
    ]  # fmt: skip


def margin_sums(spans: Sequence[Orders]) -> list[dict[str, Margin]]:
    """What the orders of each span left together, per currency; one query a span, and a few where something moved."""
    return [{currency: sums for (_, currency), sums in found.items()} for found in _sums(spans, Value(0))]


def margins_by_manager(rows: Orders) -> dict[tuple[int | None, str], Margin]:
    """What the won deals of each manager left, per currency; what has not left whole has no cost yet and is unknown."""
    return _sums([rows.filter(outcome("won"))], F("manager"))[0]


def _sums(spans: Sequence[Orders], by: Combinable) -> list[dict[tuple[Any, str], Margin]]:
    """Kept costs are added up by the database; orders whose cost may be another since are weighed, all spans together.

    They share the costs of their months.
    """
    anew, base = stale(), _base()
    fresh = [{}] * len(spans) if anew is None else [_kept_sums(rows, anew, base, by) for rows in spans]
    if anew is not None and not anew:
        return fresh
    parts = [rows if anew is None else rows.filter(pk__in=among(anew)) for rows in spans]
    found = [list(rows.order_by().annotate(by=by).values_list("by", *OF_AN_ORDER)) for rows in parts]
    costs = costs_of({number for some in found for _, _, number, *_ in some})
    return [_added(kept, _grouped(some, costs, base)) for kept, some in zip(fresh, found, strict=True)]


def _kept_sums(rows: Orders, anew: set[int], base: Bases, by: Combinable) -> dict[tuple[Any, str], Margin]:
    within = rows.exclude(pk__in=among(anew)) if anew else rows
    known = Q(kept_cost__minor__isnull=False)
    found = within.order_by().annotate(by=by).values("by", "currency", "firm_id")
    found = found.annotate(
        number=Count("pk"),
        known=Count("kept_cost__minor"),
        net=Sum(F("net_minor") - F("net_back_minor"), filter=known, default=0),
        cost=Sum("kept_cost__minor", default=0),
    )
    sums: dict[tuple[Any, str], Margin] = {}
    for row in found:
        is_known = base.get(row["firm_id"]) == row["currency"]
        net, number = int(row["net"]), row["number"]
        of = Margin(net, net - int(row["cost"]), row["known"], number - row["known"])
        sums = _added(sums, {(row["by"], row["currency"]): of if is_known else Margin(0, 0, 0, number)})
    return sums


def _grouped(
    found: Iterable[tuple[Any, ...]], costs: Mapping[str, int | None], base: Bases
) -> dict[tuple[Any, str], Margin]:
    groups: defaultdict[Any, list[OrderMargin]] = defaultdict(list)
    for group, pk, number, currency, firm, net, back, _kept in found:
        cost = costs[number] if base.get(firm) == currency else None
        groups[group].append(OrderMargin(pk, number, currency, net - back, cost))
    return {(group, currency): sums for group, some in groups.items() for currency, sums in summed(some).items()}


def _added(one: Mapping[tuple[Any, str], Margin], other: Mapping[tuple[Any, str], Margin]) -> dict[Any, Margin]:
    both = {**one}
    for key, sums in other.items():
        both[key] = both[key] + sums if key in both else sums
    return {key: both[key] for key in sorted(both, key=itemgetter(1))}


def _base() -> Bases:
    return {firm.id: firm.base_currency for firm in firms(active_only=False)}


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
