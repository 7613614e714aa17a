"""What each row of a message comes to, so that what a dry run showed can be applied and nothing else.

A row is remembered by sixteen bytes: a hash of its place and one of its facts. Figures of stock are left out, for they
move while a person looks; and so are the numbers of what is new, for nothing of a dry run stays, its numbers neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson

from emporion.journal.types import Event, Told, kind_of
from emporion.pricing.types import PricesChanged
from emporion.stock.types import StockDeclared

HALF = 8
ANY = bytes(HALF)  # a row that was told more than once: what it comes to hangs on the one before
NOTHING = b"\xff" * HALF
REFERENCES = ("price_type:", "warehouse:", "category:", "property:", "unit:")


class Prints:
    """The prints of rows, chunk by chunk; made are the subjects that are new."""

    def __init__(self) -> None:
        self.made = set[str]()
        self.has_new_references = False

    def note(self, told: Iterable[Told]) -> None:
        """Remember what is new in some facts."""
        for one in told:
            if type(one.event).__name__.endswith("Added"):
                self.made.add(one.event.subject)
                self.has_new_references |= one.event.subject.startswith(REFERENCES)

    def of(self, told: Sequence[Told]) -> dict[str, bytes]:
        """By place, what the facts of a chunk come to."""
        self.note(told)
        found: defaultdict[str, list[bytes]] = defaultdict(list)
        for one in told:
            if one.place and not isinstance(one.event, StockDeclared):
                found[one.place].append(self._of(one.event))
        return {place: _short(b"\0".join(sorted(facts))) for place, facts in found.items()}

    def _of(self, event: Event) -> bytes:
        kind = kind_of(type(event)).encode()
        if event.subject in self.made:
            return kind
        if isinstance(event, PricesChanged):
            return kind + orjson.dumps((event.subject, sorted(self._price(change) for change in event.changes)))
        if self.has_new_references:
            return kind + orjson.dumps((event.subject, _before(event)))
        return kind + orjson.dumps(event)

    def _price(self, change: Any) -> tuple[int, int, int, int]:
        kind = 0 if f"price_type:{change.price_type_id}" in self.made else change.price_type_id
        told = (change.old_micro, change.new_micro)
        old, new = (-1 if micro is None else micro for micro in told)
        return kind, change.min_quantity, old, new


def _before(event: Event) -> list[tuple[str, str]]:
    """The changed fields as they stood: what they become may name something new."""
    return [(change.field, str(change.old)) for change in getattr(event, "changes", ()) if hasattr(change, "field")]


def _short(told: bytes) -> bytes:
    found = blake2b(told, digest_size=HALF).digest()
    return found if found not in (ANY, NOTHING) else b"\1" * HALF


class Planned:
    """What the rows of a message are to come to."""

    def __init__(self, prints: Mapping[bytes, bytes], message: int) -> None:
        self._prints, self._message = prints, message

    def others(self, found: Mapping[str, bytes], places: Collection[str]) -> list[str]:
        """Places of rows that come to something else than was shown."""
        told = ((place, self._prints.get(placed(self._message, place), NOTHING)) for place in places)
        return [place for place, wanted in told if wanted != ANY and found.get(place, NOTHING) != wanted]


def placed(message: int, place: str) -> bytes:
    """A row of a message, as prints are kept by it."""
    return blake2b(f"{message}/{place}".encode(), digest_size=HALF).digest()


def packed(prints: Mapping[bytes, bytes]) -> bytes:
    """Prints as one string of bytes."""
    return b"".join(at + what for at, what in prints.items())


def unpacked(kept: bytes) -> dict[bytes, bytes]:
    """The prints of `packed`."""
    return {kept[at : at + HALF]: kept[at + HALF : at + 2 * HALF] for at in range(0, len(kept), 2 * HALF)}
