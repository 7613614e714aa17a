"""Prices, by the thousand or one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from emporion.catalog.queries import lock_variants
from emporion.catalog.types import UnknownVariant
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Price, PriceType
from ..rules import is_suspicious
from ..types import (
    NO_GUARD,
    HeldPrice,
    NegativePrice,
    Outcome,
    PriceCard,
    PriceChange,
    PriceGuard,
    PricesChanged,
    PriceTold,
    UnknownPriceType,
)

COLUMNS = ("variant_id", "price_type_id", "min_quantity", "price_micro", "changed_at")
KEY = COLUMNS[:3]
Place = tuple[int, int]  # price type, smallest quantity


@dataclass
class _Desk:
    """Prices as they will stand, and as they stood of the variants that change."""

    prices: dict[int, dict[Place, int]]
    variants: set[int]
    types: set[int]
    guard: PriceGuard
    before: dict[int, dict[Place, int]] = field(default_factory=dict)


@command
def put_prices(work: Work, *, cards: Sequence[PriceCard], guard: PriceGuard = NO_GUARD) -> tuple[Outcome, ...]:
    """Write prices of many variants. The outcome is "created" for a variant's first prices.

    A price of 0 is stored as told and never sold at. Prices that the guard holds are not written: what stood stays, and
    the outcome names them. Refuses an unknown variant or price type and negative figures.
    """
    desk = _open(cards, guard)
    outcomes = tuple([_take(work, desk, card, index) for index, card in enumerate(cards)])
    _write(work, desk)
    return outcomes


@command
def set_price(
    work: Work, *, variant_id: int, price_type_id: int, price_micro: int | None, min_quantity: int = 0
) -> Outcome:
    """Write one price by hand; None takes it away."""
    if price_micro is not None:
        card = PriceCard(variant_id, ((price_type_id, min_quantity, price_micro),))
    else:
        standing = Price.objects.filter(variant=variant_id, price_type=price_type_id).exclude(min_quantity=min_quantity)
        others = tuple((price_type_id, quantity, micro) for quantity, micro in standing.values_list(*COLUMNS[2:4]))
        card = PriceCard(variant_id, others, whole=True, types=(price_type_id,))
    (outcome,) = put_prices(work=work, cards=[card])
    return outcome


def _open(cards: Sequence[PriceCard], guard: PriceGuard) -> _Desk:
    ids = {card.variant_id for card in cards}
    variants = lock_variants(ids)
    prices: dict[int, dict[Place, int]] = defaultdict(dict)
    for variant, kind, quantity, micro in Price.objects.filter(variant__in=rows.among(ids)).values_list(*COLUMNS[:4]):
        prices[variant][kind, quantity] = micro
    return _Desk(prices, variants, set(PriceType.objects.values_list("pk", flat=True)), guard)


def _take(work: Work, desk: _Desk, card: PriceCard, index: int) -> Outcome:
    if card.variant_id not in desk.variants:
        raise UnknownVariant(variant=card.variant_id, card=index)
    standing = desk.prices[card.variant_id]
    told = {(kind, quantity): micro for kind, quantity, micro in card.prices}
    gone = _gone(card, standing, told) if card.whole else ()
    held = _held(desk.guard, card, standing, told)
    for one in held:
        del told[one.price_type_id, one.min_quantity]
    changed = [(at, micro) for at, micro in told.items() if standing.get(at) != micro]
    if not changed and not gone:
        return Outcome(card.variant_id, "unchanged", held)
    _refuse_bad(desk, card.prices, index)
    changes = [PriceChange(*at, standing.get(at), micro) for at, micro in changed]
    changes += [PriceChange(*at, standing[at], None) for at in gone]
    work.tell(PricesChanged(f"variant:{card.variant_id}", tuple(changes)), place=card.place)
    desk.before.setdefault(card.variant_id, standing)  # a second card for the same variant meets the first one's work
    desk.prices[card.variant_id] = {at: micro for at, micro in standing.items() if at not in gone} | told
    return Outcome(card.variant_id, "changed" if standing else "created", held)


def _held(
    guard: PriceGuard, card: PriceCard, standing: dict[Place, int], told: dict[Place, int]
) -> tuple[HeldPrice, ...]:
    """Told prices that wait for a look, without those that a person has looked at."""
    if guard == NO_GUARD:
        return ()
    return tuple(
        HeldPrice(*at, standing[at], micro)
        for at, micro in told.items()
        if at in standing and at not in card.looked_at and is_suspicious(standing[at], micro, guard)
    )


def _gone(card: PriceCard, standing: Iterable[Place], told: Collection[Place]) -> list[Place]:
    return [at for at in standing if at not in told and (not card.types or at[0] in card.types)]


def _refuse_bad(desk: _Desk, prices: tuple[PriceTold, ...], index: int) -> None:
    for kind, quantity, micro in prices:
        if kind not in desk.types:
            raise UnknownPriceType(price_type=kind, card=index)
        if micro < 0 or quantity < 0:
            raise NegativePrice(price=micro, quantity=quantity, card=index)


def _write(work: Work, desk: _Desk) -> None:
    now = connection.ops.adapt_datetimefield_value(work.now)
    added: list[rows.Row] = []
    moved: list[rows.Row] = []
    removed: list[rows.Row] = []
    for variant, before in desk.before.items():
        after = desk.prices[variant]
        added += [(variant, *at, micro, now) for at, micro in after.items() if at not in before]
        moved += [(variant, *at, micro, now) for at, micro in after.items() if before.get(at, micro) != micro]
        removed += [(variant, *at) for at in before if at not in after]
    rows.insert("pricing_price", COLUMNS, added)
    rows.upsert("pricing_price", COLUMNS, KEY, moved)
    rows.delete("pricing_price", KEY, removed)
