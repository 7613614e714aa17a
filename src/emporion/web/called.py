"""What goods are called for their reader: by their name in the reader's language, else by that of their card.

Pages of the staff read so. What leaves the house, and the lines that an order keeps, have the name of the card.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from emporion.catalog import queries as catalog
from emporion.catalog.types import VariantView


@dataclass(frozen=True, slots=True)
class Called:
    """A name as its reader meets it; card is the card's own where that is another one: lists stand in its order."""

    name: str
    card: str = ""


def called(shown: str, card: str) -> Called:
    """A name beside that of the card."""
    return Called(shown, card if shown != card else "")


def products(names: Iterable[tuple[int, str]]) -> dict[int, Called]:
    """Products by id, given as (id, name of the card); one query."""
    cards = dict(names)
    own = catalog.names_in(get_language() or "", cards)
    return {pk: called(own.get(pk, card), card) for pk, card in cards.items()}


def goods(views: Iterable[VariantView]) -> dict[int, VariantView]:
    """Variants that were read already, by id; one query."""
    return catalog.in_language(get_language() or "", views)


def variants(ids: Collection[int]) -> dict[int, VariantView]:
    """Variants by id; two queries. An unknown one is refused."""
    return goods(catalog.variants(ids).values()) if ids else {}
