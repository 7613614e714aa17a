"""Variants that 1C has given up: hidden, and nothing lies in its warehouses under their name any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from emporion.catalog import commands as catalog
from emporion.catalog.types import VariantCard
from emporion.exchange import commands as exchange
from emporion.journal.types import Work
from emporion.stock import commands as stock
from emporion.stock.queries import stock_of
from emporion.stock.types import Figures


def retire(work: Work, *, master: str, variants: Collection[int], message: int, started_at: datetime) -> None:
    """Hide variants and empty the master's warehouses of them; should 1C name one again, its row is taken anew.

    What a person protects stays as it is.
    """
    ids = sorted(variants)
    cards = [VariantCard(variant, is_hidden=True) for variant in ids]
    catalog.put_variants(work=work, cards=cards, respects_protection=True)
    held: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for line in stock_of(ids):
        if line.warehouse.master == master and line.on_hand:
            held[line.variant].append((line.warehouse.id, 0))
    if held:
        figures = [Figures(variant, tuple(told)) for variant, told in held.items()]
        document = f"message:{message}"
        stock.declare(work=work, document=document, master=master, figures=figures, started_at=started_at)
    exchange.forget_digests(work=work, kind="variant", object_ids=ids)
