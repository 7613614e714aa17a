"""Price types and prices for tests, made by the verbs themselves."""

from __future__ import annotations

from typing import Any

from emporion.catalog.tests import factories as goods
from emporion.kernel.money import scaled
from emporion.pricing import commands
from emporion.pricing.types import PriceTypeCard

BY: dict[str, Any] = {"actor": "staff:1", "origin": "page:/prices/"}


def price_type(name: str = "Retail", currency: str = "RUB", **told: Any) -> int:
    """A price type; answers its id."""
    (outcome,) = commands.put_price_types(cards=[PriceTypeCard(name=name, currency=currency, **told)], **BY)
    return outcome.id


def price(variant_id: int, price_type_id: int, amount: str) -> None:
    """The base price of a variant in major units, such as "99.90"."""
    commands.set_price(variant_id=variant_id, price_type_id=price_type_id, price_micro=scaled(amount, 6), **BY)


def on_sale(amount: str = "100", currency: str = "RUB", **told: Any) -> tuple[int, int]:
    """A new product's only variant with a price; answers the variant and the price type."""
    cup, retail = goods.variant(**told), price_type(currency=currency)
    price(cup, retail, amount)
    return cup, retail
