"""What an offer tells besides its card: prices and figures of stock, as far as they could be read."""

from __future__ import annotations

from ..records import Offer
from .references import Read

PRICE, STOCK = ("Цена",), ("Склад", "Склады", "Остаток")
Row = tuple[Offer, Read]


def unread(offer: Offer, *elements: str) -> set[str]:
    """Places of prices or figures that could not be read."""
    return {fault.place for fault in offer.faults if fault.element in elements}


def figures_told(offer: Offer) -> int:
    """Figures of stock that a row tells: by warehouse, or 1 for a bare total."""
    return len(offer.stock) if offer.stock else int(offer.total_thousandths is not None and not unread(offer, *STOCK))


def part_told(offer: Offer, kind: str) -> str:
    """Of which prices and which warehouses a row of changes speaks: one of others does not take its place."""
    types = {f"{price.price_type_id}/{price.min_quantity_thousandths or 0}" for price in offer.prices or ()}
    places = {row.warehouse_id for row in offer.stock or ()}
    if not places and offer.total_thousandths is not None:
        places = {""}
    prices, figures = ",".join(sorted(types)), ",".join(sorted(places))
    return {"prices": prices, "stock": figures}.get(kind, f"{prices};{figures}")
