"""Prices of offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emporion.journal.types import Work
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceCard

from ..records import Offer
from .load import Applied, Load
from .offer_parts import PRICE, Row, unread
from .refusals import OtherCurrency, UnknownPriceType


def put_prices(work: Work, load: Load, applied: Applied, rows: Sequence[Row], ids: Mapping[str, int]) -> set[str]:
    """Prices of the rows that speak of them; answers the keys of rows with a price that could not be taken."""
    faulty: set[str] = set()
    cards, told = [], []
    all_types = tuple(known_type.id for known_type in load.known.price_types.values())
    for offer, (place, _) in rows:
        if offer.prices is None:
            continue
        prices, refused = _prices(load, applied, offer)
        if refused:
            faulty.add(offer.key)
        unreadable = len(unread(offer, *PRICE))
        is_whole = load.full and not refused and not unreadable  # a price that could not be taken is not one that went
        cards.append(PriceCard(ids[offer.key], prices, whole=is_whole, types=all_types, place=place))
        told.append(len(offer.prices) - refused)
        applied.count("prices", "refused", refused + unreadable)
    for number, outcome in zip(told, pricing.put_prices(work=work, cards=cards), strict=True):
        applied.count("prices", outcome.done, number)
    return faulty


def _prices(load: Load, applied: Applied, offer: Offer) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """Prices by (type, smallest quantity): the last of equal ones counts, as 1C itself reads them."""
    taken: dict[tuple[int, int], int] = {}
    refused = 0
    for price in offer.prices or ():
        known_type = load.known.price_types.get(price.price_type_id)
        if known_type is None:
            refusal: UnknownPriceType | OtherCurrency = UnknownPriceType(price_type=price.price_type_id)
            applied.refuse(
                "prices", price.place, offer.key, refusal, field="ИдТипаЦены", value=price.price_type_id,
                line=price.line,
            )  # fmt: skip
            refused += 1
        elif price.currency and price.currency != known_type.currency:
            facts = {"price_type": known_type.name, "expected": known_type.currency, "currency": price.currency}
            refusal = OtherCurrency(**facts)
            applied.refuse(
                "prices", price.place, offer.key, refusal, field="Валюта", value=price.currency_raw, line=price.line
            )
            refused += 1
        else:
            taken[known_type.id, price.min_quantity_thousandths or 0] = (
                price.base_price_micro if load.settings.price_per_unit else price.price_micro
            )
    return tuple((*key, micro) for key, micro in taken.items()), refused
