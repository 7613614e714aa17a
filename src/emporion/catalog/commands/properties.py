"""Properties and their options."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Property, PropertyOption
from ..rules import cut
from ..types import (
    Change,
    NameMissing,
    PropertyAdded,
    PropertyCard,
    PropertyChanged,
    PropertyOutcome,
    UnknownOption,
    UnknownProperty,
)
from .compare import Row, differences, merged

FIELDS = ("name", "kind")


@dataclass
class _Book:
    """What stands, and what is to be written."""

    properties: dict[int, Row]
    texts: dict[int, dict[int, str]]  # property → option → text
    by_text: dict[int, dict[str, int]]  # property → text → option
    fresh: Iterator[int]
    added: dict[int, Row] = field(default_factory=dict)
    changed: dict[int, Row] = field(default_factory=dict)
    options_added: list[tuple[int, int, str]] = field(default_factory=list)
    options_changed: dict[int, str] = field(default_factory=dict)


@command
def put_properties(work: Work, *, cards: Sequence[PropertyCard]) -> tuple[PropertyOutcome, ...]:
    """Enter or rename properties, add or rename their options.

    Refuses a missing name, an unknown property, and an option of another property.
    """
    ids = iter(rows.new_ids("catalog_property", sum(card.id is None for card in cards)))
    book = _read(cards)
    outcomes = [_put(work, book, card, card.id or next(ids), index) for index, card in enumerate(cards)]
    _write(book)
    return tuple(outcomes)


def _read(cards: Sequence[PropertyCard]) -> _Book:
    ids = {card.id for card in cards if card.id is not None}
    # the lock keeps two loads from adding the same option
    found = Property.objects.select_for_update(no_key=True).filter(pk__in=rows.among(ids)).order_by("pk")
    properties = {pk: tuple(row) for pk, *row in found.values_list("id", *FIELDS)}
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    by_text: dict[int, dict[str, int]] = defaultdict(dict)
    asked = {card.id for card in cards if card.id is not None and card.options}
    for pk, owner, text in PropertyOption.objects.filter(property__in=rows.among(asked)).values_list(
        "id", "property_id", "text"
    ):
        texts[owner][pk] = text
        by_text[owner][text] = pk
    # as many ids as options could be new; those that are not used stay unused
    new = rows.new_ids("catalog_propertyoption", _options_that_could_be_new(cards, by_text))
    return _Book(properties, texts, by_text, iter(new))


def _options_that_could_be_new(cards: Iterable[PropertyCard], by_text: dict[int, dict[str, int]]) -> int:
    return sum(
        option.id is None and option.text not in by_text.get(card.id or 0, ())
        for card in cards
        for option in card.options or ()
    )


def _put(work: Work, book: _Book, card: PropertyCard, pk: int, index: int) -> PropertyOutcome:
    old = book.properties.get(pk)
    if card.id is not None and old is None:
        raise UnknownProperty(property=pk, card=index)
    new = merged(old or ("", "text"), (card.name and card.name.strip(), card.kind))
    if not new[0] or (card.name is not None and not card.name.strip()):
        raise NameMissing(card=index)
    book.properties[pk] = new
    options, changes = _put_options(book, card, pk, index)
    if old is None:
        book.added[pk] = new
        work.tell(PropertyAdded(f"property:{pk}", *new), place=card.place)
        return PropertyOutcome(pk, "created", options)
    if old != new:
        (book.added if pk in book.added else book.changed)[pk] = new
        changes = differences(FIELDS, old, new) + changes
    if not changes:
        return PropertyOutcome(pk, "unchanged", options)
    work.tell(PropertyChanged(f"property:{pk}", tuple(changes)), place=card.place)
    return PropertyOutcome(pk, "changed", options)


def _put_options(book: _Book, card: PropertyCard, pk: int, index: int) -> tuple[tuple[int, ...], list[Change]]:
    ids: list[int] = []
    changes: list[Change] = []
    texts, by_text = book.texts[pk], book.by_text[pk]
    for option in card.options or ():
        own = option.id or by_text.get(option.text)
        if own is None:
            own = next(book.fresh)
            book.options_added.append((own, pk, option.text))
            changes.append(Change(f"option:{own}", None, cut(option.text)))
        elif own not in texts:
            raise UnknownOption(property=pk, option=own, card=index)
        elif texts[own] != option.text:
            book.options_changed[own] = option.text
            changes.append(Change(f"option:{own}", cut(texts[own]), cut(option.text)))
        texts[own] = option.text
        by_text[option.text] = own
        ids.append(own)
    return tuple(ids), changes


def _write(book: _Book) -> None:
    rows.insert("catalog_property", ("id", *FIELDS), [(pk, *row) for pk, row in book.added.items()])
    rows.update("catalog_property", FIELDS, "id", [(*row, pk) for pk, row in book.changed.items()])
    rows.insert("catalog_propertyoption", ("id", "property_id", "text"), book.options_added)
    rows.update("catalog_propertyoption", ("text",), "id", [(text, pk) for pk, text in book.options_changed.items()])
