"""Documents of the warehouse: each takes its number in the same transaction that books it."""

from __future__ import annotations

from datetime import datetime

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.ledger import commands as ledger
from emporion.ledger.queries import entries_of
from emporion.stock import commands as stock
from emporion.stock.queries import warehouse as one_warehouse
from emporion.stock.types import Goods


@command
def receive(work: Work, *, warehouse: int, goods: tuple[Goods, ...], effective_at: datetime | None = None) -> str:
    """Book a receipt and answer its name, such as receipt:1-12 (firm and number)."""
    document = _numbered(work, "receipt", warehouse)
    stock.receive(work=work, warehouse_id=warehouse, document=document, goods=goods, effective_at=effective_at)
    return document


@command
def correct(work: Work, *, warehouse: int, counted: tuple[Goods, ...], effective_at: datetime | None = None) -> str:
    """Book what a count found and answer its name; a count that found what the book says moves nothing."""
    document = _numbered(work, "count", warehouse)
    stock.correct(work=work, warehouse_id=warehouse, document=document, counted=counted, effective_at=effective_at)
    return document


@command
def move(work: Work, *, source: int, target: int, goods: tuple[Goods, ...]) -> str:
    """Book a move between two of our warehouses and answer its name."""
    document = _numbered(work, "move", source)
    stock.move(work=work, source=source, target=target, document=document, goods=goods)
    return document


def _numbered(work: Work, kind: str, warehouse: int) -> str:
    firm = one_warehouse(warehouse).firm
    return f"{kind}:{firm}-{ledger.next_number(work=work, firm=firm, kind=kind)}"


def moved(document: str) -> bool:
    """Whether a document moved anything; a count that found what the book says did not."""
    return bool(entries_of(document, limit=1))
