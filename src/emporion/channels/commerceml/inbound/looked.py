"""What a file names of which nobody knows the key, read before a row of it is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from emporion.exchange.queries import digests
from emporion.exchange.types import KEY_LENGTH, Marks

from .. import catalog_reader as parse
from ..reader import Kind, Row, read
from ..records import Offer
from ..refusals import FieldRefused, FileRefused
from ..values import split_key
from .keys import Keys
from .load import NO_CATALOG, Load

PATIENCE = 2000  # offers without any goods before them: then it is a file of offers, and no goods come any more
OVER = (Kind.DOCUMENT, Kind.COUNTERPARTY)
OFFERS = (Kind.OFFER, Kind.CHANGE_OFFER)


@dataclass(slots=True)
class Seen:
    """Unknown goods, offers and references of a file with what they are recognised by; named are all keys of a kind.

    groups are all of the file with name and parent, for a path needs those that are known too. rows counts all rows by
    kind, known ones too.
    """

    goods: dict[str, Marks] = field(default_factory=dict)
    rows: Counter[Kind] = field(default_factory=Counter)
    catalogs: set[str] = field(default_factory=set)
    offers: dict[str, Offer] = field(default_factory=dict)
    groups: dict[str, tuple[str, str]] = field(default_factory=dict)
    unknown: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    named: defaultdict[str, Keys] = field(default_factory=lambda: defaultdict(Keys))


def look(load: Load, source: BinaryIO, *, with_offers: bool) -> Seen:
    """Read a file through for keys that nobody knows; offers and what they point to only when somebody asks for them.

    A file that stops being CommerceML is looked at as far as it goes: the work on it says what is wrong.
    """
    seen = Seen()
    products, variants = _Known(load.channel.id, "product"), _Known(load.channel.id, "variant")
    with suppress(FileRefused):
        for row in read(source):
            if row.kind in OVER:
                break
            if len(row.key) > KEY_LENGTH:
                continue
            seen.rows[row.kind] += 1
            if row.kind is Kind.GOODS:
                _goods(seen, row, products)
            elif row.kind not in OFFERS:
                _around(load, seen, row)
            elif with_offers:
                _offer(seen, row, variants)
            elif seen.rows[row.kind] > PATIENCE and not seen.goods:
                break
    return seen


class _Known:
    """Keys of a kind that the connection knows, read when the first one is asked for."""

    def __init__(self, channel: int, kind: str) -> None:
        self._of = (channel, kind)
        self._keys: Keys | None = None

    def __contains__(self, key: str) -> bool:
        if self._keys is None:
            self._keys = Keys()
            for one, _ in digests(*self._of):
                self._keys.add(one)
        return key in self._keys


def _goods(seen: Seen, row: Row, known: _Known) -> None:
    own, variant = split_key(row.key)
    seen.named["product"].add(own)
    if own in known or (variant and own in seen.goods):
        return
    with suppress(FieldRefused):
        told = parse.goods(row)
        seen.goods[own] = Marks(told.name or "", told.article or "", told.barcodes or ())


def _offer(seen: Seen, row: Row, variants: _Known) -> None:
    seen.named["variant"].add(row.key)
    if row.key in variants:
        return
    with suppress(FieldRefused):
        seen.offers[row.key] = parse.offer(row)


REFERENCES = {
    Kind.GROUP: "category",
    Kind.PROPERTY: "property",
    Kind.PRICE_TYPE: "price_type",
    Kind.WAREHOUSE: "warehouse",
}


def _around(load: Load, seen: Seen, row: Row) -> None:
    if row.kind is Kind.CATALOG:
        seen.catalogs.add(row.key or NO_CATALOG)
    elif row.kind in REFERENCES:
        _reference(load, seen, row)


def _reference(load: Load, seen: Seen, row: Row) -> None:
    kind = REFERENCES[row.kind]
    seen.named[kind].add(row.key)
    with suppress(FieldRefused):
        if row.kind is Kind.GROUP:
            group = parse.group(row)
            seen.groups[group.id] = (group.name, group.parent_id)
            name = group.name
        elif row.kind is Kind.PRICE_TYPE:
            told = parse.price_type(row)
            name = f"{told.name} {told.currency or load.settings.currency}"
        else:
            name = parse.property_(row).name if row.kind is Kind.PROPERTY else parse.warehouse(row).name
        if row.key not in _known(load, kind):
            seen.unknown[kind][row.key] = name


def _known(load: Load, kind: str) -> Iterable[str]:
    known = load.known
    kinds: dict[str, Iterable[str]] = {
        "category": known.categories, "property": known.properties, "price_type": known.price_types,
        "warehouse": known.warehouses,
    }  # fmt: skip
    return kinds[kind]
