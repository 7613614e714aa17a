"""Chunks of a message → our commands, each in one transaction with its identity, quarantine and progress.

A row that stops its whole chunk is put aside, and the others pass.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from django.db import DataError

from emporion.catalog.types import NameMissing
from emporion.channels.differences import Compared, note as note_differences
from emporion.exchange import commands as exchange
from emporion.exchange.types import Tally
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from ..reader import Kind
from ..records import Offer
from . import references
from .batches import NAMES, Batch, batches
from .documents import apply_documents
from .doubled import without_doubles
from .goods import apply_goods
from .load import Applied, Load, Tallies, known_references
from .newer import without_newer
from .offer_parts import figures_told
from .offers import apply_offers
from .refusals import OtherThanShown, RowUnusable

Attempt = Callable[[Batch], Applied]
FIELDS = {NameMissing.code: "Наименование"}
"""Of which field of theirs a refusal of ours speaks."""


class TakenBack(Exception):
    """A try is over, and what it did is taken back with it."""


class Others(Exception):
    """Rows of a chunk come to something else than a dry run showed, by their places."""

    def __init__(self, places: Collection[str]) -> None:
        super().__init__()
        self.places = frozenset(places)


def applied(
    load: Load, source: BinaryIO, tallies: Tallies, skip: int = 0, *, sift: Callable[[Load, Batch], None] | None = None
) -> Iterator[Applied]:
    """Chunk after chunk, each in a transaction of its own; sift takes rows out of one that are not to be applied."""
    for batch in batches(load, source, skip):
        if sift:
            sift(load, batch)
        part = good(load, batch, partial(_apply, load, tallies), partial(_tried, load))
        for kind, tally in part.tallies.items():
            tallies[kind] = tallies.get(kind, Tally()) + tally
        load.pictures.clear()
        yield part


def _apply(load: Load, before: Tallies, batch: Batch) -> Applied:
    return apply_batch(load=load, batch=batch, before=before, **load.caller)


def good(load: Load, batch: Batch, attempt: Attempt, trial: Attempt) -> Applied:
    """Apply a chunk; when a row of it stops the whole chunk, that row is put aside and the others pass.

    The guilty row is the last of the shortest beginning that is stopped, found by trials, which are all taken back.
    Rows that come to something else than was shown are put aside together.
    """
    while True:
        try:
            return attempt(batch)
        except Others as others:
            load.known = known_references(load.channel.id)
            for at in reversed([at for at, row in enumerate(batch.rows) if row[1][0] in others.places]):
                record, (place, _) = batch.rows.pop(at)
                _set_aside(batch, record, place, OtherThanShown(key=_key(record)))
        except (Refused, DataError, OverflowError) as error:
            load.known = known_references(load.channel.id)
            guilty = bisect_left(range(len(batch.rows)), True, key=lambda at: _stops(load, batch, at + 1, trial))
            if guilty == len(batch.rows):
                raise
            record, (place, _) = batch.rows.pop(guilty)
            _set_aside(batch, record, place, _why_not(error))


def _stops(load: Load, batch: Batch, length: int, trial: Attempt) -> bool:
    try:
        trial(Batch(batch.kind, batch.rows[:length]))
    except (Refused, DataError, OverflowError):
        return True
    finally:
        load.known = known_references(load.channel.id)
    return False


def _tried(load: Load, batch: Batch) -> Applied:
    """A chunk that is taken back at once."""
    with suppress(TakenBack):
        try_batch(load=load, batch=batch, **load.caller)
    return Applied()


@command
def try_batch(work: Work, *, load: Load, batch: Batch) -> None:
    """Apply rows and take it back: always raises, TakenBack when nothing stopped them."""
    apply_batch(work=work, load=load, batch=batch, before={})
    raise TakenBack


def _set_aside(batch: Batch, record: Any, place: str, refusal: Refused) -> None:
    name = NAMES[batch.kind] if batch.kind else ""
    batch.applied.refuse(name, place, _key(record), refusal, field=FIELDS.get(refusal.code, ""))
    batch.applied.count(name, "refused")
    if isinstance(record, Offer):
        batch.applied.count("prices", "refused", len(record.prices or ()))
        batch.applied.count("stock", "refused", figures_told(record))


def _key(record: Any) -> str:
    return str(getattr(record, "key", "") or getattr(record, "number", "") or getattr(record, "id", ""))


def _why_not(error: Exception) -> Refused:
    return error if isinstance(error, Refused) else RowUnusable(problem=" ".join(str(error).split())[:200])


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
    total, ahead = Applied(), len(work.told)
    for part in (batch.applied, *_taken(work, load, batch)):
        total.add(part)
    if load.planned is not None:
        found = load.prints.of(work.told[ahead:])
        if others := load.planned.others(found, [place for _, (place, _) in batch.rows]):
            raise Others(others)
    total.refused = [row if row.line else replace(row, line=batch.line_of(row.place)) for row in total.refused]
    if total.refused:
        exchange.refuse_rows(work=work, channel=load.channel.id, message=load.message, refused=total.refused)
    if batch.compared is not None:
        _note_compared(work, load, batch.compared)
    if load.only is not None:
        ids = [row for place in batch.lines for row in load.only.get(place, ())]
        exchange.settle_read(work=work, channel=load.channel.id, ids=ids, still=total.refused)
    counts = {kind: before.get(kind, Tally()) + total.tallies.get(kind, Tally()) for kind in {*before, *total.tallies}}
    if not load.is_aside:
        exchange.note_progress(work=work, message=load.message, done=batch.done, total=0, counts=counts)
    return total


def _note_compared(work: Work, load: Load, compared: Compared) -> None:
    """Keep in what rows differ, and that their message has still to be taken."""
    note_differences(work, load.channel.id, compared)
    exchange.note_compared(work=work, message=load.message)


def _taken(work: Work, load: Load, batch: Batch) -> Iterator[Applied]:
    """Apply the rows of a chunk, those of an old message as far as nothing newer was told."""
    if not batch.rows or batch.kind is None:
        return
    rows: Sequence[Any]
    rows, passed = without_doubles(work, load, batch.kind, batch.rows)
    yield passed
    if load.is_old:
        left = without_newer(load, batch.kind, NAMES[batch.kind], rows)
        rows = left.rows
        yield left.applied
        if left.bare:
            yield APPLY[Kind.CHANGE_OFFER](work, load, left.bare)
    if rows:
        yield APPLY[batch.kind](work, load, rows)
