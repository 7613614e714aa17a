"""Rows that were refused, and what an exchange asks a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from .words import Fault

VALUE_LENGTH = 200  # characters of a refused value that the quarantine shows


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: where it stands, what it was, why not.

    place leads back into the message (such as "Каталог/Товары/Товар[17]"), key is their key when it could be read,
    value the offending text, line that of the file in which the place begins, 0 when nobody knows. code and facts are
    those of a kind of Refused. told: which part of the object it tells; rows of one cause that tell other parts of it
    stand beside each other, where otherwise the newer one takes the place of the older.
    """

    place: str
    kind: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    key: str = ""
    element: str = ""
    field: str = ""
    value: str = ""
    line: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A refused row as pages show it; fault.refusal has the sentence and the remedy."""

    id: int
    channel: int
    message: int | None
    place: str
    kind: str
    key: str
    element: str
    field: str
    value: str
    fault: Fault
    first_at: datetime
    at: datetime
    state: str
    by: str
    reason: str
    retry_at: datetime | None
    line: int = 0


class MissingKey(NamedTuple):
    """An open row that was refused because something it names is not known, with as much as it takes to look again."""

    id: int
    message: int
    code: str
    place: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Open rows refused for the same reason, with the newest as the example."""

    channel: int
    kind: str
    code: str
    field: str
    count: int
    newest: QuarantinedRow


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What an exchange asks a person: fault.refusal has the question as a sentence, and what to consider as a remedy.

    answer is empty while it is open; what may be answered is told by ANSWERS of the connection's kind.
    """

    id: int
    channel: int
    fault: Fault
    asked_at: datetime
    answer: str
    by: str
    answered_at: datetime | None
