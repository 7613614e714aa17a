"""What files would do, without anything of it staying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from emporion.exchange import commands as exchange
from emporion.exchange.queries import open_message, quarantined
from emporion.exchange.types import Fault, RefusedRow, StoredContent, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Work

from ..refusals import FileRefused
from .applying import TakenBack, applied
from .load import Tallies
from .loading import load_for

MOST_ROWS = 10_000


@dataclass(slots=True)
class Outcome:
    """What one file would come to; fault says why nothing behind its damage was read."""

    tallies: Tallies = field(default_factory=dict)
    refused: tuple[RefusedRow, ...] = ()
    fault: Fault | None = None


class Rehearsed(TakenBack):
    """A rehearsal is over: what its files would have done, in their order, which is taken back with it."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


@command
def rehearse(work: Work, *, channel: int, files: Sequence[tuple[str, StoredContent]]) -> None:
    """Take files in as one talk and take it all back: always raises Rehearsed, so that nothing stays.

    One transaction for all of it, because offers need the goods of the file before them; on SQLite others wait
    meanwhile.
    """
    raise Rehearsed([_outcome(work, channel, name, content) for name, content in files])


def _outcome(work: Work, channel: int, name: str, content: StoredContent) -> Outcome:
    number = exchange.keep_message(
        work=work, channel=channel, direction="in", name=name, content=content, personal=content.sealed
    )
    load, found = load_for(number), Outcome()
    try:
        with open_message(number) as source:
            for _ in applied(load, source, found.tallies, work=work):
                pass
    except FileRefused as refusal:
        found.fault = fault_of(refusal)
    found.refused = put_aside(number)
    return found


def put_aside(number: int) -> tuple[RefusedRow, ...]:
    """The rows of a message that stand in the quarantine, as many as anybody reads."""
    rows = quarantined(message=number, limit=MOST_ROWS)
    return tuple(
        RefusedRow(row.place, row.kind, row.fault.code, row.fault.facts, row.key, field=row.field, value=row.value)
        for row in rows
    )
