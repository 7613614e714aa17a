"""Goods of an order that the customer brought back."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import MILLI, divided, plain
from emporion.stock import commands as stock
from emporion.stock.types import Goods

from ..locks import locked
from ..models import Order, OrderLine, OrderReturn
from ..status import count_lines, settle
from ..types import MoreThanShipped, OrderReturned, Returned, subject_of


@command
def note_return(
    work: Work,
    *,
    number: str,
    reference: str,
    warehouse: int,
    goods: Sequence[Goods] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """Take note that shipped goods came back into a warehouse, all of them or so much of each variant.

    They lie there at what they cost when they left; what they were sold for is owed no more, and what was paid beyond
    the rest waits to be given back. Services such as the delivery stay. Answers False when this return was noted
    before; refused is more than the customer has.
    """
    order = locked(number)
    if OrderReturn.objects.filter(order=order, reference=reference).exists():
        return False
    lines = list(order.lines.exclude(variant=None))
    back = _asked(order, lines, goods)
    stock.take_back(work=work, document=subject_of(number), warehouse_id=warehouse, goods=back)
    before = sum(line.returned_minor for line in lines)
    _return_lines(lines, back)
    amount = sum(line.returned_minor for line in lines) - before
    OrderLine.objects.bulk_update(lines, ["returned", "returned_minor"])
    order.returned_minor += amount
    OrderReturn.objects.create(
        order=order, reference=reference, warehouse_id=warehouse, amount_minor=amount, reason=reason, at=at or work.now
    )
    count_lines(order, lines)
    named = tuple(Returned(item.variant, item.quantity) for item in back)
    work.tell(OrderReturned(subject_of(number), order.pk, reference, warehouse, named, amount, reason))
    settle(work, order)
    order.save()
    return True


def _asked(order: Order, lines: Sequence[OrderLine], goods: Sequence[Goods] | None) -> list[Goods]:
    """What comes back, variant by variant; refused is more than the customer has."""
    has: Counter[int] = Counter()
    for line in lines:
        has[line.variant_id or 0] += line.shipped - line.returned
    asked = has.copy() if goods is None else Counter[int]()
    for item in goods or ():
        asked[item.variant] += item.quantity
    names = {line.variant_id: line.name for line in lines}
    for variant, quantity in asked.items():
        if quantity > has[variant]:
            figures = {"has": plain(has[variant], MILLI), "asked": plain(quantity, MILLI)}
            raise MoreThanShipped(number=order.number, name=names.get(variant, ""), **figures)
    return [Goods(variant, quantity) for variant, quantity in asked.items() if quantity]


def _return_lines(lines: Sequence[OrderLine], back: Sequence[Goods]) -> None:
    """Line by line until all is placed. A line that is back whole is back to the last minor unit."""
    left = Counter({item.variant: item.quantity for item in back})
    for line in lines:
        some = min(line.shipped - line.returned, left[line.variant_id or 0])
        left[line.variant_id or 0] -= some
        line.returned += some
        if some:
            is_whole = line.returned == line.quantity
            line.returned_minor = (
                line.total_minor if is_whole else divided(line.total_minor * line.returned, line.quantity)
            )
