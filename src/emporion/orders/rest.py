"""What an order of which a part has left comes to, when the rest is called off: pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable

from emporion.kernel.money import Money, UnitPrice, divided
from emporion.pricing.queries import split
from emporion.pricing.types import LineSum

from .models import OrderLine
from .types import LineView

Line = OrderLine | LineView


def discount_of_shipped(line: Line) -> int:
    """The part of a line's discount that falls to what has left, in minor units."""
    return divided(line.discount_minor * line.shipped, line.quantity)


def sum_of_shipped(line: Line, currency: str) -> LineSum:
    """What has left of a line comes to: its price and its share of the discount, taxed as the line is."""
    whole = UnitPrice(line.price_micro, currency).times(line.shipped)
    less = min(discount_of_shipped(line), whole.minor)
    return split(Money(whole.minor - less, currency), line.rate_milli, line.tax_included)


def total_of_shipped(lines: Iterable[Line], currency: str) -> Money:
    """The order's total without its rest; services stay, since nobody can tell which part of them was for what left."""
    minor = 0
    for line in lines:
        is_whole = line.kind != "goods" or line.shipped >= line.quantity
        minor += line.total_minor if is_whole else sum_of_shipped(line, currency).gross.minor
    return Money(minor, currency)
