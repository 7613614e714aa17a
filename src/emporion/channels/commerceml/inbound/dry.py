"""What messages would do: each chunk in a transaction of its own that is taken back, so that orders hardly wait.

The work is that of a real load, so what it says is what would happen; only facts are not written and nothing reacts.
Rows stand on what earlier chunks brought, such as offers on their goods. Nothing of those stays, so what is new in the
messages is done once more at the beginning of each chunk that stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO

from emporion.channels.outlooks import Gathered
from emporion.exchange.queries import message, open_message
from emporion.exchange.types import Fault, Outlook, RefusedRow, Tally, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Told, Work

from ..refusals import FileRefused
from .applying import APPLY, TakenBack, apply_batch, good
from .batches import Batch, batches
from .ground import Ground
from .load import Applied, Known, Load, Tallies
from .loading import load_for
from .planned import ANY, placed
from .renumbered import judged

NEW = ("received", "held", "stopped", "waiting")
MOST = 10_000
AT_ONCE = 3  # times the rows of a real chunk
Report = Callable[[int], None]
"""Hears how many bytes are read."""


@dataclass(slots=True)
class Heard:
    """Facts of a try: of what the chunk stands on, whose numbers are others each time, and of the chunk itself."""

    under: Sequence[Told] = ()
    told: Sequence[Told] = ()


class Tried(TakenBack):
    """A chunk was tried: what it came to, which is taken back with it."""

    def __init__(self, applied: Applied, heard: Heard) -> None:
        super().__init__()
        self.applied, self.heard = applied, heard


@command
def try_chunk(work: Work, *, load: Load, before: Sequence[Batch], batch: Batch) -> None:
    """Do what a chunk stands on, then the chunk; always raises, Tried when nothing stopped it."""
    for one in before:
        if one.kind is not None:
            APPLY[one.kind](work, load, one.rows)
    ahead = len(work.told)
    applied = apply_batch(work=work, load=load, batch=batch, before={})
    raise Tried(applied, Heard(work.told[:ahead], work.told[ahead:]))


@dataclass(slots=True)
class Foreseen:
    """What messages would do, the prints of their rows, and by message the rows that would be refused, up to MOST."""

    outlooks: list[Outlook] = field(default_factory=list)
    prints: dict[bytes, bytes] = field(default_factory=dict)
    refused: dict[int, list[RefusedRow]] = field(default_factory=dict)


def foreseen(messages: Sequence[int], report: Report | None = None) -> Foreseen:
    """Try kept messages in their turn; later ones stand on what earlier ones would bring."""
    found, read = Foreseen(), 0
    with Ground() as ground:
        for number in messages:
            _try(number, ground, found, read, report)
            read += message(number).size
    return found


def _try(number: int, ground: Ground, found: Foreseen, ahead: int, report: Report | None) -> None:
    kept, load, gathered = message(number), load_for(number), Gathered()
    load.is_old, load.at_once = kept.state not in NEW, AT_ONCE
    tallies: Tallies = {}
    refused = found.refused.setdefault(number, [])
    fault: Fault | None = None
    try:
        with open_message(number) as source:
            fault = judged(load, source).fault
        with open_message(number) as source:
            for applied, heard, batch in _chunks(load, source, ground) if fault is None else ():
                for kind, tally in applied.tallies.items():
                    tallies[kind] = tallies.get(kind, Tally()) + tally
                gathered.name(heard.under)
                gathered.hear(heard.told)
                gathered.refuse(applied.refused, personal=kept.personal)
                gathered.keep(applied.kept)
                again = ground.remember(batch, heard.told)
                ground.prints.note(heard.under)
                refused += applied.refused[: MOST - len(refused)]
                prints = ground.prints.of(heard.told) | dict.fromkeys(again, ANY)
                found.prints |= {placed(number, place): what for place, what in prints.items()}
                if report:
                    report(ahead + source.tell())
    except FileRefused as refusal:
        fault = fault_of(refusal)
    found.outlooks.append(gathered.outlook(number, tallies, fault))


def _chunks(load: Load, source: BinaryIO, ground: Ground) -> Iterator[tuple[Applied, Heard, Batch]]:
    for batch in batches(load, source, 0):
        heard = Heard()
        attempt = partial(_attempt, load, ground, heard)
        applied = good(load, batch, attempt, attempt)
        yield applied, heard, batch
        load.pictures.clear()


def _attempt(load: Load, ground: Ground, heard: Heard, batch: Batch) -> Applied:
    standing = copied(load.known)
    try:
        try_chunk(load=load, before=ground.under(batch), batch=batch, **load.caller)
    except Tried as over:
        heard.under, heard.told = over.heard.under, over.heard.told
        return over.applied
    finally:
        load.known = standing
    raise AssertionError("a try always ends by taking itself back")


def copied(known: Known) -> Known:
    """What is known, so that what a chunk adds to it can be forgotten."""
    properties = {
        key: replace(one, by_key=dict(one.by_key), by_text=dict(one.by_text)) for key, one in known.properties.items()
    }
    awaited = {key: set(groups) for key, groups in known.awaited.items()}
    return Known(
        dict(known.categories), properties, dict(known.price_types), dict(known.warehouses), set(known.units),
        dict(known.catalogs), awaited,
    )  # fmt: skip
