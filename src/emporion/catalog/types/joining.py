"""What rooms above the catalog do when goods are merged and parted: each enters itself, the catalog knows none of them.

Everything happens in the transaction of the merge, and what a room wrote is kept beside it, so that parting gives it
back to the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from emporion.journal.types import Work

Matches = Mapping[int, int]  # variant of the double → variant that stands for it from now on


@dataclass(frozen=True, slots=True)
class Joiner:
    """A room's part in merges. join writes and answers what undoing needs, as JSON; part gives it back.

    part answers how many figures changed since and therefore stay.
    """

    name: str
    join: Callable[[Work, Matches], Any]
    part: Callable[[Work, Any], int]


JOINERS: dict[str, Joiner] = {}


def joins_merges(joiner: Joiner) -> None:
    """Enter a room's part; called by its apps.py."""
    JOINERS[joiner.name] = joiner
