"""A price list of 50,000 rows, each price another: what a dry run of it costs; it has to say what the load does."""

from __future__ import annotations

from collections.abc import Iterable

from bench._rooms import empty_house, load, told
from tools.bench import Figure

ROWS, PROMISED_SECONDS = 50_000, 10.0


def run() -> Iterable[Figure]:
    """The dry run's CPU beside the promise and beside the load; a row that differs is an error."""
    with empty_house() as home:
        found = told("bench._dry", str(ROWS), **home)
    if (found["changed"], found["differing"]) != (ROWS, 0):
        raise AssertionError(f"the dry run said something else than the load did: {found}")
    wall = f"{found['wall']:.1f} s, {load()}"
    yield Figure(f"dry run of {ROWS:,} prices", found["cpu"], PROMISED_SECONDS, "s CPU", "promise", 1, wall=wall)
    yield Figure("the same beside its load", found["cpu"], found["load"], "s CPU", "the load", 1, wall=load())
