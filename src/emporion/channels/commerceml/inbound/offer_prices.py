"""Prices of offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emporion.journal.types import Work
from emporion.kernel.money import MICRO, plain
from emporion.pricing import commands as pricing
from emporion.pricing.types import HeldPrice, PriceCard, PriceGuard, PriceJumped

from ..records import Offer, PriceRow
from .load import Applied, Load
from .offer_parts import PRICE, Row, unread
from .refusals import OtherCurrency, UnknownPriceType

Taken = Mapping[tuple[int, int], tuple[int, PriceRow]]
"""By our price type and the smallest quantity: the price of our unit in micro, and the row that tells it."""


def put_prices(work: Work, load: Load, applied: Applied, rows: Sequence[Row], ids: Mapping[str, int]) -> set[str]:
    """Prices of the rows that speak of them; answers the keys of rows with a price that could not be taken."""
    faulty: set[str] = set()
    cards, told = [], []
    all_types = tuple(known_type.id for known_type in load.known.price_types.values())
    for offer, (place, _) in rows:
        if offer.prices is None:
            continue
        taken, refused = _prices(load, applied, offer)
        if refused:
            faulty.add(offer.key)
        unreadable = len(unread(offer, *PRICE))
        is_whole = load.full and not refused and not unreadable  # a price that could not be taken is not one that went
        prices = tuple((*at, micro) for at, (micro, _row) in taken.items())
        looked_at = frozenset(at for at, (_micro, row) in taken.items() if row.place in load.as_told)
        cards.append(PriceCard(ids[offer.key], prices, is_whole, all_types, place, looked_at))
        told.append((offer, taken, len(offer.prices) - refused))
        applied.count("prices", "refused", refused + unreadable)
    guard = PriceGuard(load.settings.price_jump_times, load.settings.holds_zero_prices)
    outcomes = pricing.put_prices(work=work, cards=cards, guard=guard)
    for (offer, taken, number), outcome in zip(told, outcomes, strict=True):
        applied.count("prices", outcome.done, number - len(outcome.held))
        if outcome.held:
            faulty.add(offer.key)
            _hold(load, applied, offer, taken, outcome.held)
    return faulty


def _prices(load: Load, applied: Applied, offer: Offer) -> tuple[Taken, int]:
    """Prices by (type, smallest quantity): the last of equal ones counts, as 1C itself reads them."""
    taken: dict[tuple[int, int], tuple[int, PriceRow]] = {}
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
            micro = price.base_price_micro if load.settings.price_per_unit else price.price_micro
            taken[known_type.id, price.min_quantity_thousandths or 0] = micro, price
    return taken, refused


def _hold(load: Load, applied: Applied, offer: Offer, taken: Taken, held: Sequence[HeldPrice]) -> None:
    """Put prices aside that a person has to look at; one told anew of the same type takes the place of the former."""
    for one in held:
        _micro, row = taken[one.price_type_id, one.min_quantity]
        facts = {
            "price_type": load.known.price_types[row.price_type_id].name,
            "stands": one.stands_micro,
            "comes": one.told_micro,
        }
        applied.refuse(
            "prices", row.place, offer.key, PriceJumped(**facts), field="ЦенаЗаЕдиницу",
            value=plain(row.price_micro, MICRO), line=row.line, told=f"{row.price_type_id}/{one.min_quantity}",
        )  # fmt: skip
    applied.count("prices", "refused", len(held))
