"""The proof that the book promises to orders what their lines say: no goods forgotten, none kept for nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Concat

from emporion.kernel import rows
from emporion.ledger.queries import holdings
from emporion.ledger.types import Finding, Kind
from emporion.stock.queries import leaving

from .models import OrderLine
from .types import subject_of

RESERVE = "reserve"
PART = 500  # orders of one question
ORDER = subject_of("")


@dataclass(slots=True)
class Promise:
    """What the lines of an order say of a variant, what the book holds for it, and in which warehouses."""

    said: int = 0
    held: int = 0
    places: set[int] = field(default_factory=set)


def reserves(documents: Collection[str] | None) -> Iterator[Finding]:
    """Orders, or some of them, for which other quantities are reserved than were promised to their lines and are here.

    A line was promised what it is covered with; of that is gone what was shipped, but for goods that left an outside
    master whose figures do not know it yet. One statement for all, so both sides are of one moment.
    """
    if documents is None:
        yield from _apart(None)
        return
    for part in rows.chunks(sorted(one for one in documents if one.startswith(ORDER)), PART):
        yield from _apart(part)


def _apart(documents: Collection[str] | None) -> Iterator[Finding]:
    found: defaultdict[tuple[str, int], Promise] = defaultdict(Promise)
    for document, variant, place, said, held in _told(documents):
        if document.startswith(ORDER):
            one = found[document, variant]
            one.said, one.held = one.said + said, one.held + held
            one.places |= {place} if place else set()
    for (document, variant), one in sorted(found.items()):
        if one.said != one.held:
            place = min(one.places) if len(one.places) == 1 else 0
            where = ", ".join(map(str, sorted(one.places))) or "none"
            subject = f"{document} variant {variant} warehouse {where}: promised"
            yield Finding(RESERVE, subject, one.said, one.held, document, variant=variant, place=place)


def _told(documents: Collection[str] | None) -> Iterable[tuple[str, int, int, int, int]]:
    """(document, variant, warehouse or 0, thousandths by the order, thousandths by the book), in any order."""
    nothing = Value(0, output_field=BigIntegerField())
    lines = OrderLine.objects.filter(variant__isnull=False, covered__gt=F("shipped")).order_by()
    if documents is not None:
        lines = lines.filter(order__number__in=[one.removeprefix(ORDER) for one in documents])
    of_lines = lines.values_list(
        Concat(Value(ORDER), "order__number"), "variant_id", nothing, F("covered") - F("shipped"), nothing
    )
    gone = leaving(documents).values_list("document", "variant_id", "warehouse_id", "quantity", nothing)
    book = holdings(Kind.RESERVED, documents).values_list(
        "account__holder", "variant", "account__place", nothing, "quantity"
    )
    return of_lines.union(gone, book, all=True)
