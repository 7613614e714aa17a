"""Calling off what has not left of an order of which a part has."""

from copy import copy

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.stock import commands as stock

from ..locks import locked
from ..models import OrderLine
from ..rest import discount_of_shipped, sum_of_shipped
from ..states import LIFE
from ..status import count_lines, settle
from ..types import NothingHasLeft, NothingLeft, OrderRestCancelled, subject_of
from .changing import changes_between, sum_up
from .covering import lacks_goods

CUT = ("quantity", "covered", "discount_minor", "net_minor", "tax_minor", "total_minor")


@command
def cancel_rest(work: Work, *, number: str, reason: str = "") -> None:
    """Call off what has not left: its promises are free again, and the order comes to what has left and its services.

    What was paid beyond that has to be given back. Refused before anything has left, when all has, and of an order
    that is over.
    """
    order = locked(number)
    order.state = LIFE.after("change", order.state)
    if order.shipped != "some":
        raise (NothingHasLeft if order.shipped == "none" else NothingLeft)(number=number)
    stock.release(work=work, document=subject_of(number))
    before = list(order.lines.all())
    after = [copy(line) for line in before if line.variant_id is None or line.shipped]
    for line in after:
        if line.variant_id is not None:
            _cut(line, order.currency)
    order.lines.filter(variant__isnull=False, shipped=0).delete()
    OrderLine.objects.bulk_update(after, CUT)
    sum_up(order, after)
    work.tell(
        OrderRestCancelled(subject_of(number), order.pk, changes_between(before, after), order.total_minor, reason)
    )
    count_lines(order, after)
    order.is_short = order.is_short and lacks_goods(order, after)
    settle(work, order)
    order.save()


def _cut(line: OrderLine, currency: str) -> None:
    """A line of goods down to what has left; one that has left whole stays to the last minor unit."""
    if line.shipped < line.quantity:
        sums = sum_of_shipped(line, currency)
        line.net_minor, line.tax_minor, line.total_minor = sums.net.minor, sums.tax.minor, sums.gross.minor
        line.discount_minor = discount_of_shipped(line)
    line.quantity = line.covered = line.shipped
