"""What a list is made of: orders, views, columns, chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Model, Q
from django.http import HttpRequest

from ..status import Words

M = TypeVar("M", bound=Model)
Choices = Iterable[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: its name in the address, its word, and fields that end with a unique one and are never null.

    column is the head that stands for it: a click on the head sorts so, another click turns it round.
    """

    name: str
    title: Words
    order: tuple[str, ...]
    column: str = ""

    @property
    def turned(self) -> tuple[str, ...]:
        """The same order from its end."""
        return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in self.order)


@dataclass(frozen=True, slots=True)
class View:
    """A view of the house, shown as a tab; counted=False leaves out its number where counting is dear.

    rows_for asks for rows that depend on who looks.
    """

    name: str
    title: Words
    rows: Q = field(default_factory=Q)
    counted: bool = True
    rows_for: Callable[[HttpRequest], Q] | None = None

    def of(self, request: HttpRequest) -> Q:
        """The condition on rows for one who asks."""
        return self.rows_for(request) if self.rows_for else self.rows


@dataclass(frozen=True, slots=True)
class Column(Generic[M]):
    """A column: its head, and the value of a row for the CSV file, numbers unformatted (None: not in the file).

    One with a name stands in the table too; its cell is written in the list's template. look: classes of its cells.
    is_usual=False: only who chooses it sees it. is_fixed: the first one, which names the row and always stands.
    kin: the name of a column of the table whose value this one gives to the file; where that is hidden, so is this.
    """

    title: Words
    value: Callable[[M], object] | None = None
    name: str = ""
    look: str = ""
    is_number: bool = False
    is_usual: bool = True
    is_fixed: bool = False
    is_silent: bool = False  # its head is for who listens only
    kin: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, with the address of the list without it."""

    title: Words
    value: Words
    without: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column as the table draws it: where a click leads, and which way the rows stand now."""

    column: Column[Model]
    title: str
    url: str = ""
    sorted: str = ""  # ascending, descending, or nothing

    @property
    def look(self) -> str:
        """Classes of the head."""
        return "e-num" if self.column.is_number else ""


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order as the menu shows it."""

    name: str
    title: Words
    url: str
    current: bool
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Choosable:
    """A column as the chooser shows it."""

    name: str
    title: Words
    is_on: bool
    is_fixed: bool
