"""The lists that have a name: their acts and the views people keep are found here."""

from __future__ import annotations

from typing import Any

from .shown import List

LISTS: dict[str, List[Any]] = {}


def enter(one: List[Any]) -> List[Any]:
    """Enter a list under its name; called where the list is made, and answers it."""
    LISTS[one.name] = one
    return one
