"""What one load of a message carries along: whose it is, what is known already, what came of it so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from emporion.catalog.queries import properties as catalog_properties, units
from emporion.catalog.types import PictureCard
from emporion.exchange.queries import digests
from emporion.exchange.types import ChannelView, Differs, KeptFields, RefusedRow, Shadow, Tally
from emporion.kernel.errors import Refused
from emporion.pricing.queries import price_types

from ..records import Fault
from ..settings import Settings
from .keys import Keys
from .planned import Planned, Prints

Tallies = dict[str, Tally]
AWAITED = "awaits_group"
NO_CATALOG = "-"  # the key of a catalog that has none


class Caller(TypedDict):
    """The words of every call."""

    actor: str
    origin: str


@dataclass(slots=True)
class PropertyKnown:
    """A property with the answers it offers, by their key in the file and by their text.

    is_told: a classifier has brought it; else it is only known by the goods that name it.
    """

    id: int
    name: str
    is_told: bool = True
    by_key: dict[str, tuple[int, str]] = field(default_factory=dict)
    by_text: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class PriceTypeKnown:
    """A price type of the connection."""

    id: int
    name: str
    currency: str


@dataclass(slots=True)
class Known:
    """Reference data of the connection by their keys; small, so it stands in memory for the length of a load.

    catalogs are numbered from 1 in the order in which they came first. awaited are groups by the goods that named them
    before they came.
    """

    categories: dict[str, int]
    properties: dict[str, PropertyKnown]
    price_types: dict[str, PriceTypeKnown]
    warehouses: dict[str, int]
    units: set[str]
    catalogs: dict[str, int]
    awaited: dict[str, set[str]]

    @property
    def has_several_catalogs(self) -> bool:
        """Whether goods may stand in more than one; nearly every base has one alone."""
        return len(set(self.catalogs.values())) > 1


@dataclass(slots=True)
class Load:
    """One message on its way in. full tells whether the part being read claims to be whole, not only changes; catalog
    is the key of the catalog whose goods are read.

    ours are the kinds of data of which we are master: they are taken when an object is new and never after that.
    hot are offers with open promises: their figures are weighed again even when they are told unchanged. pictures are
    those of the goods in hand, kept in the storage before the transaction begins, and whether all of them have come.
    is_old: the message was worked on before, and what was told since is not taken back; was_stopped: it waited for a
    person's word and was not begun before; was_linked: keys of it were linked anew, and rows may have waited for them.
    only are the places of the rows that alone are read, each with its rows in the quarantine; None when the whole
    message is. is_aside: they are read
    during the work on another message, and what this one once came to is left as it was counted.
    groups and named are the groups and offers of the file; turning are goods of which an offer is new or has come back
    beside others, with these offers; taken are goods of offers that were taken before the work broke off;
    is_turned_whole: their package claims to be whole. A connection without any variant has none that turn.
    as_told are places of what a person has looked at and wants taken as it was told.
    bare are products of which a whole catalog tells no picture, with their places; is_pictured: it tells one of others.
    has_beside: of some goods two rows are remembered (beside.py); bare_beside are those that a whole catalog shows once
    more as before, without a picture. doubles are keys of merged goods of which 1C tells what stays as well. at_once:
    times the usual number of rows go in one chunk. planned is what a dry run has shown of the rows, where just that is
    to be done; prints tell what they come to.
    """

    channel: ChannelView
    settings: Settings
    message: int
    session: int | None
    started_at: datetime
    kept_at: datetime
    known: Known
    ours: frozenset[str] = frozenset()
    hot: frozenset[str] = frozenset()
    full: bool = False
    catalog: str = NO_CATALOG
    folder: str = ""
    is_old: bool = False
    was_stopped: bool = False
    was_linked: bool = False
    only: Mapping[str, Sequence[int]] | None = None
    is_aside: bool = False
    as_told: frozenset[str] = frozenset()
    had_variants: bool = True
    named: Keys = field(default_factory=Keys)
    groups: set[str] = field(default_factory=set)
    turning: dict[str, set[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    is_turned_whole: bool = False
    is_catalog_whole: bool = False
    is_pictured: bool = False
    bare: dict[int, str] = field(default_factory=dict)
    has_beside: bool = True
    bare_beside: Keys = field(default_factory=Keys)
    pictures: dict[str, tuple[tuple[PictureCard, ...], bool]] = field(default_factory=dict)
    at_once: int = 1
    doubles: Mapping[tuple[str, str], int] = field(default_factory=dict)
    planned: Planned | None = None
    prints: Prints = field(default_factory=Prints)
    shadow: Shadow | None = None
    compares: bool = False

    @property
    def caller(self) -> Caller:
        """Who acts and because of what, for commands that open a transaction."""
        return {"actor": f"channel:{self.channel.code}", "origin": f"message:{self.message}"}

    @property
    def catalog_number(self) -> int:
        """Which catalog of the connection is read: 1 is the first that ever came, 0 one that is new beside others."""
        return self.known.catalogs.get(self.catalog, 0 if self.known.catalogs else 1)

    @property
    def master(self) -> str:
        """The name under which warehouses know their master."""
        return self.channel.code


@dataclass(slots=True)
class Applied:
    """What a chunk came to. kept: rows of which a person's fields were left alone; differs: in what orders differ."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    refused: list[RefusedRow] = field(default_factory=list)
    kept: list[KeptFields] = field(default_factory=list)
    differs: list[Differs] = field(default_factory=list)

    def add(self, part: Applied) -> None:
        """Take in what a part of the chunk came to."""
        self.refused += part.refused
        self.kept += part.kept
        self.differs += part.differs
        for kind, tally in part.tallies.items():
            self.tallies[kind] = self.tallies[kind] + tally

    def count(self, kind: str, outcome: str, rows: int = 1) -> None:
        """So many rows of a kind were read and became created, changed, unchanged or refused."""
        tally = self.tallies[kind]
        tally.read += rows
        setattr(tally, outcome, getattr(tally, outcome) + rows)

    def refuse(
        self, kind: str, place: str, key: str, refusal: Refused, *, field: str = "", value: str = "", line: int = 0,
        told: str = "",
    ) -> None:  # fmt: skip
        """Put a row aside with its cause; counting it is the caller's. A line that nobody tells is that of the row."""
        element = place.rpartition("/")[2].partition("[")[0]
        row = RefusedRow(place, kind, refusal.code, dict(refusal.facts), key, element, field, value, line, told)
        self.refused.append(row)

    def keep(self, kind: str, place: str, key: str, fields: tuple[str, ...]) -> None:
        """A row tells protected fields otherwise; they stay."""
        if fields:
            self.kept.append(KeptFields(kind, key, place, fields))

    def note_faults(self, kind: str, key: str, faults: Iterable[Fault]) -> None:
        """Put fields aside that could not be used while their row passed."""
        for fault in faults:
            self.refuse(kind, fault.place, key, fault.refusal(), field=fault.field, value=fault.raw)


def known_references(channel: int) -> Known:
    """What earlier messages of a connection brought, read once per load."""
    names = {row.id: row for row in catalog_properties()}
    properties = {
        key: PropertyKnown(found.object_id, names[found.object_id].name, found.digest is not None)
        for key, found in digests(channel, "property")
        if found.object_id in names
    }
    _add_options(
        channel, properties, {row.id: {option.id: option.text for option in row.options} for row in names.values()}
    )
    types = {row.id: row for row in price_types()}
    return Known(
        categories={key: found.object_id for key, found in digests(channel, "category")},
        properties=properties,
        price_types={
            key: PriceTypeKnown(found.object_id, types[found.object_id].name, types[found.object_id].currency)
            for key, found in digests(channel, "price_type")
            if found.object_id in types
        },
        warehouses={key: found.object_id for key, found in digests(channel, "warehouse")},
        units={unit.code for unit in units()},
        awaited=_awaited(channel),
        catalogs={key: found.object_id for key, found in digests(channel, "catalog")},
    )


def _awaited(channel: int) -> dict[str, set[str]]:
    """Their keys are kept as "goods key/group key"."""
    found: dict[str, set[str]] = {}
    for key, _ in digests(channel, AWAITED):
        goods, _, group = key.partition("/")
        found.setdefault(goods, set()).add(group)
    return found


def _add_options(channel: int, properties: Mapping[str, PropertyKnown], texts: Mapping[int, Mapping[int, str]]) -> None:
    """Their keys of options are kept as "property key/value key"."""
    for key, found in digests(channel, "option"):
        owner, _, value = key.partition("/")
        if known := properties.get(owner):
            known.by_key[value] = (found.object_id, texts[known.id].get(found.object_id, ""))
    for known in properties.values():
        known.by_text.update({text: option for option, text in texts[known.id].items()})
