"""Customers who came twice among many: what it costs to compare one, and all of them once."""

from __future__ import annotations

from collections.abc import Iterable

from bench._rooms import empty_house, load, told
from tools.bench import Figure

CUSTOMERS = 100_000
EACH_MS, ALL_SECONDS = 20.0, 120.0


def run() -> Iterable[Figure]:
    """CPU of one customer and of all; a double that is not found is an error."""
    with empty_house() as home:
        found = told("bench._doubles", str(CUSTOMERS), **home)
    if found["missed"]:
        raise AssertionError(f"{found['missed']} customers who came twice are not found")
    among = f"among {CUSTOMERS:,}"
    wall = f"{found['wall'] * 1000:.1f} ms, {load()}"
    yield Figure(f"a customer compared {among}", found["each"] * 1000, EACH_MS, "ms CPU", "our own bar", 1, wall=wall)
    yield Figure(f"all compared once {among}", found["first"], ALL_SECONDS, "s CPU", "our own bar", 1)
