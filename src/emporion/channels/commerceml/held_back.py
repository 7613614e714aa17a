"""Which orders may leave through a connection now, and why the others may not: one rule for talk and pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_noop

from emporion.exchange.queries import authority_of, channel_by_id, known_there
from emporion.exchange.types import Fault, HeldBack, fault_of
from emporion.kernel.errors import Refused
from emporion.orders.queries import has_reached, invented, stages
from emporion.orders.types import Stage

from .outgoing_refusals import (
    BeforeFirstDay,
    DemoStaysHere,
    NoFirstDay,
    NotThatFar,
    OrdersStayHere,
    RealStaysHere,
)
from .settings import Settings

KIND = "order"
Cause = Callable[[Stage], type[Refused] | None]


class DemoOrdersHere(Refused):
    """The connection's shop has orders that a demonstration invented."""

    code = "commerceml_demo_orders_here"
    says = gettext_noop("Orders held back as the demonstration invented them: %(count)s. Real books never get them.")
    remedy = DemoStaysHere.remedy


class RealOrdersHere(Refused):
    """The connection's shop has orders of people, and the other end is a simulator."""

    code = "commerceml_real_orders_here"
    says = gettext_noop("Orders held back as they are real and this connection leads to a simulator: %(count)s.")
    remedy = RealStaysHere.remedy


def fits(settings: Settings, order_is_demo: bool) -> bool:
    """Whether an order may ever go to the other end: what is invented to a simulator, what is real to real books."""
    return order_is_demo is settings.is_simulated


def held_back(channel: int, ids: Sequence[int]) -> dict[int, Fault]:
    """Of some orders, those that may not leave through a connection now, each with its cause.

    Before a person has named the first day nothing leaves. What the other side has already is told on, whatever
    status the order goes back to.
    """
    cause = _cause(channel, ids)
    found = ((order, cause(order)) for order in stages(ids))
    return {order.id: fault_of(why(number=order.number)) for order, why in found if why is not None}


def _cause(channel: int, ids: Sequence[int]) -> Cause:
    settings = Settings.model_validate(channel_by_id(channel).settings)
    rule = authority_of(channel, "orders")
    goal, since = rule.from_status, settings.orders_from
    there = known_there(channel, KIND, ids) if goal else set()

    def cause(order: Stage) -> type[Refused] | None:
        if not fits(settings, order.is_demo):
            return DemoStaysHere if order.is_demo else RealStaysHere
        if rule.direction not in ("out", "both"):
            return OrdersStayHere
        if since is None or order.placed_at < since:
            return NoFirstDay if since is None else BeforeFirstDay
        may_leave = not goal or order.id in there or has_reached(order.status, goal)
        return None if may_leave else NotThatFar

    return cause


def strangers(channel: int) -> list[Fault]:
    """What a connection never takes of the orders of its shop, counted; they stand in no queue."""
    settings = Settings.model_validate(channel_by_id(channel).settings)
    count = invented(settings.shop, is_demo=not settings.is_simulated) if settings.shop else 0
    refusal = RealOrdersHere if settings.is_simulated else DemoOrdersHere
    return [fault_of(refusal(count=count))] if count else []


HELD_BACK = HeldBack(held_back, strangers)
