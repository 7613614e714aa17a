"""Dry runs of this kind of connection: run by a worker, and applied as they were shown."""

from __future__ import annotations

import time

from emporion.exchange import commands as exchange
from emporion.exchange.queries import dry_run, rows_of_dry_run
from emporion.exchange.types import fault_of

from .dry import foreseen
from .job import import_message
from .planned import Planned, packed, unpacked

EVERY_SECONDS = 0.5  # between two looks at how far it is


def run(number: int) -> None:
    """Try the messages of a dry run and keep what came of it; an error of ours fails it and is raised again."""
    asked = dry_run(number)
    if asked.state not in ("waiting", "working"):
        return
    exchange.begin_dry_run(dry_run=number, actor="worker")
    try:
        found = foreseen(asked.messages, _Report(number))
    except Exception as error:
        exchange.fail_dry_run(dry_run=number, fault=fault_of(error), actor="worker")
        raise
    exchange.finish_dry_run(dry_run=number, outlooks=found.outlooks, rows=packed(found.prints), actor="worker")


class _Report:
    """Keeps how many bytes are read, now and then."""

    def __init__(self, number: int) -> None:
        self._number, self._told = number, time.monotonic()

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._told > EVERY_SECONDS:
            self._told = time.monotonic()
            exchange.note_dry_run(dry_run=self._number, done=done, actor="worker")


def apply(number: int) -> None:
    """Work its messages through as it has shown; what would come to something else now is put aside.

    Done once more after a crash, rows that stand already are passed over.
    """
    asked = dry_run(number)
    if asked.state != "applied":
        return
    prints = unpacked(rows_of_dry_run(number))
    for one in asked.messages:
        import_message(one, planned=Planned(prints, one))
