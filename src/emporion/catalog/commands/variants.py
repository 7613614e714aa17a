"""Variants and their barcodes, by the thousand or one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Barcode, Product, Variant
from ..rules import folded, options_json
from ..types import Outcome, UnknownProduct, UnknownVariant, VariantAdded, VariantCard, VariantChanged
from .compare import Row, check, differences, exactly, merged, spared
from .guards import PROTECTION, guard, protected_fields

COLUMNS = ("product_id", "name", "sku", "is_hidden", "is_default", "options")
FIELDS = (*COLUMNS, "barcodes")
NEW: Row = (0, "", "", False, False, "[]", ())
_plain = attrgetter(*COLUMNS[:-1])


@dataclass(slots=True)
class _Edit:
    """What one card changes."""

    card: VariantCard
    variant: int
    old: Row | None  # None: the variant is new
    new: Row


@dataclass
class _Desk:
    """What stands, and the cards that change it."""

    fresh: Iterator[int]
    rows: dict[int, Row]
    products: set[int]
    protected: dict[int, set[str]]
    respects_protection: bool
    edits: list[_Edit] = field(default_factory=list)


@command
def put_variants(work: Work, *, cards: Sequence[VariantCard], respects_protection: bool = False) -> tuple[Outcome, ...]:
    """Enter variants of products, or write over what the cards tell; they can move to another product.

    The same barcode may stand on several variants. Refuses an unknown variant or product and texts beyond the limit.
    """
    check(cards)
    desk = _open(cards, respects_protection)
    outcomes = tuple([_take(desk, card, index) for index, card in enumerate(cards)])
    if desk.edits:
        _write(desk)
        _tell(work, desk)
    return outcomes


def _open(cards: Sequence[VariantCard], respects_protection: bool) -> _Desk:
    ids = {card.id for card in cards if card.id is not None}
    standing = _rows(ids)
    owners = {row[0] for row in standing.values()}
    guarded = owners if respects_protection or any(card.protects for card in cards) else set()
    asked = {card.product_id for card in cards if card.product_id is not None} - owners
    if asked:
        owners.update(Product.objects.filter(pk__in=rows.among(asked)).values_list("pk", flat=True))
    return _Desk(
        fresh=iter(rows.new_ids("catalog_variant", sum(card.id is None for card in cards))),
        rows=standing,
        products=owners,
        protected=protected_fields(guarded),
        respects_protection=respects_protection,
    )


def _rows(ids: set[int]) -> dict[int, Row]:
    if not ids:
        return {}
    # first the lock, then what hangs on it: another load may be writing the same barcodes
    locked = Variant.objects.select_for_update(no_key=True).filter(pk__in=rows.among(ids)).order_by("pk")
    found = list(locked.values_list("id", *COLUMNS))
    codes: dict[int, list[str]] = defaultdict(list)
    for variant, code in Barcode.objects.filter(variant__in=rows.among(ids)).values_list("variant_id", "code"):
        codes[variant].append(code)
    return {row[0]: (*row[1:], tuple(sorted(codes.get(row[0], ())))) for row in found}


def _take(desk: _Desk, card: VariantCard, index: int) -> Outcome:
    old = None if card.id is None else desk.rows.get(card.id)
    if card.id is not None and old is None:
        raise UnknownVariant(variant=card.id, card=index)
    if (card.product_id or old is None) and card.product_id not in desk.products:
        raise UnknownProduct(product=card.product_id or 0, card=index)
    told = _told(card)
    if card.id is None or old is None:
        pk = next(desk.fresh)
        _remember(desk, _Edit(card, pk, None, merged(NEW, told)))
        return Outcome(pk, "created")
    kept: tuple[str, ...] = ()
    if desk.respects_protection and (guarded := _guarded(desk, card.id, old)):
        told, kept = spared(FIELDS, old, told, guarded)
    new = merged(old, told)
    if new == old:
        return Outcome(card.id, "unchanged", kept)
    _remember(desk, _Edit(card, card.id, old, new))
    return Outcome(card.id, "changed", kept)


def _told(card: VariantCard) -> Row:
    options = None if card.options is None else options_json(card.options)
    codes = None if card.barcodes is None else tuple(sorted({code.strip() for code in card.barcodes} - {""}))
    return (*_plain(card), options, codes)


def _guarded(desk: _Desk, variant: int, row: Row) -> set[str]:
    own = f"variant:{variant}:"
    return {name.removeprefix(own) for name in desk.protected.get(row[0], ()) if name.startswith(own)}


def _remember(desk: _Desk, edit: _Edit) -> None:
    desk.rows[edit.variant] = edit.new  # a second card for the same variant meets the first one's work
    desk.edits.append(edit)


def _write(desk: _Desk) -> None:
    before: dict[int, Row | None] = {}
    for edit in desk.edits:
        before.setdefault(edit.variant, edit.old)
    columns = (*COLUMNS, "search_text", "id")
    added = [_columns(pk, desk.rows[pk]) for pk, old in before.items() if old is None]
    changed = [_columns(pk, desk.rows[pk]) for pk, old in before.items() if old is not None]
    rows.insert("catalog_variant", columns, added)
    rows.update("catalog_variant", columns[:-1], "id", changed)
    recoded = [pk for pk, old in before.items() if desk.rows[pk][-1] != (old or NEW)[-1]]
    if emptied := [pk for pk in recoded if (before[pk] or NEW)[-1]]:
        Barcode.objects.filter(variant__in=rows.among(emptied)).delete()
    codes = [(pk, code) for pk in recoded for code in desk.rows[pk][-1]]
    rows.insert("catalog_barcode", ("variant_id", "code"), codes)


def _columns(pk: int, row: Row) -> Row:
    _, name, sku, *_, codes = row
    return (*row[:-1], folded(f"{name} {sku} {' '.join(codes)}"), pk)


def _tell(work: Work, desk: _Desk) -> None:
    protections: list[Row] = []
    for edit in desk.edits:
        subject, owner, place = f"variant:{edit.variant}", edit.new[0], edit.card.place
        if edit.old is None:
            work.tell(VariantAdded(subject, owner, edit.new[1], edit.new[2]), place=place)
            continue
        changes = differences(FIELDS, edit.old, edit.new)
        work.tell(VariantChanged(subject, tuple(changes), exactly(FIELDS, edit.old, edit.new)), place=place)
        if edit.card.protects:
            names = [f"variant:{edit.variant}:{change.field}" for change in changes]
            protections += guard(work, owner, names, desk.protected[owner])
    rows.insert("catalog_protection", PROTECTION, protections)
