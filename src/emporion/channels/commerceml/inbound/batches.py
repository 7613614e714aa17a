"""A message cut into batches: rows read, compared with what is known and parsed, outside any transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from emporion.channels.differences import Compared
from emporion.exchange.types import KEY_LENGTH
from emporion.kernel.keys import fitting

from .. import catalog_reader as parse, orders_reader
from ..elements import LOCAL
from ..reader import Kind, Row, read
from ..refusals import FieldRefused
from ..values import split_key
from . import references
from .load import NO_CATALOG, Applied, Load
from .parked import around
from .pictures import pictures_of
from .refusals import KeyTooLong
from .unchanged import Unchanged

NAMES = {
    Kind.GROUP: "groups",
    Kind.PROPERTY: "properties",
    Kind.PRICE_TYPE: "price_types",
    Kind.WAREHOUSE: "warehouses",
    Kind.UNIT: "units",
    Kind.GOODS: "goods",
    Kind.OFFER: "offers",
    Kind.CHANGE_OFFER: "offers",
    Kind.DOCUMENT: "orders",
}
PARSERS: dict[Kind, Callable[[Row], Any]] = {
    Kind.GROUP: parse.group,
    Kind.PROPERTY: parse.property_,
    Kind.PRICE_TYPE: parse.price_type,
    Kind.WAREHOUSE: parse.warehouse,
    Kind.UNIT: parse.unit,
    Kind.GOODS: parse.goods,
    Kind.OFFER: parse.offer,
    Kind.CHANGE_OFFER: parse.offer,
    Kind.DOCUMENT: orders_reader.document,
}
SIZES = defaultdict(lambda: 2000, {Kind.GOODS: 100, Kind.OFFER: 100, Kind.CHANGE_OFFER: 100, Kind.DOCUMENT: 1})
MOST_BESIDE = 1000  # documents of one Контейнер that are read together


@dataclass(slots=True)
class Batch:
    """Rows of one kind that go together in one transaction.

    lines: where each of them begins in the file, by its place, and each part of them that could not be read.
    compared: what the house holds of them, taken out and compared, in shadow mode.
    """

    kind: Kind | None = None
    rows: list[tuple[Any, references.Read]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)
    applied: Applied = field(default_factory=Applied)
    done: int = 0
    container: int = 0
    compared: Compared | None = None

    @property
    def is_some(self) -> bool:
        """Whether anything of the file stands in it."""
        return bool(self.rows or self.applied.tallies)

    def line_of(self, place: str) -> int:
        """The line of a place, or of the nearest element around it; 0 where nobody knows."""
        return next((self.lines[outer] for outer in reversed([*around(place)]) if outer in self.lines), 0)

    def takes(self, row: Row, at_once: int) -> bool:
        """Whether the row may go with these: of their kind, no key twice, not too many; a Контейнер goes whole."""
        if self.container or row.container:
            return self.container == row.container and len(self.rows) < MOST_BESIDE
        return self.kind is row.kind and row.key not in self.keys and len(self.rows) < SIZES[row.kind] * at_once


def batches(load: Load, source: BinaryIO, skip: int) -> Iterator[Batch]:
    """Rows read, compared and parsed outside any transaction; a batch ends where another kind begins or it is full."""
    unchanged, batch = Unchanged(load.channel.id), Batch()
    for done, row in enumerate(read(source), 1):
        if not batch.takes(row, load.at_once):  # also before a head: what waits belongs to the head before
            if batch.is_some:
                yield batch
            batch = Batch(row.kind, container=row.container)
        if row.kind not in PARSERS:
            _note_other(load, batch, row, done, is_new=done > skip)
            continue
        _note_named(load, row, was_taken=done <= skip)
        if done <= skip:
            continue
        batch.done = done
        says_the_same = unchanged.has(row, full=load.full, catalog=load.catalog_number)
        if _is_passed_over(load, row, says_the_same):
            _count_unchanged(load, batch.applied, row, is_beside=unchanged.is_beside)
        else:
            _parse(load, batch, row)
    if batch.is_some:
        yield batch


def _is_passed_over(load: Load, row: Row, says_the_same: bool) -> bool:
    if load.only is not None:
        return row.place not in load.only and not _stands_beside(row, load.only)
    return says_the_same and row.key not in load.hot and load.shadow is None  # what we hold may have changed since


def _stands_beside(row: Row, wanted: Iterable[str]) -> bool:
    """Whether a row of the same Контейнер is wanted: its documents say only together what they mean."""
    beside = row.place.partition("/")[0] + "/"
    return bool(row.container) and any(place.startswith(beside) for place in wanted)


def _note_other(load: Load, batch: Batch, row: Row, done: int, *, is_new: bool) -> None:
    """A head, or a customer of a list of customers: orders bring their own, so these are only counted."""
    if row.kind is not Kind.COUNTERPARTY:
        _note_head(load, row)
    elif is_new:
        batch.done = done
        batch.applied.count("customers", "unchanged")


def _note_head(load: Load, row: Row) -> None:
    """Whether what follows claims to be whole: a package that does not say is taken as changes only when it is one."""
    if row.kind is Kind.CATALOG:
        load.catalog = fitting(row.key, KEY_LENGTH) or NO_CATALOG
        load.is_catalog_whole = parse.head(row).only_changes is False
    if row.kind is Kind.PACK:
        load.full = parse.head(row).only_changes is not True
    elif row.kind in (Kind.CHANGES, Kind.FILE):
        load.full = False


def _note_named(load: Load, row: Row, *, was_taken: bool) -> None:
    """What the file names, also where it says nothing new.

    The goods of an offer that was taken before the work broke off are looked at once more.
    """
    if row.kind is Kind.GROUP:
        load.groups.add(row.key)
    elif row.kind is Kind.GOODS and load.is_catalog_whole and not load.is_pictured:
        load.is_pictured = any(LOCAL[child.tag] == "Картинка" and child.text for child in row.element)
    elif row.kind is Kind.OFFER:
        load.named.add(row.key)
        _note_taken(load, row, was_taken=was_taken)


def _note_taken(load: Load, row: Row, *, was_taken: bool) -> None:
    if was_taken and load.had_variants:
        load.taken.add(split_key(row.key)[0])


def _count_unchanged(load: Load, applied: Applied, row: Row, *, is_beside: bool) -> None:
    if is_beside and load.is_catalog_whole:
        load.bare_beside.add(row.key)
    applied.count(NAMES[row.kind], "unchanged")
    if row.kind in (Kind.OFFER, Kind.CHANGE_OFFER):
        applied.count("prices", "unchanged", row.prices)
        applied.count("stock", "unchanged", row.stocks)


def _parse(load: Load, batch: Batch, row: Row) -> None:
    batch.lines[row.place] = row.line()
    if len(row.key) > KEY_LENGTH:
        refusal = KeyTooLong(key=row.key[:40], limit=KEY_LENGTH)
        batch.applied.refuse(NAMES[row.kind], row.place, row.key, refusal, field="Ид", value=row.key)
        batch.applied.count(NAMES[row.kind], "refused")
        return
    try:
        record = PARSERS[row.kind](row)
    except FieldRefused as refusal:
        name = NAMES[row.kind]
        facts = refusal.facts
        field_name, raw = str(facts.get("field", "")), str(facts.get("raw", ""))
        batch.applied.refuse(name, row.place, row.key, refusal, field=field_name, value=raw)
        batch.applied.count(name, "refused")
        return
    batch.lines |= {fault.place: row.line(fault.place) for fault in getattr(record, "faults", ())}
    if row.kind is Kind.GOODS and record.pictures:
        load.pictures[record.key] = pictures_of(load, record.pictures)
    batch.rows.append((record, (row.place, row.digest)))
    batch.keys.add(row.key)
