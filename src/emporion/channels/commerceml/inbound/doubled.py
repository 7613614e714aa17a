"""Goods that 1C keeps twice and that were merged here: only one of the two tells what they are.

Both keys lead to the goods that stay. What comes under the double's key would write over what comes under their own, so
it is passed over; stock told under it is put before a person, for nobody here can say whether it is counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from emporion.exchange import commands as exchange
from emporion.journal.types import Work
from emporion.kernel.money import plain

from ..reader import Kind
from ..records import Goods, Offer
from .load import Applied, Load
from .offer_parts import figures_told
from .refusals import StockOfDouble

GOODS, OFFERS = (Kind.GOODS,), (Kind.OFFER, Kind.CHANGE_OFFER)


def without_doubles(work: Work, load: Load, kind: Kind, rows: Sequence[Any]) -> tuple[Sequence[Any], Applied]:
    """The rows that tell of what they name, and what the others came to."""
    passed = Applied()
    if not load.doubles or kind not in (*GOODS, *OFFERS):
        return rows, passed
    kept: list[Any] = []
    settled: list[str] = []
    for row in rows:
        told, (place, _digest) = row
        if not _is_double(load, told):
            kept.append(row)
        elif isinstance(told, Goods):
            passed.count("goods", "unchanged")
        elif quantity := _stock(told):
            refusal = StockOfDouble(key=told.key, product=load.doubles["variant", told.key])
            passed.refuse("stock", place, told.key, refusal, field="Количество", value=plain(quantity, 3))
            _count(passed, told, "refused")
        else:
            _count(passed, told, "unchanged")
            settled.append(told.key)
    if settled:
        exchange.settle_rows(work=work, channel=load.channel.id, kind="stock", keys=settled, message=load.message)
    return kept, passed


def _is_double(load: Load, told: Goods | Offer) -> bool:
    if isinstance(told, Goods) and not told.variant_id:
        return ("product", told.goods_id) in load.doubles
    return ("variant", told.key) in load.doubles


def _count(passed: Applied, offer: Offer, stock: str) -> None:
    """The offer and its prices are as they were; its figures of stock came to that."""
    passed.count("offers", "unchanged")
    passed.count("prices", "unchanged", len(offer.prices or ()))
    passed.count("stock", stock, figures_told(offer))


def _stock(offer: Offer) -> int:
    """Thousandths that an offer tells, over all warehouses."""
    by_place = [row.quantity_thousandths for row in offer.stock or ()]
    return sum(by_place) if by_place else offer.total_thousandths or 0
