"""A price list of 50,000 rows taken back: what it costs; all has to stand as before, but what was changed since."""

from __future__ import annotations

from collections.abc import Iterable

from bench._rooms import empty_house, load, told
from tools.bench import Figure

ROWS, BUDGET_SECONDS = 50_000, 60.0


def run() -> Iterable[Figure]:
    """The way back's CPU; a price that stands otherwise, or is changed since and not listed, is an error."""
    with empty_house() as home:
        found = told("bench._back", str(ROWS), **home)
    if (found["changed"], found["listed"], found["wrong"]) != (ROWS, found["by_hand"], 0):
        raise AssertionError(f"what was taken back does not stand as it stood: {found}")
    wall = f"{found['wall']:.1f} s, {load()}"
    yield Figure(f"{ROWS:,} prices taken back", found["cpu"], BUDGET_SECONDS, "s CPU", "our own bar", 1, wall=wall)
