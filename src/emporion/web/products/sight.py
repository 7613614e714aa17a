"""Which price types a person meets."""

from __future__ import annotations

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.pricing.queries import price_types
from emporion.pricing.types import PriceTypeView


def visible_types(asker: Asker) -> list[PriceTypeView]:
    """Price types this person may see; what goods cost has a right of its own."""
    if not may_somewhere(asker, "pricing.view"):
        return []
    return [kind for kind in price_types() if not kind.is_cost or may(asker, "pricing.see_cost")]
