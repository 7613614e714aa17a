"""The one place where a status changes: read off the facts, stored and told with its reason."""

from collections.abc import Iterable

from django.db.models import Max

from emporion.journal.types import Work
from emporion.kernel.money import divided

from .models import Order, OrderLine
from .rules import OrderFacts, Part, Rule, beyond, part, rule_for
from .types import StatusChanged, subject_of


def facts_of(order: Order) -> OrderFacts:
    """What the order's row knows of itself."""
    return OrderFacts(
        cancelled=order.state == "cancelled",
        shipped=order.shipped,  # type: ignore[arg-type]  # the column holds the three words of Part
        covered=part(order.lines_covered, order.lines_count),
        goods=order.lines_count > 0,
        paid=part(order.paid_minor, order.total_minor - order.returned_minor),
        short=order.is_short,
        returned=order.returned,  # type: ignore[arg-type]
    )


def count_lines(order: Order, lines: Iterable[OrderLine]) -> None:
    """Write onto the row how many goods lines there are, how many are covered, what is shipped and came back.

    The moment when the last goods left is that of the last shipment, which has to be noted before.
    """
    goods = [line for line in lines if line.variant_id is not None]
    order.lines_count = len(goods)
    order.lines_covered = sum(line.covered >= line.quantity for line in goods)
    order.shipped, order.returned = _shipped(goods), _returned(goods)
    order.net_back_minor = sum(
        divided(line.net_minor * line.returned, line.quantity) for line in goods if line.returned
    )
    order.left_at = order.shipments.aggregate(last=Max("at"))["last"] if order.shipped == "all" else None


def _shipped(goods: list[OrderLine]) -> Part:
    if not any(line.shipped for line in goods):
        return "none"
    return "all" if all(line.shipped >= line.quantity for line in goods) else "some"


def _returned(goods: list[OrderLine]) -> Part:
    if not any(line.returned for line in goods):
        return "none"
    return "all" if all(line.returned >= line.quantity for line in goods) else "some"


def settle(work: Work, order: Order) -> Rule:
    """Set status, reason and what has to be given back; the caller saves the row. A change of status is told."""
    owed = 0 if order.state == "cancelled" else order.total_minor - order.returned_minor
    order.back_minor = beyond(order.paid_minor, owed)
    rule = rule_for(facts_of(order))
    if (rule.status, rule.reason) != (order.status, order.reason):
        if rule.status != order.status:
            order.status_since = work.now
            if order.status:
                told = StatusChanged(subject_of(order.number), order.pk, order.status, rule.status, rule.reason)
                work.tell(told)
        order.status, order.reason = rule.status, rule.reason
    return rule
