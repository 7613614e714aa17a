"""What customers put into their baskets, from what is for sale. Pure: chance and shelf in, wishes out."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Literal

from emporion.kernel.money import UnitPrice
from emporion.orders.types import ServiceWish, Wish

from .countries import RUSSIA, Country
from .shelf import OnShelf

Appetite = Literal["usual", "last", "too_much"]
"""A basket of what there is; the last pieces of something; more of something than there is."""

PIECE = 1000
LINES = (1, 1, 1, 2, 2, 3, 4)
PIECES = (1, 1, 1, 1, 2, 2, 3)
LAST = 3  # pieces that a customer may take at once as the last ones
DELIVERY_SHARE = 0.6


def basket(chance: Random, shelf: Sequence[OnShelf], appetite: Appetite = "usual") -> tuple[Wish, ...]:
    """Lines of one order; empty when the shelf has nothing for this appetite."""
    if appetite == "too_much":
        rare = [one for one in shelf if one.free < LAST * PIECE]
        return tuple(Wish(one.variant, max(one.free, 0) // PIECE * PIECE + 2 * PIECE) for one in _some(chance, rare, 1))
    if appetite == "last":
        few = [one for one in shelf if PIECE <= one.free <= LAST * PIECE]
        return tuple(Wish(one.variant, one.free // PIECE * PIECE) for one in _some(chance, few, 1))
    there = [one for one in shelf if one.free >= PIECE]
    chosen = _some(chance, there, chance.choice(LINES))
    return tuple(Wish(one.variant, min(chance.choice(PIECES) * PIECE, one.free // PIECE * PIECE)) for one in chosen)


def delivery(chance: Random, currency: str, country: Country = RUSSIA) -> tuple[ServiceWish, ...]:
    """A delivery line for most orders, at what it costs in a country; the others fetch their goods themselves."""
    if chance.random() >= DELIVERY_SHARE:
        return ()
    name, prices = country.delivery
    return (ServiceWish(name, UnitPrice.of(chance.choice(prices), currency)),)


def _some(chance: Random, shelf: Sequence[OnShelf], count: int) -> list[OnShelf]:
    return chance.sample(list(shelf), min(count, len(shelf)))
