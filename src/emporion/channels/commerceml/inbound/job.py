"""A message from its first row to its last: what is unchanged is passed over, the rest goes in chunks.

A chunk is one transaction of a few dozen milliseconds, with its identity, quarantine and progress, so that orders
placed meanwhile hardly wait. A killed job goes on behind the last chunk that stands; what was applied stays applied.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, BinaryIO

from django.db import DataError

from emporion.exchange import commands as exchange
from emporion.exchange.queries import (
    authority,
    channel_by_id,
    digests,
    keys_of,
    message,
    messages_in_work,
    open_message,
    open_places,
    session,
)
from emporion.exchange.types import ContentGone, RefusedRow, StoredContent, Tally, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.stock import commands as stock
from emporion.stock.queries import promised_variants

from ..reader import Kind
from ..records import Offer
from ..refusals import FileRefused
from ..settings import Settings
from ..settling import settle_over
from ..uploads import area
from . import references
from .batches import NAMES, Batch, batches
from .documents import apply_documents
from .garbage import standing_left_alone
from .goods import apply_goods, take_pictures_off
from .load import Applied, Load, Tallies, known_references
from .newer import without_newer
from .offer_parts import figures_told
from .offers import apply_offers
from .parked import around, may_be_missed, settled_by_now
from .refusals import ExchangeRunning, RowUnusable
from .turned import turn

PAUSE_SECONDS = 0.005  # between chunks: who waits for the one writer of SQLite gets in
PICTURES = 500  # products whose pictures go in one transaction
NEW = ("received", "waiting", "working")
Report = Callable[[int, Tallies], None]
"""Hears after each chunk how many bytes were read and what became of the rows so far."""


def import_message(
    number: int,
    *,
    pause_seconds: float = PAUSE_SECONDS,
    report: Report | None = None,
    only: Mapping[str, Sequence[int]] | None = None,
) -> Tallies:
    """Work a kept message through; answers what became of its rows by kind.

    A message that was being worked on goes on behind its last chunk. One that was worked on before takes nothing back
    that was told since. A file that cannot be read is refused with its cause, the rows before the damage stay; an error
    of ours fails the message and is raised again.
    """
    kept = message(number)
    resumed = kept.state == "working"
    tallies: Tallies = dict(kept.counts) if resumed else {}
    if not resumed:
        begin(number=number, channel=kept.channel, actor="worker", origin=f"message:{number}")
    try:
        load = load_for(number)
        load.is_old, load.only = kept.state not in ("received", "waiting"), only
        with open_message(number) as source, standing_left_alone():
            for _ in _applied(load, source, tallies, kept.done if resumed else 0):
                if report:
                    report(source.tell(), tallies)
                time.sleep(pause_seconds)
        _follow_up(load, tallies, is_new=kept.state in NEW)
    except FileRefused as refusal:
        exchange.refuse_message(message=number, fault=fault_of(refusal), counts=tallies, actor="worker")
        return tallies
    except Exception as error:
        exchange.fail_message(message=number, fault=fault_of(error), counts=tallies, actor="worker")
        raise
    exchange.finish_message(message=number, counts=tallies, actor="worker", origin=f"message:{number}")
    settle_over(kept.channel)  # its talk may have ended while the file waited here
    return tallies


def _follow_up(load: Load, tallies: Tallies, *, is_new: bool) -> None:
    """What the rows of a message make possible once all of them are taken."""
    if load.only is not None:
        return
    if is_new:
        turn(load)
        bare = list(load.bare.items()) if load.is_pictured else []  # a list without any picture tells of none
        for at in range(0, len(bare), PICTURES):
            take_pictures_off(products=bare[at : at + PICTURES], **load.caller)
    if may_be_missed(tallies):
        _read_parked(load)
    if load.session is None and tallies.get("stock", Tally()).read:
        stock.settle(master=load.master, started_at=load.started_at, **load.caller)


def read_again(number: int, *, pause_seconds: float = PAUSE_SECONDS) -> Tallies:
    """Apply the rows of a message that stand open in the quarantine; its other rows count as unchanged.

    Places in the quarantine may lie deeper than the row, such as Предложение[2]/Цены/Цена[1]. A message whose work
    never came to its end is worked through whole.
    """
    if message(number).state not in ("done", "refused"):
        return import_message(number, pause_seconds=pause_seconds)
    only: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in open_places(number):
        for outer in around(place):
            only[outer].append(row)
    return import_message(number, pause_seconds=pause_seconds, only=only) if only else dict(message(number).counts)


def _read_parked(bringer: Load) -> None:
    """Take what waited for the goods, offers and price types of a message, from the messages that told it.

    It belongs to the work on the bringer, so that 1C hears of success when all of it stands.
    """
    for number, only in settled_by_now(bringer.channel.id):
        load = load_for(number)
        load.is_old, load.only, load.is_aside = True, only, True
        with suppress(FileRefused, ContentGone), open_message(number) as source:
            for _ in _applied(load, source, {}):
                pass


@command
def begin(work: Work, *, number: int, channel: int) -> None:
    """Work on a message begins; refused while another of the same connection is worked on."""
    exchange.hold_channel(work=work, channel=channel)
    for other in messages_in_work(channel):
        if other != number and message(other).state == "working":
            raise ExchangeRunning(message=other)
    exchange.begin_message(work=work, message=number)


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
        kept_at=kept.at,
        known=known_references(channel.id),
        ours=frozenset(rule.data for rule in authority(channel.id) if rule.master == "ours"),
        folder=str(area(channel.id) / "files"),
    )
    load.had_variants = next(digests(channel.id, "variant"), None) is not None
    promised = promised_variants(load.master)
    load.hot = frozenset(keys_of(channel.id, "variant", sorted(promised)).values())
    return load


def _applied(
    load: Load, source: BinaryIO, tallies: Tallies, skip: int = 0, work: Work | None = None
) -> Iterator[Applied]:
    """Chunk after chunk, each in a transaction of its own, or all in the one that is given."""
    for batch in batches(load, source, skip):
        if work is None:
            applied = _apply_good(load, batch, tallies)
        else:
            applied = apply_batch(work=work, load=load, batch=batch, before=tallies)
        for kind, tally in applied.tallies.items():
            tallies[kind] = tallies.get(kind, Tally()) + tally
        load.pictures.clear()
        yield applied


def _apply_good(load: Load, batch: Batch, tallies: Tallies) -> Applied:
    """Apply a chunk; when a row of it stops the whole chunk, that row is put aside and the others pass.

    The guilty row is the last of the shortest beginning that is stopped, found by tries that are all taken back.
    """
    while True:
        try:
            return apply_batch(load=load, batch=batch, before=tallies, **load.caller)
        except (Refused, DataError, OverflowError) as error:
            load.known = known_references(load.channel.id)
            guilty = bisect_left(range(len(batch.rows)), True, key=lambda at: _stops(load, batch, at + 1))
            if guilty == len(batch.rows):
                raise
            record, (place, _) = batch.rows.pop(guilty)
            _set_aside(batch, record, place, _why_not(error))


def _stops(load: Load, batch: Batch, length: int) -> bool:
    try:
        try_batch(load=load, batch=Batch(batch.kind, batch.rows[:length]), **load.caller)
    except Rehearsed:
        return False
    except (Refused, DataError, OverflowError):
        return True
    finally:
        load.known = known_references(load.channel.id)
    return False


@command
def try_batch(work: Work, *, load: Load, batch: Batch) -> None:
    """Apply rows and take it back: always raises, Rehearsed when nothing stopped them."""
    apply_batch(work=work, load=load, batch=batch, before={})
    raise Rehearsed({}, {})


def _set_aside(batch: Batch, record: Any, place: str, refusal: Refused) -> None:
    name = NAMES[batch.kind] if batch.kind else ""
    key = str(getattr(record, "key", "") or getattr(record, "number", "") or getattr(record, "id", ""))
    batch.applied.refuse(name, place, key, refusal)
    batch.applied.count(name, "refused")
    if isinstance(record, Offer):
        batch.applied.count("prices", "refused", len(record.prices or ()))
        batch.applied.count("stock", "refused", figures_told(record))


def _why_not(error: Exception) -> Refused:
    return error if isinstance(error, Refused) else RowUnusable(problem=" ".join(str(error).split())[:200])


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
        number = exchange.keep_message(
            work=work, channel=channel, direction="in", name=name, content=content, personal=content.sealed
        )
        load, found[name], refused[name] = load_for(number), {}, []
        try:
            with open_message(number) as source:
                for applied in _applied(load, source, found[name], work=work):
                    refused[name] += applied.refused
        except FileRefused as refusal:
            refused[name].append(RefusedRow("", "file", refusal.code, dict(refusal.facts)))
    raise Rehearsed(found, refused)


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
    for part in (batch.applied, *_taken(work, load, batch)):
        total.refused += part.refused
        for kind, tally in part.tallies.items():
            total.tallies[kind] = total.tallies[kind] + tally
    total.refused = [row if row.line else replace(row, line=batch.line_of(row.place)) for row in total.refused]
    if total.refused:
        exchange.refuse_rows(work=work, channel=load.channel.id, message=load.message, refused=total.refused)
    if load.only is not None:
        ids = [row for place in batch.lines for row in load.only.get(place, ())]
        exchange.settle_read(work=work, channel=load.channel.id, ids=ids, still=total.refused)
    counts = {kind: before.get(kind, Tally()) + total.tallies.get(kind, Tally()) for kind in {*before, *total.tallies}}
    if not load.is_aside:
        exchange.note_progress(work=work, message=load.message, done=batch.done, total=0, counts=counts)
    return total


def _taken(work: Work, load: Load, batch: Batch) -> Iterator[Applied]:
    """Apply the rows of a chunk, those of an old message as far as nothing newer was told."""
    if not batch.rows or batch.kind is None:
        return
    rows: Sequence[Any] = batch.rows
    if load.is_old:
        left = without_newer(load, batch.kind, NAMES[batch.kind], batch.rows)
        rows = left.rows
        yield left.applied
        if left.bare:
            yield APPLY[Kind.CHANGE_OFFER](work, load, left.bare)
    if rows:
        yield APPLY[batch.kind](work, load, rows)
