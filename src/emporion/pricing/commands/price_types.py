"""Kinds of prices."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import UnknownCurrency, exponent

from ..models import Price, PriceType
from ..types import (
    Change,
    CurrencyFixed,
    Outcome,
    PriceTypeAdded,
    PriceTypeCard,
    PriceTypeChanged,
    PriceTypeInUse,
    PriceTypeNameMissing,
    UnknownPriceType,
)

FIELDS = ("code", "name", "currency", "tax_included", "is_cost", "position")
_read = attrgetter(*FIELDS)
Row = tuple[Any, ...]


@command
def put_price_types(work: Work, *, cards: Sequence[PriceTypeCard]) -> tuple[Outcome, ...]:
    """Enter price types, or write over what the cards tell.

    Refuses a missing name, an unknown type, a currency that ISO 4217 does not know, and another currency for a type
    that has prices: 100 roubles do not become 100 euros.
    """
    standing = PriceType.objects.select_for_update(no_key=True).in_bulk(
        [card.id for card in cards if card.id is not None]
    )
    return tuple([_put(work, card, index, standing) for index, card in enumerate(cards)])


@command
def close_price_type(work: Work, *, price_type: int, users: Sequence[str]) -> bool:
    """Offer a price type nowhere any more; answers whether it was open. Its prices stay and explain what was.

    users: by name, who sells at it or brings prices for it, as far as the caller's rooms know: they stand above this
    one, which cannot ask them. Refused while there are any.
    """
    row = _standing(price_type)
    if users and not row.is_closed:
        raise PriceTypeInUse(name=row.name, users=", ".join(users))
    return _set_closed(work, row, True)


@command
def open_price_type(work: Work, *, price_type: int) -> bool:
    """Offer a closed price type again; answers whether it was closed."""
    return _set_closed(work, _standing(price_type), False)


def _standing(price_type: int) -> PriceType:
    row = PriceType.objects.select_for_update(no_key=True).filter(pk=price_type).first()
    if row is None:
        raise UnknownPriceType(price_type=price_type)
    return row


def _set_closed(work: Work, row: PriceType, is_closed: bool) -> bool:
    if row.is_closed == is_closed:
        return False
    change = Change("is_closed", str(row.is_closed), str(is_closed))
    row.is_closed = is_closed
    row.save(update_fields=["is_closed"])
    work.tell(PriceTypeChanged(f"price_type:{row.pk}", (change,)))
    return True


def _put(work: Work, card: PriceTypeCard, index: int, standing: dict[int, PriceType]) -> Outcome:
    if card.id is None:
        return _add(work, card, index)
    row = standing.get(card.id)
    if row is None:
        raise UnknownPriceType(price_type=card.id, card=index)
    old = _read(row)
    new = _settled(card, old, index)
    if new == old:
        return Outcome(row.pk, "unchanged")
    if new[2] != row.currency and Price.objects.filter(price_type=row).exists():
        raise CurrencyFixed(name=row.name, currency=row.currency, wanted=new[2], card=index)
    _write(row, new)
    changes = tuple(Change(f, str(a), str(b)) for f, a, b in zip(FIELDS, old, new, strict=True) if a != b)
    work.tell(PriceTypeChanged(f"price_type:{row.pk}", changes), place=card.place)
    return Outcome(row.pk, "changed")


def _add(work: Work, card: PriceTypeCard, index: int) -> Outcome:
    row = PriceType()
    _write(row, _settled(card, ("", "", "", True, False, 0), index))
    work.tell(PriceTypeAdded(f"price_type:{row.pk}", row.name, row.currency), place=card.place)
    return Outcome(row.pk, "created")


def _settled(card: PriceTypeCard, old: Row, index: int) -> Row:
    new = tuple(before if told is None else told for before, told in zip(old, _read(card), strict=True))
    if not new[1].strip():
        raise PriceTypeNameMissing(card=index)
    try:
        exponent(new[2])
    except UnknownCurrency as refusal:
        raise UnknownCurrency(**refusal.facts, card=index) from None
    return new


def _write(row: PriceType, values: Row) -> None:
    for name, value in zip(FIELDS, values, strict=True):
        setattr(row, name, value)
    row.save()
