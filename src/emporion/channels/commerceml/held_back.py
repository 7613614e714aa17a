"""Which orders may leave through a connection now, and why the others may not: one rule for talk and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from django.utils.translation import gettext_noop

from emporion.exchange.queries import authority_of_each, channels, known_there_of_each
from emporion.exchange.types import Fault, HeldBack, Rule, fault_of
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
    """Of some orders, those that may not leave through a connection now, each with its cause."""
    return held_back_of_each({channel: ids})[channel]


def held_back_of_each(wanted: Mapping[int, Sequence[int]]) -> dict[int, dict[int, Fault]]:
    """Of some orders of some connections, those that may not leave now, each with its cause; a few queries in all.

    Before a person has named the first day nothing leaves. What the other side has already is told on, whatever
    status the order goes back to.
    """
    settings, rules = _settings(wanted), authority_of_each("orders", wanted)
    goals = {channel: ids for channel, ids in wanted.items() if rules[channel].from_status}
    there = known_there_of_each(goals, KIND)
    orders = stages({pk for ids in wanted.values() for pk in ids})
    found: dict[int, dict[int, Fault]] = {}
    for channel, ids in wanted.items():
        cause = _cause(settings[channel], rules[channel], there.get(channel, set()))
        asked = set(ids)
        told = ((order, cause(order)) for order in orders if order.id in asked)
        found[channel] = {order.id: fault_of(why(number=order.number)) for order, why in told if why is not None}
    return found


def _settings(wanted: Iterable[int]) -> dict[int, Settings]:
    asked = set(wanted)
    return {one.id: Settings.model_validate(one.settings) for one in channels() if one.id in asked}


def _cause(settings: Settings, rule: Rule, there: Set[int]) -> Cause:
    goal, since = rule.from_status, settings.orders_from

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


def strangers(wanted: Sequence[int]) -> dict[int, list[Fault]]:
    """What connections never take of the orders of their shops, counted; they stand in no queue."""
    settings = _settings(wanted)
    counts = invented({one.shop for one in settings.values() if one.shop})
    return {
        channel: _strange(one, counts.get((one.shop, not one.is_simulated), 0)) for channel, one in settings.items()
    }


def _strange(settings: Settings, count: int) -> list[Fault]:
    refusal = RealOrdersHere if settings.is_simulated else DemoOrdersHere
    return [fault_of(refusal(count=count))] if count else []


HELD_BACK = HeldBack(held_back_of_each, strangers)
