"""Products, by the thousand or one."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..types import Outcome, ProductCard
from .compare import check
from .product_desk import close_desk, open_desk, take


@command
def put_products(work: Work, *, cards: Sequence[ProductCard], respects_protection: bool = False) -> tuple[Outcome, ...]:
    """Enter products, or write over what the cards tell; a new one gets no variant here (see put_variants).

    respects_protection leaves fields alone that a person protects, and the outcome names them. Refuses a missing name,
    an unknown product, unit, category, property or option, a negative weight, texts beyond the limit.
    """
    check(cards)
    desk = open_desk(work, cards, respects_protection)
    outcomes = tuple([take(desk, card, index) for index, card in enumerate(cards)])
    close_desk(desk)
    return outcomes


@command
def hide_products(work: Work, *, product_ids: Sequence[int], place: str = "") -> tuple[Outcome, ...]:
    """Take products out of sale; their documents and their history stay."""
    return put_products(work=work, cards=[ProductCard(pk, is_hidden=True, place=place) for pk in product_ids])


@command
def show_products(work: Work, *, product_ids: Sequence[int], place: str = "") -> tuple[Outcome, ...]:
    """Bring hidden products back."""
    return put_products(work=work, cards=[ProductCard(pk, is_hidden=False, place=place) for pk in product_ids])
