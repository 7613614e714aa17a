"""What orders cost is kept, and what moved since is weighed anew: in the background for all, at a look for its orders.

Nothing is marked when goods move, so selling and loading cost what they did. The ledger tells from its entries which
documents may cost something else since a point of the book; these are stale, and a reader weighs them himself until
the background has. So no figure is ever older than the book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from emporion.kernel import rows
from emporion.ledger import queries as ledger
from emporion.ledger.types import Finding, Reach
from emporion.orders.queries import listed
from emporion.orders.types import subject_of

from .models import OrderCost, Weighing

TOGETHER = 2000  # orders of one transaction
KIND = subject_of("")


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the book was weighed, and how often it was written."""

    reach: Reach
    turn: int


def stands() -> Stand:
    """Where the weighing is."""
    found = Weighing.objects.filter(pk=1).values_list("entry", "ahead", "ahead_tx", "declared", "turn").first()
    return Stand(Reach(*found[:4]), found[4]) if found else Stand(Reach(), 0)


def stale() -> set[int] | None:
    """The orders whose kept cost may be another by now; None: nothing kept may be trusted.

    Ask before what is kept is read: what is weighed between the two is only newer.
    """
    documents = ledger.touched(stands().reach)
    return None if documents is None else set(_orders(documents).values())


def costs_of(numbers: Iterable[str]) -> dict[str, int | None]:
    """What the goods of orders cost by number, weighed now; None where a part is not known or the book has no goods."""
    documents = {subject_of(number): number for number in numbers}
    costs: defaultdict[str, list[int | None]] = defaultdict(list)
    for (document, _variant), cost in ledger.costs_of_documents(documents).items():
        costs[document].append(cost)
    return {number: _together(costs[document]) for document, number in documents.items()}


def weighed(documents: Collection[str]) -> Iterator[dict[int, int | None]]:
    """What the orders among some documents cost by the order's id, so many at a time as are written together."""
    for some in rows.chunks(_orders(documents).items(), TOGETHER):
        costs = costs_of(number for number, _ in some)
        yield {pk: costs[number] for number, pk in some}


def proven() -> Iterator[Finding]:
    """Orders of which another cost is kept than the book says; what is stale is weighed at every look, and is right."""
    fresh = stale()
    if fresh is None:
        return
    for costs in weighed(ledger.every_sold()):
        kept = kept_of(costs)
        numbers = dict(listed().filter(pk__in=rows.among(costs)).order_by().values_list("pk", "number"))
        for pk, cost in costs.items():
            if pk not in fresh and cost != kept.get(pk):
                subject = subject_of(numbers[pk])
                yield Finding("cost", subject, _told(cost), _told(kept.get(pk)), subject)


def kept_of(orders: Iterable[int]) -> Mapping[int, int]:
    """What is kept of some orders."""
    return dict(OrderCost.objects.filter(pk__in=rows.among(orders)).values_list("pk", "minor"))


def _orders(documents: Collection[str]) -> dict[str, int]:
    """Numbers and ids of the orders among documents."""
    numbers = sorted(name.removeprefix(KIND) for name in documents if name.startswith(KIND))
    found: dict[str, int] = {}
    for some in rows.chunks(numbers, TOGETHER):
        found.update(listed().filter(number__in=some).order_by().values_list("number", "pk"))
    return found


def _together(costs: list[int | None]) -> int | None:
    """The sum; None where a part is not known, and where the ledger has no goods of the order at all."""
    known = [one for one in costs if one is not None]
    return sum(known) if costs and len(known) == len(costs) else None


def _told(cost: int | None) -> int:
    """An unknown cost as a number that no cost is."""
    return -1 if cost is None else cost
