"""In what the other side differs from us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from .channels import Data

FoundBy = Literal["compare", "shadow"]
How = Literal["equal", "switched"]


class Differs(NamedTuple):
    """One field of ours that the other side tells otherwise; key is theirs, subject ours, such as "variant:5"."""

    data: Data
    subject: str
    key: str
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A difference with since when it stands; settled_at and how tell that it is over."""

    id: int
    channel: int
    found_by: str
    data: str
    subject: str
    key: str
    field: str
    ours: str
    theirs: str
    first_at: datetime
    seen_at: datetime
    settled_at: datetime | None
    how: str
