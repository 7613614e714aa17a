"""Which price types a person meets."""

from __future__ import annotations

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.pricing.queries import open_price_types, price_types
from emporion.pricing.types import PriceTypeView


def visible_types(asker: Asker, *, closed: bool = False) -> list[PriceTypeView]:
    """Price types this person may see, closed ones where the past is told; what goods cost has a right of its own."""
    if not may_somewhere(asker, "pricing.view"):
        return []
    return [
        kind
        for kind in (price_types() if closed else open_price_types())
        if not kind.is_cost or may(asker, "pricing.see_cost")
    ]
