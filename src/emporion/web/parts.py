"""What the partials in templates/web/parts take: small values that a page function fills and a template shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .status import Tone, Words

Mark = Literal["", "due", "no"]


@dataclass(frozen=True, slots=True)
class Action:
    """A verb with its address. post=True makes it a form with the run-once field, else it is a link.

    kind: primary (one a page), secondary, quiet, undo (takes something away). drawer=True answers beside the page.
    """

    verb: Words
    url: str
    kind: Literal["primary", "secondary", "quiet", "undo"] = "secondary"
    icon: str = ""
    post: bool = False
    drawer: bool = False
    key: str = ""

    @property
    def look(self) -> str:
        """The button's class; a secondary button needs none."""
        return {"primary": "btn-primary", "quiet": "btn-quiet", "undo": "btn-quiet btn-undo"}.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to this page; the last one may have no address."""

    word: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view or a side of a record; count is shown as it stands, None hides it; is_shared: all see it."""

    word: Words
    url: str
    count: str | None = None
    current: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """How an order's lines are covered: one mark a line ("" here, due, no), and a short note such as "due 24 Nov"."""

    marks: Sequence[Mark]
    note: Words = ""

    @property
    def have(self) -> int:
        """Lines that are here."""
        return sum(not mark for mark in self.marks)

    @property
    def of(self) -> int:
        """All lines."""
        return len(self.marks)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that needs a person: what happened, why, what is at stake, and the remedy as one click.

    Without a remedy for a reader whose role leads to none. since: from when on it waits.
    """

    title: Words
    why: Words
    remedy: Action | None
    tone: Tone = "warn"
    stake: Words = ""
    stake_of: Words = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a timeline or of a chain of evidence. initials stand for a person, else icon says what acted.

    said: a comment in the person's own words. link leads to the evidence. anchor: its id on the page; actions: verbs.
    """

    title: Words
    text: Words = ""
    icon: str = "point"
    initials: str = ""
    at: datetime | None = None
    said: str = ""
    link: Action | None = None
    anchor: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; url makes the value a link, tone gives it a colour that asks for somebody.

    why is the address that answers why the value is so.
    """

    label: Words
    value: Words
    url: str = ""
    tone: Tone | Literal[""] = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of sums: amount already formatted; url leads to the documents it adds up; total draws a line above."""

    label: Words
    amount: str
    url: str = ""
    total: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of a message as it came, with its number there; hit marks the place that caused the answer."""

    number: int
    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Lamp:
    """One of a connection's lamps: what it watches, what it says, and a second quiet line."""

    title: Words
    tone: Tone
    text: Words
    more: Words = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work with counts. url answers the same part again while it runs; empty when the work has ended."""

    title: Words
    done: int
    of: int
    left: Words = ""
    url: str = ""
    facts: Sequence[Fact] = field(default=())

    @property
    def percent(self) -> int:
        """Whole percent, never 100 before the end."""
        return min(100, self.done * 100 // self.of) if self.of else 100
