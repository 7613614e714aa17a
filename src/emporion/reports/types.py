"""Words of reports."""

from __future__ import annotations

from dataclasses import dataclass

WEIGH = "reports.weigh"  # the schedule that weighs what moved
WEIGH_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Sold:
    """Orders and what they come to, in minor units of one currency, tax included as the customers pay it."""

    orders: int
    minor: int


@dataclass(frozen=True, slots=True)
class Deals:
    """The deals of one manager in one currency; manager None: those that nobody took. The rest are under way."""

    manager: int | None
    currency: str
    placed: Sold
    won: Sold
    lost: Sold


@dataclass(frozen=True, slots=True)
class OrderMargin:
    """What one order left, in minor units of its currency, without tax and without what came back.

    cost_minor None: the cost of a part of it is not known, or it is kept in another currency; that is never 0.
    """

    order: int
    number: str
    currency: str
    net_minor: int
    cost_minor: int | None

    @property
    def minor(self) -> int | None:
        """Net without cost; None when the cost is not known."""
        return None if self.cost_minor is None else self.net_minor - self.cost_minor


@dataclass(frozen=True, slots=True)
class Margin:
    """What some orders left together: those whose cost is known; unknown is the number of the others."""

    net_minor: int
    minor: int
    orders: int
    unknown: int

    def __add__(self, other: Margin) -> Margin:
        """Both together."""
        return Margin(
            self.net_minor + other.net_minor,
            self.minor + other.minor,
            self.orders + other.orders,
            self.unknown + other.unknown,
        )
