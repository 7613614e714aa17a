"""Prices when goods are merged: the variant that stays keeps its own and gets those of types in which it has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from emporion.catalog.types import Joiner, Matches
from emporion.journal.types import Work
from emporion.kernel.rows import among

from .commands import put_prices
from .models import Price
from .types import PriceCard, PriceTold

Taken = list[tuple[int, list[PriceTold]]]


def _join(work: Work, matches: Matches) -> Taken:
    told = _prices({*matches, *matches.values()})
    taken = []
    for double, other in sorted(matches.items()):
        has = {price_type for price_type, _, _ in told[other]}
        if comes := [price for price in told[double] if price[0] not in has]:
            taken.append((other, comes))
    put_prices(work=work, cards=[PriceCard(variant, tuple(prices)) for variant, prices in taken])
    return taken


def _prices(variants: set[int]) -> dict[int, list[PriceTold]]:
    found = defaultdict[int, list[PriceTold]](list)
    stored = Price.objects.filter(variant__in=among(variants)).order_by("variant", "price_type", "min_quantity")
    for variant, *price in stored.values_list("variant_id", "price_type_id", "min_quantity", "price_micro"):
        found[variant].append((price[0], price[1], price[2]))
    return found


def _part(work: Work, taken: Sequence[tuple[int, Sequence[Sequence[int]]]]) -> int:
    """Take off what was given and stands as it was given; answers how many prices changed since and stay."""
    given = {variant: {(t, q, p) for t, q, p in prices} for variant, prices in taken}
    stand = _prices(set(given))
    cards = []
    for variant, prices in given.items():
        types = tuple(sorted({price_type for price_type, _, _ in prices}))
        stays = tuple(price for price in stand[variant] if price[0] in types and price not in prices)
        cards.append(PriceCard(variant, stays, whole=True, types=types))
    put_prices(work=work, cards=cards)
    return sum(len(card.prices) for card in cards)


PRICES = Joiner("prices", _join, _part)
