"""What files would do, without anything of it staying."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import open_message
from emporion.exchange.types import RefusedRow, StoredContent
from emporion.journal.commands import command
from emporion.journal.types import Work

from ..refusals import FileRefused
from .applying import TakenBack, applied
from .load import Tallies
from .loading import load_for


class Rehearsed(TakenBack):
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
                for part in applied(load, source, found[name], work=work):
                    refused[name] += part.refused
        except FileRefused as refusal:
            refused[name].append(RefusedRow("", "file", refusal.code, dict(refusal.facts)))
    raise Rehearsed(found, refused)
