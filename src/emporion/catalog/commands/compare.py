"""Comparing what is told with what stands, field by field, without an object per row."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from django.db import connection

from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from ..rules import cut
from ..types import Change

Row = tuple[Any, ...]


class Checked(Protocol):
    """A card that knows what is wrong with itself."""

    def refusal(self) -> Refused | None:
        """The reason, if there is one."""


def check(cards: Sequence[Checked]) -> None:
    """Refuse the first card that is wrong by itself; the refusal names its index."""
    for index, card in enumerate(cards):
        if refusal := card.refusal():
            raise at_card(refusal, index)


def at_card(refusal: Refused, index: int) -> Refused:
    """The same refusal, saying which card of the call it speaks of."""
    return type(refusal)(**refusal.facts, card=index)


def merged(row: Row, told: Row) -> Row:
    """The row with everything written over that was told."""
    return tuple([old if new is None else new for old, new in zip(row, told, strict=True)])


def differences(names: Sequence[str], old: Row, new: Row) -> list[Change]:
    """The fields that differ, as facts keep them."""
    return [
        Change(name, shown(before), shown(after))
        for name, before, after in zip(names, old, new, strict=True)
        if before != after
    ]


def exactly(names: Sequence[str], old: Row, new: Row) -> tuple[tuple[str, str], ...]:
    """Earlier values that `differences` does not say to the letter: long texts whole, lists as JSON."""
    return tuple(
        (name, json.dumps(before, ensure_ascii=False) if isinstance(before, tuple) else before)
        for name, before, after in zip(names, old, new, strict=True)
        if before != after and ((isinstance(before, tuple) and before) or shown(before) != str(before))
    )


def shown(value: object) -> str:
    """A field's value as a fact keeps it."""
    return cut(", ".join(value) if isinstance(value, tuple) else str(value))


def spared(names: Sequence[str], row: Row, told: Row, guarded: Collection[str]) -> tuple[Row, tuple[str, ...]]:
    """What was told without the protected fields, and the names of those that would have changed."""
    kept = [
        name
        for name, old, new in zip(names, row, told, strict=True)
        if name in guarded and new is not None and new != old
    ]
    return tuple([None if name in guarded else new for name, new in zip(names, told, strict=True)]), tuple(kept)


def moment(work: Work) -> object:
    """The time of the work as the driver wants it in a raw row."""
    return connection.ops.adapt_datetimefield_value(work.now)
