"""A message from its first row to its last: what is unchanged is passed over, the rest goes in chunks.

A chunk is one transaction of a few dozen milliseconds, with its identity, quarantine and progress, so that orders
placed meanwhile hardly wait. A killed job goes on behind the last chunk that stands; what was applied stays applied.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from emporion.exchange import commands as exchange
from emporion.exchange.queries import authority, channel_by_id, digests, keys_of, message, open_message, session
from emporion.exchange.types import RefusedRow, StoredContent, Tally, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.stock import commands as stock
from emporion.stock.queries import promised_variants

from .. import catalog_reader as parse, orders_reader
from ..reader import Kind, Row, read
from ..refusals import FieldRefused, FileRefused
from ..settings import Settings
from ..uploads import area
from . import references
from .documents import apply_documents
from .goods import apply_goods
from .load import Applied, Load, Tallies, known_references
from .offers import apply_offers
from .pictures import pictures_of

PAUSE_SECONDS = 0.005  # between chunks: who waits for the one writer of SQLite gets in
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
SLOTS = {
    Kind.GROUP: ("category",),
    Kind.PROPERTY: ("property",),
    Kind.PRICE_TYPE: ("price_type",),
    Kind.WAREHOUSE: ("warehouse",),
    Kind.GOODS: ("product", "goods_variant"),
    Kind.OFFER: ("variant",),
    Kind.CHANGE_OFFER: ("variant",),
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
SIZES = defaultdict(lambda: 2000, {Kind.GOODS: 200, Kind.OFFER: 200, Kind.CHANGE_OFFER: 200, Kind.DOCUMENT: 1})


class Unchanged:
    """Which digests stand already, eight bytes each: 300,000 rows in 2.4 MB."""

    def __init__(self, channel: int) -> None:
        self.channel = channel
        self.sorted: dict[Kind, array[int]] = {}

    def has(self, row: Row) -> bool:
        """Whether the row says what its last one said. The digest covers the row's own key."""
        if row.kind not in SLOTS:
            return False
        known = self.sorted.get(row.kind)
        if known is None:
            known = self.sorted[row.kind] = self._read(row.kind)
        mark = _mark(row.digest)
        place = bisect_left(known, mark)
        return place < len(known) and known[place] == mark

    def _read(self, kind: Kind) -> array[int]:
        found = (known.digest for slot in SLOTS[kind] for _, known in digests(self.channel, slot))
        marks = array("Q", (_mark(bytes(digest)) for digest in found if digest))
        return array("Q", sorted(marks))


def _mark(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big")


@dataclass(slots=True)
class Batch:
    """Rows of one kind that go together in one transaction."""

    kind: Kind | None = None
    rows: list[tuple[Any, references.Read]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    applied: Applied = field(default_factory=Applied)
    done: int = 0


Report = Callable[[int, Tallies], None]
"""Hears after each chunk how many bytes were read and what became of the rows so far."""


def import_message(number: int, *, pause_seconds: float = PAUSE_SECONDS, report: Report | None = None) -> Tallies:
    """Work a kept message through; answers what became of its rows by kind.

    A message that was being worked on goes on behind its last chunk. A file that cannot be read is refused with its
    cause, the rows before the damage stay; an error of ours fails the message and is raised again.
    """
    kept = message(number)
    resumed = kept.state == "working"
    tallies: Tallies = dict(kept.counts) if resumed else {}
    exchange.begin_message(message=number, actor="worker", origin=f"message:{number}") if not resumed else None
    try:
        load = load_for(number)
        with open_message(number) as source:
            for _ in _applied(load, source, tallies, kept.done if resumed else 0):
                if report:
                    report(source.tell(), tallies)
                time.sleep(pause_seconds)
        if tallies.get("stock", Tally()).read:
            stock.settle(master=load.master, started_at=load.started_at, **load.caller)
    except FileRefused as refusal:
        exchange.refuse_message(message=number, fault=fault_of(refusal), counts=tallies, actor="worker")
        return tallies
    except Exception as error:
        exchange.fail_message(message=number, fault=fault_of(error), counts=tallies, actor="worker")
        raise
    exchange.finish_message(message=number, counts=tallies, actor="worker", origin=f"message:{number}")
    return tallies


def load_for(number: int) -> Load:
    """What a message needs around it before its first row is read."""
    kept = message(number)
    channel = channel_by_id(kept.channel)
    talk = session(kept.session) if kept.session else None
    load = Load(
        channel=channel,
        settings=Settings.model_validate(channel.settings),
        message=number,
        session=kept.session,
        started_at=talk.started_at if talk else kept.at,
        known=known_references(channel.id),
        ours=frozenset(rule.data for rule in authority(channel.id) if rule.master == "ours"),
        folder=str(area(channel.id) / "files"),
    )
    promised = promised_variants(load.master)
    load.hot = frozenset(keys_of(channel.id, "variant", sorted(promised)).values())
    return load


def _applied(
    load: Load, source: BinaryIO, tallies: Tallies, skip: int = 0, work: Work | None = None
) -> Iterator[Applied]:
    """Chunk after chunk, each in a transaction of its own, or all in the one that is given."""
    for batch in _batches(load, source, skip):
        if work is None:
            applied = apply_batch(load=load, batch=batch, before=tallies, **load.caller)
        else:
            applied = apply_batch(work=work, load=load, batch=batch, before=tallies)
        for kind, tally in applied.tallies.items():
            tallies[kind] = tallies.get(kind, Tally()) + tally
        load.pictures.clear()
        yield applied


class Rehearsed(Exception):
    """A rehearsal is over: what it would have done, which is taken back with it."""

    def __init__(self, found: dict[str, Tallies], refused: dict[str, list[RefusedRow]]) -> None:
        super().__init__()
        self.found = found
        self.refused = refused


@command
def rehearse(work: Work, *, channel: int, files: Sequence[tuple[str, StoredContent]]) -> None:
    """Take files in as one talk and take it all back: always raises Rehearsed, so that nothing stays.

    One transaction for all of it, because offers need the goods of the file before them; on SQLite others wait
    meanwhile.
    """
    found: dict[str, Tallies] = {}
    refused: dict[str, list[RefusedRow]] = {}
    for name, content in files:
        number = exchange.keep_message(work=work, channel=channel, direction="in", name=name, content=content)
        load, found[name], refused[name] = load_for(number), {}, []
        try:
            with open_message(number) as source:
                for applied in _applied(load, source, found[name], work=work):
                    refused[name] += applied.refused
        except FileRefused as refusal:
            refused[name].append(RefusedRow("", "file", refusal.code, dict(refusal.facts)))
    raise Rehearsed(found, refused)


def _batches(load: Load, source: BinaryIO, skip: int) -> Iterator[Batch]:
    """Rows read, compared and parsed outside any transaction; a batch ends where another kind begins or it is full."""
    unchanged, batch = Unchanged(load.channel.id), Batch()
    for done, row in enumerate(read(source), 1):
        if row.kind not in PARSERS:
            _note_head(load, row)
            continue
        if done <= skip:
            continue
        if batch.kind is not row.kind or row.key in batch.keys or len(batch.rows) >= SIZES[row.kind]:
            if batch.rows or batch.applied.tallies:
                yield batch
            batch = Batch(row.kind)
        batch.done = done
        if unchanged.has(row) and row.key not in load.hot:
            _count_unchanged(batch.applied, row)
        else:
            _parse(load, batch, row)
    if batch.rows or batch.applied.tallies:
        yield batch


def _note_head(load: Load, row: Row) -> None:
    """Whether what follows claims to be whole: a package that does not say is taken as changes only when it is one."""
    if row.kind is Kind.PACK:
        load.full = parse.head(row).only_changes is not True
    elif row.kind in (Kind.CHANGES, Kind.FILE):
        load.full = False


def _count_unchanged(applied: Applied, row: Row) -> None:
    applied.count(NAMES[row.kind], "unchanged")
    if row.kind in (Kind.OFFER, Kind.CHANGE_OFFER):
        applied.count("prices", "unchanged", row.prices)
        applied.count("stock", "unchanged", row.stocks)


def _parse(load: Load, batch: Batch, row: Row) -> None:
    try:
        record = PARSERS[row.kind](row)
    except FieldRefused as refusal:
        name = NAMES[row.kind]
        facts = refusal.facts
        field_name, raw = str(facts.get("field", "")), str(facts.get("raw", ""))
        batch.applied.refuse(name, row.place, row.key, refusal, field=field_name, value=raw)
        batch.applied.count(name, "refused")
        return
    if row.kind is Kind.GOODS and record.pictures:
        load.pictures[record.key] = pictures_of(load, record.pictures)
    batch.rows.append((record, (row.place, row.digest)))
    batch.keys.add(row.key)


APPLY: dict[Kind, Callable[[Work, Load, Sequence[Any]], Applied]] = {
    Kind.GROUP: references.apply_groups,
    Kind.PROPERTY: references.apply_properties,
    Kind.PRICE_TYPE: references.apply_price_types,
    Kind.WAREHOUSE: references.apply_warehouses,
    Kind.UNIT: references.apply_units,
    Kind.GOODS: apply_goods,
    Kind.OFFER: apply_offers,
    Kind.CHANGE_OFFER: lambda work, load, rows: apply_offers(work, load, rows, changes_only=True),
    Kind.DOCUMENT: apply_documents,
}


@command
def apply_batch(work: Work, *, load: Load, batch: Batch, before: Tallies) -> Applied:
    """One chunk with all that follows from it, its refused rows and the message's progress, in one transaction."""
    total = Applied()
    parts = [batch.applied]
    if batch.rows and batch.kind is not None:
        parts.append(APPLY[batch.kind](work, load, batch.rows))
    for part in parts:
        total.refused += part.refused
        for kind, tally in part.tallies.items():
            total.tallies[kind] = total.tallies[kind] + tally
    if total.refused:
        exchange.refuse_rows(work=work, channel=load.channel.id, message=load.message, refused=total.refused)
    counts = {kind: before.get(kind, Tally()) + total.tallies.get(kind, Tally()) for kind in {*before, *total.tallies}}
    exchange.note_progress(work=work, message=load.message, done=batch.done, total=0, counts=counts)
    return total
