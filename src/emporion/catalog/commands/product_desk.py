"""The desk at which product cards are compared with what stands, in a constant number of queries per call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Product, Unit
from ..rules import cleaned
from ..types import (
    PIECES,
    Outcome,
    ProductAdded,
    ProductCard,
    ProductChanged,
    ProductHidden,
    ProductShown,
    UnknownProduct,
    UnknownUnit,
)
from .compare import Row, differences, exactly, merged, moment, spared
from .guards import PROTECTION, guard, protected_fields
from .product_lists import (
    NONE,
    Lists,
    list_changes,
    lists_exactly,
    option_texts,
    read_lists,
    refuse_strangers,
    spared_lists,
    told_lists,
    write_lists,
)
from .searching import further_names, search_text

# name, article, description and unit come first because they are settled before they are stored; is_hidden comes last
# because it is told as a fact of its own
FIELDS = (
    "name", "sku", "description", "unit",
    "full_name", "kind", "brand", "country", "tax_class", "weight_grams", "is_hidden",
)  # fmt: skip
NEW: Row = ("", "", "", PIECES, "", "goods", "", "", "standard", 0, False)
COLUMNS = tuple("unit_id" if name == "unit" else name for name in FIELDS)
_told = attrgetter(*FIELDS)


@dataclass(slots=True)
class _Edit:
    """What one card changes."""

    card: ProductCard
    index: int
    product: int
    old: Row | None  # None: the product is new
    new: Row
    old_lists: Lists
    lists: Lists


@dataclass
class Desk:
    """What stands, and the cards that change it."""

    work: Work
    fresh: Iterator[int]
    units: dict[str, int]
    rows: dict[int, Row]
    lists: dict[int, Lists]
    protected: dict[int, set[str]]
    respects_protection: bool
    edits: list[_Edit] = field(default_factory=list)


def open_desk(work: Work, cards: Sequence[ProductCard], respects_protection: bool) -> Desk:
    """Read everything that the cards speak of; rows are locked, so that a page and an exchange follow each other."""
    ids = {card.id for card in cards if card.id is not None}
    guarded = ids if respects_protection else {card.id for card in cards if card.id is not None and card.protects}
    return Desk(
        work=work,
        fresh=iter(rows.new_ids("catalog_product", sum(card.id is None for card in cards))),
        units=dict(Unit.objects.values_list("code", "id")),
        rows=_rows(ids),
        lists=read_lists(cards),
        protected=protected_fields(guarded),
        respects_protection=respects_protection,
    )


def _rows(ids: set[int]) -> dict[int, Row]:
    if not ids:
        return {}
    standing = (
        Product.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=rows.among(ids)).order_by("pk")
    )
    columns = ["unit__code" if name == "unit" else name for name in FIELDS]
    return {row[0]: row[1:] for row in standing.values_list("id", *columns)}


def take(desk: Desk, card: ProductCard, index: int) -> Outcome:
    """Compare one card and remember what it changes."""
    if card.id is None:
        pk = next(desk.fresh)
        new = _settled(desk, merged(NEW, _told(card)), index)
        _remember(desk, _Edit(card, index, pk, None, new, NONE, told_lists(card, NONE)))
        return Outcome(pk, "created")
    old = desk.rows.get(card.id)
    if old is None:
        raise UnknownProduct(product=card.id, card=index)
    return _compare(desk, card, card.id, old, index)


def _compare(desk: Desk, card: ProductCard, pk: int, old: Row, index: int) -> Outcome:
    told, old_lists = _told(card), desk.lists.get(pk, NONE)
    lists = told_lists(card, old_lists)
    kept: tuple[str, ...] = ()
    if desk.respects_protection and (guarded := desk.protected.get(pk)):
        told, kept = spared(FIELDS, old, told, guarded)
        lists, more = spared_lists(guarded, old_lists, lists)
        kept += more
    new = merged(old, told)
    if new != old:
        new = _settled(desk, new, index)
    if new == old and lists == old_lists:
        return Outcome(pk, "unchanged", kept)
    _remember(desk, _Edit(card, index, pk, old, new, old_lists, lists))
    return Outcome(pk, "changed", kept)


def _remember(desk: Desk, edit: _Edit) -> None:
    desk.rows[edit.product] = edit.new  # a second card for the same product meets the first one's work
    desk.lists[edit.product] = edit.lists
    desk.edits.append(edit)


def _settled(desk: Desk, row: Row, index: int) -> Row:
    """The row as it will be stored: clean description, no blanks around name and article, a unit that stands."""
    name, sku, description, unit, *rest = row
    if unit not in desk.units:
        raise UnknownUnit(unit=unit, card=index)
    return (name.strip(), sku.strip(), cleaned(description), unit, *rest)


def close_desk(desk: Desk) -> None:
    """Refuse what points nowhere, write what differs, tell one fact per card that changed something."""
    if not desk.edits:
        return
    refuse_strangers((edit.index, edit.lists) for edit in desk.edits if edit.lists != edit.old_lists)
    _write(desk)
    options = option_texts((edit.old_lists, edit.lists) for edit in desk.edits if edit.old is not None)
    protections: list[Row] = []
    for edit in desk.edits:
        if edit.old is None:
            desk.work.tell(ProductAdded(f"product:{edit.product}", edit.new[0], edit.new[1]), place=edit.card.place)
            continue
        names = _tell(desk.work, edit, edit.old, options)
        if edit.card.protects:
            protections += guard(desk.work, edit.product, names, desk.protected[edit.product])
    rows.insert("catalog_protection", PROTECTION, protections)


def _tell(work: Work, edit: _Edit, old: Row, options: dict[int, str]) -> list[str]:
    """Tell what one card changed; answers the names of the fields."""
    subject, place = f"product:{edit.product}", edit.card.place
    changes = differences(FIELDS[:-1], old[:-1], edit.new[:-1])
    was = exactly(FIELDS[:-1], old[:-1], edit.new[:-1])
    if edit.lists != edit.old_lists:
        changes += list_changes(edit.old_lists, edit.lists, options)
        was += lists_exactly(edit.old_lists, edit.lists)
    names = [change.field for change in changes]
    if changes:
        work.tell(ProductChanged(subject, tuple(changes), was), place=place)
    if old[-1] != edit.new[-1]:
        work.tell(ProductHidden(subject) if edit.new[-1] else ProductShown(subject), place=place)
        names.append("is_hidden")
    return names


def _write(desk: Desk) -> None:
    now = moment(desk.work)
    added = {edit.product for edit in desk.edits if edit.old is None}
    changed = {edit.product for edit in desk.edits} - added
    names = further_names(changed)
    rows.insert(
        "catalog_product",
        (*COLUMNS, "search_text", "changed_at", "added_at", "id"),
        [(*_columns(desk, pk), now, now, pk) for pk in sorted(added)],
    )
    rows.update(
        "catalog_product",
        (*COLUMNS, "search_text", "changed_at"),
        "id",
        [(*_columns(desk, pk, names.get(pk, ())), now, pk) for pk in sorted(changed)],
    )
    before: dict[int, Lists] = {}
    for edit in desk.edits:
        before.setdefault(edit.product, edit.old_lists)
    write_lists(before, {pk: desk.lists[pk] for pk in before})


def _columns(desk: Desk, pk: int, further: Iterable[str] = ()) -> Row:
    name, sku, description, unit, full_name, kind, brand, *rest = desk.rows[pk]
    words = search_text(name, sku, full_name, brand, further)
    return (name, sku, description, desk.units[unit], full_name, kind, brand, *rest, words)
