"""What a full export does not name of the goods in sale: its messages are read again, nothing is written."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from emporion.catalog.queries import shown_products, shown_variants
from emporion.exchange.queries import digests, messages_since, open_message, session
from emporion.exchange.types import MessageView

from .. import catalog_reader as parse, values
from ..reader import Kind, read
from .catalogs import FIRST, catalogs_of
from .keys import Keys

PAGE = 5000
SHOWN = 20  # goods that the question names


@dataclass(slots=True)
class Named:
    """What the messages of an export name: goods by catalog, offers, and what of it claimed to be whole."""

    goods: dict[str, Keys] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    offers: Keys = field(default_factory=Keys)
    offered: Keys = field(default_factory=Keys)
    """Goods of which a whole package names offers."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Products and variants in sale that an export left out; total and all_variants count what its catalogs have.

    until is the last message of the export; unfinished is a message of it that did not end well, and then nothing is
    absent for sure.
    """

    channel: int
    since: datetime
    until: int
    products: tuple[int, ...] = ()
    total: int = 0
    variants: tuple[int, ...] = ()
    all_variants: int = 0
    unfinished: int = 0

    @property
    def percent(self) -> int:
        """The share that would go, of goods or of variants, whichever is larger; rounded up."""
        return max(_percent(len(self.products), self.total), _percent(len(self.variants), self.all_variants))

    @property
    def facts(self) -> dict[str, Any]:
        """What the question tells, and what it takes to look again."""
        return {
            "count": len(self.products), "total": self.total, "variants": len(self.variants), "percent": self.percent,
            "since": self.since.isoformat(), "until": self.until, "products": self.products[:SHOWN],
        }  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.products or self.variants)


def find_absent(channel: int, since: datetime, until: int = 0) -> Absent:
    """Compare what stands in sale with what the messages since a moment name; nothing is written.

    until: what claimed to be whole, and what ended well, is told by messages up to this one; later ones only add names.
    Only a catalog that says of itself СодержитТолькоИзменения="false" claims to be whole: one that does not say so may
    be anything.
    """
    kept = [one for one in messages_since(channel, since) if not is_of_orders(one)]
    last = until or max((one.id for one in kept), default=0)
    nothing = Absent(channel, since, last)
    if bad := next((one.id for one in kept if one.id <= last and not _ended_well(one, kept)), 0):
        return replace(nothing, unfinished=bad)
    named = Named()
    for one in kept:
        _note(named, one.id, claims=one.id <= last)
    if not named.whole:
        return nothing
    products, total = _products(channel, named)
    variants, all_variants = _variants(channel, named, set(products))
    return replace(nothing, products=tuple(products), total=total, variants=tuple(variants), all_variants=all_variants)


def is_of_orders(one: MessageView) -> bool:
    """Whether a message came in a talk about orders, which names no catalog."""
    return one.session is not None and session(one.session).kind == "sale"


def _ended_well(one: MessageView, kept: Sequence[MessageView]) -> bool:
    """A file that was refused and sent again under its name ended as the last one of it did."""
    return one.state == "done" or any(
        other.name == one.name and other.id > one.id and other.state == "done" for other in kept
    )


def _note(named: Named, number: int, *, claims: bool) -> None:
    at, whole_catalog, whole_package = "", False, False
    with open_message(number) as source:
        for row in read(source):
            if row.kind is Kind.GOODS:
                named.goods.setdefault(at, Keys()).add(values.split_key(row.key)[0])
                if whole_catalog:
                    named.whole.add(at)
            elif row.kind in (Kind.OFFER, Kind.CHANGE_OFFER):
                named.offers.add(row.key)
                if whole_package:
                    named.offered.add(values.split_key(row.key)[0])
            elif row.kind is Kind.CATALOG:
                at, whole_catalog = row.key, claims and parse.head(row).only_changes is False
            elif row.kind in (Kind.PACK, Kind.CHANGES):
                whole_package = claims and row.kind is Kind.PACK and parse.head(row).only_changes is False


def _products(channel: int, named: Named) -> tuple[list[int], int]:
    """Products in sale that no whole catalog names of those they stand in, and how many these catalogs have in sale."""
    numbers, stands = catalogs_of(channel)
    whole = {numbers[key] for key in named.whole if key in numbers}
    anywhere = list(named.goods.values())
    gone, members, present = array("q"), array("q"), array("q")
    for key, found in digests(channel, "product"):
        catalogs = {number for number, keys in stands.items() if key in keys} or {FIRST}
        if catalogs & whole:
            members.append(found.object_id)
        is_gone = catalogs <= whole and not any(key in keys for keys in anywhere)
        (gone if is_gone else present).append(found.object_id)
    left_out = set(gone).difference(present)  # a product may have several keys
    return _shown(sorted(left_out)), len(_shown(set(members)))


def _variants(channel: int, named: Named, gone: set[int]) -> tuple[list[int], int]:
    """Variants left out while a whole package names others of their goods; and how many there are in sale."""
    missing, present, total = [], array("q"), 0
    every = digests(channel, "variant")
    while page := list(islice(every, PAGE)):
        shown = shown_variants([found.object_id for _, found in page])
        total += len(shown)
        present.extend(found.object_id for key, found in page if key in named.offers)
        missing += [
            found.object_id
            for key, found in page
            if shown.get(found.object_id, 0) not in {0} | gone
            and key not in named.offers
            and values.split_key(key)[0] in named.offered
        ]
    return sorted(set(missing).difference(present)), total  # a variant may have several keys


def _shown(products: Iterable[int]) -> list[int]:
    every, found = iter(products), []
    while page := list(islice(every, PAGE)):
        shown = shown_products(page)
        found += [product for product in page if product in shown]
    return found


def _percent(part: int, whole: int) -> int:
    return -(-100 * part // whole) if whole else 0
