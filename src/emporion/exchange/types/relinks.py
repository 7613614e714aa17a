"""Unknown keys of a re-numbered base, and which of ours they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..likeness import Found, Marks


class Proposed(NamedTuple):
    """An unknown key of theirs, what they call it, and which of ours it may be."""

    kind: str
    key: str
    marks: Marks
    found: Found


@dataclass(frozen=True, slots=True)
class RelinkView:
    """A proposal as pages show it. choice: link, new, back for one that was taken back, or empty.

    chosen is what a person, or a sure likeness, took it for; done tells that the key leads there now.
    """

    id: int
    question: int
    kind: str
    key: str
    marks: Marks
    found: Found
    choice: str
    chosen: int
    old_key: str
    done: bool


@dataclass(frozen=True, slots=True)
class RelinkCounts:
    """Proposals of a question by what is to be done: sure and unsure ones wait for a word, fresh are like nothing here.

    linking waits for the worker, linked is done, new will be created; back was taken back.
    """

    sure: int = 0
    unsure: int = 0
    fresh: int = 0
    linking: int = 0
    linked: int = 0
    new: int = 0
    back: int = 0

    @property
    def undecided(self) -> int:
        """Those that wait for a person's word."""
        return self.sure + self.unsure
