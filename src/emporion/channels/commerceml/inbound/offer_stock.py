"""Stock of offers: by warehouse, or as one total, which is of the warehouse that a person has named for totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.types import Link
from emporion.journal.types import Work
from emporion.stock import commands as stock
from emporion.stock.types import Figures

from ..records import Offer
from .load import Applied, Load
from .offer_parts import STOCK, Row, figures_told, unread
from .references import put_warehouse
from .refusals import UnknownWarehouse

ONLY_ONE = "main"  # the key of the warehouse of a base that names none


def put_stock(work: Work, load: Load, applied: Applied, rows: Sequence[Row], ids: Mapping[str, int]) -> set[str]:
    """Stock of the rows that speak of it; answers the keys of rows whose figure has no place."""
    faulty: set[str] = set()
    figures: dict[int, Figures] = {}
    told: dict[int, int] = {}
    for offer, (place, _) in rows:
        unreadable = len(unread(offer, *STOCK))
        applied.count("stock", "refused", unreadable)
        if not offer.told_stock or (unreadable and not offer.stock):
            continue
        by_warehouse = _by_warehouse(work, load, offer)
        if by_warehouse is None:
            refusal = UnknownWarehouse(key=offer.key, count=len(load.known.warehouses))
            applied.refuse("stock", place, offer.key, refusal, field="Количество")
            applied.count("stock", "refused", figures_told(offer))
            faulty.add(offer.key)
            continue
        variant = ids[offer.key]
        figures[variant] = Figures(variant, tuple(by_warehouse.items()), place)
        told[variant] = figures_told(offer)
    changed = stock.declare(
        work=work,
        document=f"message:{load.message}",
        master=load.master,
        figures=list(figures.values()),
        started_at=load.started_at,
    )
    for variant, has_changed in zip(figures, changed, strict=True):
        applied.count("stock", "changed" if has_changed else "unchanged", told[variant])
    return faulty


def _by_warehouse(work: Work, load: Load, offer: Offer) -> dict[int, int] | None:
    """Figures by warehouse in thousandths; None when a figure without a warehouse has no place to go.

    In a whole offer a warehouse that is left out holds nothing; in one of changes it is as it was. A total is of all
    warehouses together: what is not where totals are kept lies nowhere, and of nothing it needs no place.
    """
    named: dict[int, int] = {}
    for row in offer.stock or ():
        if row.warehouse_id:
            place = _warehouse(work, load, row.warehouse_id)
            named[place] = named.get(place, 0) + row.quantity_thousandths
    bare = _bare(offer)
    if bare is not None:
        where = _place_of_totals(work, load)
        if where is None and (bare or named):
            return None
        if where is not None:
            named[where] = named.get(where, 0) + bare
    # a figure that could not be read is not one that went
    is_whole = (bare is not None and not offer.stock) or (load.full and not unread(offer, *STOCK))
    return dict.fromkeys(load.known.warehouses.values(), 0) | named if is_whole else named


def _bare(offer: Offer) -> int | None:
    """What is told without a warehouse: in a list of figures those that name none, else the total."""
    if not offer.stock:
        return offer.total_thousandths
    bare = [row.quantity_thousandths for row in offer.stock if not row.warehouse_id]
    return sum(bare) if bare else None


def _place_of_totals(work: Work, load: Load) -> int | None:
    """Where figures without a warehouse lie: in the only one, else in the one that a person has named for them."""
    places = load.known.warehouses
    if not places:
        return _warehouse(work, load, ONLY_ONE, load.channel.title)
    if len(places) == 1:
        return next(iter(places.values()))
    told = load.settings.totals_warehouse
    return told if told in places.values() else None


def _warehouse(work: Work, load: Load, key: str, name: str = "") -> int:
    """The warehouse of a figure; one that nobody has listed is opened under its key."""
    places = load.known.warehouses
    if key not in places:
        places[key] = put_warehouse(work, load, key, name or key)
        links = [Link(key, places[key], None)]
        exchange.link(work=work, channel=load.channel.id, kind="warehouse", links=links, session=load.session)
    return places[key]
