"""Words that messages, sessions and the outbox share: rows counted, a fault kept, kept bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from emporion.kernel.errors import Refused, stored_refusal

from .refusals import Unexpected

Direction = Literal["in", "out"]

KEEP_DAYS = 90  # what speaks of people is reduced to hash and counts after this


@dataclass(frozen=True, slots=True)
class StoredContent:
    """Raw bytes that lie on disk: their hash, their size before compression, where they are."""

    sha256: str
    size: int
    path: str
    sealed: bool


@dataclass(slots=True)
class Tally:
    """What became of the rows of one kind; read = created + changed + unchanged + refused."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def __add__(self, more: Tally) -> Tally:
        return Tally(
            self.read + more.read,
            self.created + more.created,
            self.changed + more.changed,
            self.unchanged + more.unchanged,
            self.refused + more.refused,
        )

    def as_dict(self) -> dict[str, int]:
        """The numbers by name, as reports and JSON show them."""
        return asdict(self)


Counts = Mapping[str, Tally]  # by kind of row, such as "goods" or "offers"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something failed, kept as code and facts and read in any language later."""

    code: str
    facts: Mapping[str, Any]

    @property
    def refusal(self) -> Refused:
        """The kept refusal as an object, with its sentence and its remedy."""
        return stored_refusal(self.code, self.facts)


def fault_of(error: Exception) -> Fault:
    """What to keep of an error: a refusal's own code and facts, or the name and text of an unexpected one."""
    if isinstance(error, Refused):
        return Fault(error.code, dict(error.facts))
    return Fault(Unexpected.code, {"error": f"{type(error).__name__}: {error}"[:500]})
