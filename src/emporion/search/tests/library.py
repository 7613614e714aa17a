"""A library for tests: books that are searched, and facts about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from emporion.journal.commands import command, deliver_all
from emporion.journal.types import REACTIONS, Event, Work
from emporion.search.commands import register
from emporion.search.types import SEARCHABLE, Entry, Searchable

SHELVES: dict[str, Entry] = {}


@dataclass(frozen=True, slots=True)
class BookTold(Event):
    """A book came, changed or went."""


def _touched(events: Sequence[BookTold]) -> set[str]:
    return {event.subject for event in events}


def _read(keys: Collection[str]) -> list[Entry]:
    return [SHELVES[key] for key in keys if key in SHELVES]


def _after(last: str, limit: int) -> list[str]:
    return sorted(key for key in SHELVES if key > last)[:limit]


BOOKS = Searchable("book", "B", (BookTold,), touched=_touched, read=_read, after=_after)


@contextmanager
def library() -> Iterator[None]:
    """Books are searched while it is open."""
    register(BOOKS)
    try:
        yield
    finally:
        SHELVES.clear()
        del SEARCHABLE["book"], REACTIONS["search.book"]


@command
def tell(work: Work, *, keys: tuple[str, ...]) -> None:
    """What happened to books."""
    for key in keys:
        work.tell(BookTold(key))


def told(*entries: Entry) -> None:
    """Books come or change, and everybody has heard of it."""
    SHELVES.update({entry.key: entry for entry in entries})
    tell(keys=tuple(entry.key for entry in entries), actor="cli")
    deliver_all()


def gone(*keys: str) -> None:
    """Books go, and everybody has heard of it."""
    for key in keys:
        del SHELVES[key]
    tell(keys=keys, actor="cli")
    deliver_all()
