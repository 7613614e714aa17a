"""Files from a disk, taken in as one talk: the same way as over HTTP, without the line."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from emporion.exchange import commands as exchange
from emporion.exchange.queries import message
from emporion.exchange.types import Fault, RefusedRow, StoredContent, fault_of
from emporion.kernel.errors import Refused

from ..reader import Kind, read
from ..refusals import FileRefused
from ..settling import settle_over
from ..source import refuse_broken
from ..uploads import speaks_of_people
from .job import import_message
from .load import Tallies
from .rehearsing import Outcome, Rehearsed, put_aside, rehearse

RANKS = {Kind.CLASSIFIER: 0, Kind.CATALOG: 0, Kind.GROUP: 0, Kind.GOODS: 0, Kind.PACK: 1, Kind.CHANGES: 2}
LAST = 3
ALIVE_SECONDS = 10
LOOK = 8  # the heads stand before the first rows
Progress = Callable[[str, int, int], None]
"""Hears the file's name, the bytes read and the bytes there are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one file came to: rows by kind, and what was refused with its cause; message 0 in a rehearsal."""

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


def rehearsed(channel: int, paths: Sequence[Path]) -> list[Taken]:
    """What the files would do; nothing stays of it. A file that is broken from its beginning stops no other."""
    laid = [(path.name, _stored_or_not(path)) for path in paths]
    files = [(name, content) for name, content in laid if not isinstance(content, Fault)]
    try:
        rehearse(channel=channel, files=files, actor="cli", origin="cli")
    except Rehearsed as over:
        outcomes = iter(over.outcomes)
        return [_would_be(name, Outcome(fault=one) if isinstance(one, Fault) else next(outcomes)) for name, one in laid]
    raise AssertionError("a rehearsal always ends by taking itself back")


def _stored_or_not(path: Path) -> StoredContent | Fault:
    try:
        return _stored(path, personal=speaks_of_people(path))
    except Refused as refusal:
        return fault_of(refusal)


def _would_be(name: str, told: Outcome) -> Taken:
    return Taken(name, 0, told.tallies, told.refused, told.fault)


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
    return Taken(path.name, number, tallies, put_aside(number), message(number).fault)


def _stored(path: Path, *, personal: bool) -> StoredContent:
    """Its bytes among the kept ones; refused where the first of them are no CommerceML."""
    with path.open("rb") as file:
        refuse_broken(file, path.name)
        file.seek(0)
        return exchange.store(file, personal=personal)
