"""Files from a disk, taken in as one talk: the same way as over HTTP, without the line."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, quarantined
from emporion.exchange.types import KEY_LENGTH, VALUE_LENGTH, Fault, RefusedRow, StoredContent, fault_of
from emporion.kernel.errors import Refused
from emporion.kernel.keys import fitting

from ..reader import Kind, read
from ..refusals import FileRefused
from ..settling import settle_over
from ..source import refuse_broken
from ..uploads import speaks_of_people
from .dry import foreseen
from .job import import_message
from .load import Tallies

RANKS = {Kind.CLASSIFIER: 0, Kind.CATALOG: 0, Kind.GROUP: 0, Kind.GOODS: 0, Kind.PACK: 1, Kind.CHANGES: 2}
LAST = 3
MOST_ROWS = 10_000
ALIVE_SECONDS = 10
LOOK = 8  # the heads stand before the first rows
Progress = Callable[[str, int, int], None]
"""Hears the file's name, the bytes read and the bytes there are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one file came to: rows by kind, and what was refused with its cause; message 0 where it was only tried."""

    name: str
    message: int
    tallies: Tallies
    refused: tuple[RefusedRow, ...]
    fault: Fault | None = None


def in_turn(paths: Sequence[Path]) -> list[Path]:
    """Goods before offers before changes before documents, told by what is inside; equals as they were given."""
    return sorted(paths, key=_rank)


def _rank(path: Path) -> int:
    with path.open("rb") as file:
        try:
            kinds = [row.kind for row in islice(read(file), LOOK)]
        except FileRefused:
            return LAST
    return min((RANKS[kind] for kind in kinds if kind in RANKS), default=LAST)


def foretold(channel: int, paths: Sequence[Path]) -> list[Taken]:
    """What the files would do, one after another; nothing stays of them. One that is broken stops no other."""
    broken, kept = dict[Path, Fault](), dict[Path, int]()
    try:
        for path in paths:
            try:
                _refuse_broken(path)
            except Refused as refusal:
                broken[path] = fault_of(refusal)
            else:
                kept[path] = keep(channel, path, "cli")
        found = foreseen(list(kept.values()))
    finally:
        exchange.forget_held(messages=list(kept.values()), actor="cli", origin="cli")
    told = {one.message: one for one in found.outlooks}

    def of(path: Path) -> Taken:
        if path in broken:
            return Taken(path.name, 0, {}, (), broken[path])
        outlook = told[kept[path]]
        refused = tuple(_as_kept(row) for row in reversed(found.refused[outlook.message]))
        return Taken(path.name, 0, dict(outlook.counts), refused, outlook.fault)

    return [of(path) for path in paths]


def _as_kept(row: RefusedRow) -> RefusedRow:
    """A refused row as the quarantine would keep it."""
    return replace(row, key=fitting(row.key, KEY_LENGTH), value=row.value[:VALUE_LENGTH])


def keep(channel: int, path: Path, actor: str) -> int:
    """Number a file as a message that is only to be tried."""
    personal = speaks_of_people(path)
    with path.open("rb") as file:
        content = exchange.store(file, personal=personal)
    number = exchange.keep_message(
        channel=channel, direction="in", name=path.name, content=content, personal=personal, actor=actor
    )
    exchange.hold_message(message=number, actor=actor)
    return number


def taken(channel: int, paths: Sequence[Path], progress: Progress) -> list[Taken]:
    """Take the files in, one after another, as one talk."""
    talk = exchange.open_session(channel=channel, kind="cli", user_agent="emporion import", actor="cli", origin="cli")
    found = [_take(channel, talk.id, path, progress) for path in paths]
    exchange.end_session(session=talk.id, actor="cli", origin="cli")
    settle_over(channel)
    return found


class _Report:
    """Passes on how far a file is, and keeps its talk alive meanwhile."""

    def __init__(self, session: int, progress: Callable[[int], None]) -> None:
        self._session, self._progress, self._heard = session, progress, time.monotonic()

    def __call__(self, done: int, _tallies: Tallies) -> None:
        self._progress(done)
        if time.monotonic() - self._heard > ALIVE_SECONDS:
            self._heard = time.monotonic()
            exchange.touch(session=self._session, actor="cli", origin="cli")


def _take(channel: int, session: int, path: Path, progress: Progress) -> Taken:
    size, personal = path.stat().st_size, speaks_of_people(path)
    try:
        content = _stored(path, personal=personal)
    except Refused as refusal:
        return Taken(path.name, 0, {}, (), fault_of(refusal))
    number = exchange.keep_message(
        channel=channel, direction="in", name=path.name, content=content, session=session, personal=personal,
        actor="cli", origin="cli",
    )  # fmt: skip
    tallies = import_message(number, report=_Report(session, lambda done: progress(path.name, done, size)))
    return Taken(path.name, number, tallies, _put_aside(number), message(number).fault)


def _stored(path: Path, *, personal: bool) -> StoredContent:
    """Its bytes among the kept ones; refused where the first of them are no CommerceML."""
    _refuse_broken(path)
    with path.open("rb") as file:
        return exchange.store(file, personal=personal)


def _refuse_broken(path: Path) -> None:
    with path.open("rb") as file:
        refuse_broken(file, path.name)


def _put_aside(number: int) -> tuple[RefusedRow, ...]:
    """The rows of a message that stand in the quarantine, as many as anybody reads, the last first."""
    rows = quarantined(message=number, limit=MOST_ROWS)
    return tuple(
        RefusedRow(row.place, row.kind, row.fault.code, row.fault.facts, row.key, field=row.field, value=row.value)
        for row in rows
    )
