"""Words of the search: what a room lets be searched, and what is found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from emporion.journal.types import Event

How = Literal["code", "word", "start", "like"]
"""What was found by: its whole number or barcode, whole words, their beginnings, words with one slip."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing as it is searched; key is its number or name within its kind.

    texts are names, split into words. codes are articles, barcodes, order numbers, e-mails, tax numbers: found as a
    whole, by their beginning, and by any part that holds a digit. Phones are found by their end. firm, shop and
    warehouse are where the thing belongs, 0 for a thing of the whole house.
    """

    key: str
    texts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    firm: int = 0
    shop: int = 0
    warehouse: int = 0


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of things that a room lets be searched; entered by its apps.py with `commands.register`.

    letter is the kind's own in the index. Facts of the kinds in `to` say through `touched` which keys to read again;
    `read` answers the entries that stand now and leaves out what may not be found any more. `after` lists keys behind
    a key, in their order, for the index to be made anew; the first call names "".
    """

    kind: str
    letter: str
    to: tuple[type[Event], ...]
    touched: Callable[[Sequence[Any]], Collection[str]]
    read: Callable[[Collection[str]], Iterable[Entry]]
    after: Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a person sees things of one kind: None stands for all, an empty set for none."""

    firms: frozenset[int] | None = None
    shops: frozenset[int] | None = None
    warehouses: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, and how."""

    kind: str
    key: str
    how: How


SEARCHABLE: dict[str, Searchable] = {}
