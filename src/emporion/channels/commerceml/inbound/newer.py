"""An old message that is worked on again does not take back what was said since, by newer messages or here.

Only such a message asks; one that is worked on for the first time is the newest there is. What was said since is told
by the journal: an offer speaks of a variant, its prices and its stock, and each of the three is spared by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from emporion.exchange.queries import known
from emporion.journal.queries import events_since, told_since
from emporion.journal.types import kind_of
from emporion.pricing.types import PricesChanged
from emporion.stock.types import StockDeclared

from ..reader import Kind
from ..records import Goods, Offer
from .load import Applied, Load
from .offer_parts import PRICE, STOCK, figures_told, unread
from .references import Read
from .refusals import Overtaken

SUBJECTS = {
    Kind.GROUP: "category",
    Kind.PROPERTY: "property",
    Kind.PRICE_TYPE: "price_type",
    Kind.WAREHOUSE: "warehouse",
    Kind.GOODS: "product",
    Kind.OFFER: "variant",
    Kind.CHANGE_OFFER: "variant",
}
SPEAKING = ("catalog", "pricing", "stock")  # rooms whose facts say that something a row tells was told anew
PARTS = (kind_of(PricesChanged), kind_of(StockDeclared))
SILENT = {"catalog.FieldsProtected", "catalog.FieldsReleased"}
Row = tuple[Any, Read]


@dataclass(slots=True)
class Anew:
    """Price types and warehouses of a variant that were told since, by our numbers."""

    types: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Left:
    """What is left of rows: those to be applied, offers without their card, and what became of the others."""

    rows: list[Row] = field(default_factory=list)
    bare: list[Row] = field(default_factory=list)
    applied: Applied = field(default_factory=Applied)


def without_newer(load: Load, kind: Kind, name: str, rows: Sequence[Row]) -> Left:
    """Rows without what was said since their message came; what keeps nothing is unchanged.

    A row that a person wanted to have read again, and of which nothing may be taken, is refused with the reason.
    """
    newer = _told(load, kind, [row[0] for row in rows])
    if not newer:
        return Left(list(rows))
    left, anew = Left(), _told_anew(load, kind, [row[0] for row in rows])
    for record, read in rows:
        rooms = newer.get(_key(record), ())
        if not rooms:
            left.rows.append((record, read))
        elif isinstance(record, Offer):
            part = _part(load, record, rooms, anew[record.key], left.applied)
            (left.bare if "catalog" in rooms else left.rows).append((part, (read[0], None)))
        elif load.only is None:
            left.applied.count(name, "unchanged")
        else:
            left.applied.refuse(name, read[0], _key(record), Overtaken(message=load.message, key=_key(record)))
            left.applied.count(name, "refused")
    return left


def _key(record: Any) -> str:
    return str(record.key if isinstance(record, Goods | Offer) else record.id)


def _told(load: Load, kind: Kind, records: Sequence[Any]) -> dict[str, set[str]]:
    """By key, the rooms that have told something of the row's object since."""
    if kind not in SUBJECTS:
        return {}
    subjects = _subjects(load, SUBJECTS[kind], records)
    told = told_since(subjects.values(), message=load.message, at=load.kept_at)
    return {
        key: {fact.partition(".")[0] for fact in told[subject] - SILENT} & {*SPEAKING}
        for key, subject in subjects.items()
        if subject in told
    }


def _subjects(load: Load, slot: str, records: Sequence[Any]) -> dict[str, str]:
    """By key, whom the journal names. Goods that are a variant (a#b of old files) are that variant."""
    folded = [one.key for one in records if isinstance(one, Goods) and one.variant_id]
    others = [one for one in records if not (isinstance(one, Goods) and one.variant_id)]
    theirs = {_key(one): one.goods_id if isinstance(one, Goods) else _key(one) for one in others}
    ids = known(load.channel.id, slot, list(theirs.values()))
    found = {key: f"{slot}:{ids[own].object_id}" for key, own in theirs.items() if own in ids}
    return found | {key: f"variant:{of.object_id}" for key, of in known(load.channel.id, "variant", folded).items()}


def _told_anew(load: Load, kind: Kind, records: Sequence[Any]) -> defaultdict[str, Anew]:
    """By key of an offer, which of its prices and figures were told since."""
    anew: defaultdict[str, Anew] = defaultdict(Anew)
    if SUBJECTS.get(kind) != "variant":
        return anew
    subjects = {subject: key for key, subject in _subjects(load, "variant", records).items()}
    for fact in events_since(subjects, PARTS, message=load.message, at=load.kept_at):
        found = anew[subjects[fact.subject]]
        if isinstance(fact.event, PricesChanged):
            found.types |= {change.price_type_id for change in fact.event.changes}
        elif isinstance(fact.event, StockDeclared):
            found.places |= {change.warehouse for change in fact.event.changes}
    return anew


def _part(load: Load, offer: Offer, rooms: Collection[str], anew: Anew, applied: Applied) -> Offer:
    """An offer without the prices or the figures that were told anew.

    A whole one says what there is besides, so all of its prices or figures are spared when one of them was told.
    """
    if "pricing" in rooms and offer.prices is not None:
        types = load.known.price_types
        prices = [one for one in offer.prices if one.price_type_id in types and not load.full]
        prices = [one for one in prices if types[one.price_type_id].id not in anew.types]
        faults = offer.faults if prices else tuple(f for f in offer.faults if f.element not in PRICE)
        gone = len(offer.prices) - len(prices) + len(unread(offer, *PRICE)) * (not prices)
        applied.count("prices", "unchanged", gone)
        offer = replace(offer, prices=tuple(prices) or None, faults=faults)
    if "stock" in rooms and offer.told_stock:
        places = load.known.warehouses
        figures = [
            row for row in offer.stock or () if not load.full and places.get(row.warehouse_id) not in anew.places
        ]
        faults = offer.faults if figures else tuple(f for f in offer.faults if f.element not in STOCK)
        gone = figures_told(offer) - len(figures) + len(unread(offer, *STOCK)) * (not figures)
        applied.count("stock", "unchanged", gone)
        offer = replace(offer, stock=tuple(figures) or None, total_thousandths=None, faults=faults)
    return offer
