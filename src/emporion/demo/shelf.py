"""What a shop shows its customers: everything with a price, and how much of it is free."""

from __future__ import annotations

from dataclasses import dataclass

from emporion.catalog.queries import variants_found
from emporion.kernel.money import UnitPrice
from emporion.orders.queries import shop_by_code
from emporion.pricing.queries import price_for
from emporion.stock.queries import free_at


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A variant with a price; free is what can be promised of it, in thousandths."""

    variant: int
    free: int
    price: UnitPrice


def on_shelf(shop: str) -> list[OnShelf]:
    """Everything a shop shows with a price, sold out or not, in the order of variants; few queries for any number."""
    told = shop_by_code(shop)
    ids = sorted(variants_found("", hidden=False).values_list("pk", flat=True))
    free = free_at(told.warehouses, ids)
    prices = price_for(ids, told.price_type)
    return [OnShelf(pk, free[pk], price) for pk in ids if (price := prices[pk].price) is not None]
