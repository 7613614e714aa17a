"""What messages would do: a dry run, and what each row of it would come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .words import Fault, Tally

Change = Literal["created", "changed", "hidden", "shown", "stock", "other"]
"""What a fact would be: something new, something otherwise, switched off, switched on again, other stock, the rest."""

Jump = Literal["zero", "far", "large", "some", "small", "first", "gone"]
"""A price by the size of its change, the gravest first: to nothing, at least doubled or halved, by 30 % or more, by
10 % or more, by less, the first of its kind, taken away."""

JUMPS: tuple[Jump, ...] = ("zero", "far", "large", "some", "small", "first", "gone")


@dataclass(frozen=True, slots=True)
class Sample:
    """A fact that would be told: its kind and JSON, the place of its row, and what a thing is called that is new."""

    kind: str
    told: str
    place: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PriceSample:
    """A price that would change, in micro; None where there was or would be none. name as of a sample."""

    variant: int
    price_type: int
    old_micro: int | None
    new_micro: int | None
    place: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeptFields:
    """Fields that a row tells otherwise and that would stay, because a person protects them."""

    kind: str
    key: str
    place: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedAlike:
    """Rows of a kind that would be refused for one reason: an example of it, and how many."""

    kind: str
    code: str
    facts: Mapping[str, Any]
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one message would do: its rows by kind, facts with some of each sort, prices by the size of their change.

    kept: rows of which protected fields would stay. fault: why nothing behind its damage was read.
    """

    message: int
    counts: Mapping[str, Tally]
    facts: Mapping[Change, int] = field(default_factory=dict)
    samples: Mapping[Change, Sequence[Sample]] = field(default_factory=dict)
    jumps: Mapping[Jump, int] = field(default_factory=dict)
    prices: Mapping[Jump, Sequence[PriceSample]] = field(default_factory=dict)
    kept: int = 0
    kept_samples: Sequence[KeptFields] = ()
    refused: Sequence[RefusedAlike] = ()
    fault_code: str = ""
    fault_facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fault(self) -> Fault | None:
        """Why nothing behind its damage was read."""
        return Fault(self.fault_code, self.fault_facts) if self.fault_code else None


@dataclass(frozen=True, slots=True)
class DryRunView:
    """A dry run: waiting, working, done, failed or applied; done_bytes of total_bytes are read."""

    id: int
    channel: int
    messages: tuple[int, ...]
    by: str
    asked_at: datetime
    ended_at: datetime | None
    state: str
    done_bytes: int
    total_bytes: int
    outlooks: tuple[Outlook, ...]
    fault: Fault | None
