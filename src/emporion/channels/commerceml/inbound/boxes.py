"""Whose document is it: payments and shipments beside an order (3.1) are told as its own, the rest stands by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..order_records import Document
from ..orders_reader import payments_of, shipments_of, with_siblings
from .references import Read


@dataclass(frozen=True, slots=True)
class Told:
    """An order with all that is said of it, the place of its row, and how many rows of the file said it."""

    document: Document
    place: str
    rows: int = 1


def told(rows: Sequence[tuple[Document, Read]]) -> list[Told]:
    """One for each order of these rows, which are one Контейнер or a row without one.

    In a Контейнер with one order everything belongs to it; with several, and outside of any, Основание decides.
    """
    parts = [row for row in rows if _is_part(row[0])]
    orders = [row for row in rows if not _is_part(row[0])]
    found = []
    for order, (place, _) in orders:
        own = [row for row in parts if len(orders) == 1 or _names(row[0], order)]
        parts = [row for row in parts if row not in own]
        found.append(Told(with_siblings(order, [part for part, _ in own]), place, 1 + len(own)))
    return found + [Told(_alone(part), place) for part, (place, _) in parts]


def _is_part(document: Document) -> bool:
    return document.is_payment or document.is_shipment


def _names(part: Document, order: Document) -> bool:
    return bool(part.base) and part.base in (order.number, order.number_1c, order.id)


def _alone(part: Document) -> Document:
    """What a part alone says of the order it names: what was paid or sent, and nothing of the order itself."""
    return replace(
        part,
        id="",
        number=part.base or part.number,
        payments=payments_of([part]),
        shipments=shipments_of([part]),
        lines=None,
        deleted=None,
        cancelled=None,
        paid=None,
        shipped=None,
    )
