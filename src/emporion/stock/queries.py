"""What anybody may ask stock."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from emporion.ledger import queries as book
from emporion.ledger.types import CardLine, Kind

from .models import Leaving, ToldQuantity, Warehouse
from .types import UnknownWarehouse, WarehouseView

KINDS = (Kind.SHELF, Kind.FREE, Kind.RESERVED, Kind.SHORTAGE)


@dataclass(frozen=True, slots=True)
class StockLine:
    """A variant at a warehouse, in thousandths; short is what is promised and does not lie there."""

    warehouse: WarehouseView
    variant: int
    on_hand: int
    reserved: int
    free: int
    short: int


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """Whom a variant is promised to, in thousandths."""

    document: str
    warehouse: int
    variant: int
    quantity: int


def _view(row: Warehouse) -> WarehouseView:
    return WarehouseView(row.pk, row.code, row.name, row.firm_id, row.sells, row.master, row.excludes_reserves)


def warehouses(ids: Iterable[int]) -> list[WarehouseView]:
    """Warehouses in the order asked; an unknown one is refused."""
    wanted = list(dict.fromkeys(ids))
    found = {row.pk: _view(row) for row in Warehouse.objects.filter(pk__in=wanted)}
    for pk in wanted:
        if pk not in found:
            raise UnknownWarehouse(warehouse=pk)
    return [found[pk] for pk in wanted]


def warehouse(pk: int) -> WarehouseView:
    """One warehouse."""
    return warehouses([pk])[0]


def all_warehouses(*, sells: bool | None = None, master: str | None = None) -> list[WarehouseView]:
    """Warehouses that are in use, by name; only those that sell, or of one master, when asked."""
    found = Warehouse.objects.filter(is_hidden=False)
    if sells is not None:
        found = found.filter(sells=sells)
    if master is not None:
        found = found.filter(master=master)
    return [_view(row) for row in found]


def closed_warehouses() -> list[WarehouseView]:
    """Warehouses out of use, by name; what moved there stays in the book."""
    return [_view(row) for row in Warehouse.objects.filter(is_hidden=True)]


def every_warehouse() -> list[WarehouseView]:
    """Warehouses in use and those out of it, by name: facts and orders speak of both."""
    return [_view(row) for row in Warehouse.objects.all()]


def by_code(codes: Iterable[str]) -> dict[str, WarehouseView]:
    """Warehouses by their codes; unknown ones are absent."""
    return {row.code: _view(row) for row in Warehouse.objects.filter(code__in=list(codes))}


def stock_of(variants: Iterable[int]) -> list[StockLine]:
    """What lies, is promised and is free of some variants, warehouse by warehouse; spots that hold nothing left out."""
    held = book.by_place(KINDS, variants)
    places = {place.id: place for place in warehouses({place for _, place, _ in held})}
    spots = sorted({(variant, place) for _, place, variant in held}, key=lambda s: (s[0], places[s[1]].name, s[1]))
    return [
        StockLine(
            places[place],
            variant,
            held.get((Kind.SHELF, place, variant), 0),
            held.get((Kind.RESERVED, place, variant), 0),
            held.get((Kind.FREE, place, variant), 0),
            -held.get((Kind.SHORTAGE, place, variant), 0),
        )
        for variant, place in spots
    ]


def firms_of_goods(document: str) -> set[int]:
    """The firms whose goods a document brought to its customer; of what left an outside master nothing is known."""
    found = book.brought_by(document, Kind.CUSTOMER)
    return {row.firm for row in warehouses({place for place, _ in found})}


def not_heard_of(document: str) -> list[ReservedLine]:
    """What was noted as shipped here and the outside master of the warehouse has not said yet: it stays promised."""
    waiting = Leaving.objects.filter(document=document, is_told=False).order_by("pk")
    return [ReservedLine(document, row.warehouse_id, row.variant_id, row.quantity) for row in waiting]


def free_at(warehouse_ids: Sequence[int], variants: Iterable[int]) -> dict[int, int]:
    """What can still be promised of each variant from these warehouses together, in thousandths."""
    wanted = list(variants)
    held = book.by_place([Kind.FREE], wanted)
    return {v: sum(held.get((Kind.FREE, place, v), 0) for place in warehouse_ids) for v in wanted}


def with_free(found: QuerySet[Model], variant: str = "pk", places: Collection[int] | None = None) -> QuerySet[Model]:
    """A list annotated with `free`: thousandths of each row's variant free in some warehouses, or in all, together."""
    return book.with_quantity(found, "free", Kind.FREE, variant, places)


def with_on_hand(found: QuerySet[Model], variant: str = "pk", places: Collection[int] | None = None) -> QuerySet[Model]:
    """A list annotated with `on_hand`: thousandths of each row's variant that lie in some warehouses, or in all."""
    return book.with_quantity(found, "on_hand", Kind.SHELF, variant, places)


def leaving(documents: Collection[str] | None = None) -> QuerySet[Leaving]:
    """Goods that left warehouses of outside masters and whose promise stands: of some documents, or of all."""
    found = Leaving.objects.order_by()
    return found if documents is None else found.filter(document__in=documents)


def reserved_by(variants: Iterable[int]) -> list[ReservedLine]:
    """Which documents hold promises of some variants."""
    return [ReservedLine(*row) for row in book.by_holder(Kind.RESERVED, variants)]


def promised_variants(master: str) -> set[int]:
    """Variants with an open promise in the warehouses of a master, or one it was told of: weighed again each time.

    The same figure means something else once the promises behind it changed.
    """
    told = set(ToldQuantity.objects.filter(told__master=master).values_list("variant", flat=True))
    return told | book.open_variants(Kind.RESERVED, (place.id for place in all_warehouses(master=master)))


def short_documents(variants: Iterable[int]) -> set[str]:
    """Documents that hold a promise of these variants where more is promised than lies there."""
    wanted = set(variants)
    spots = {(line.warehouse.id, line.variant) for line in stock_of(wanted) if line.short}
    if not spots:
        return set()
    return {row.document for row in reserved_by(wanted) if (row.warehouse, row.variant) in spots}


def shortages() -> list[StockLine]:
    """Spots where more is promised than lies there; Today names the orders they hit."""
    short = book.lacking(Kind.SHORTAGE, (place.id for place in all_warehouses()))
    return [line for line in stock_of(short) if line.short]


def card_entries(variant: int, places: Iterable[int]) -> QuerySet[Any]:
    """The ledger of a variant for a list: what moved in some warehouses, and beyond all of them."""
    return book.card_entries(variant, places)


def card_lines(entries: Iterable[Any]) -> list[CardLine]:
    """Some of these entries as the card shows them; two queries."""
    return book.card_lines(entries)


def held_after(variant: int, entries: Iterable[int]) -> dict[int, int]:
    """What the shelf, or what was free, came to with each of some entries; entries of other accounts are absent.

    Two statements, whatever the number.
    """
    kinds = (Kind.SHELF, Kind.FREE)
    now = book.by_place(kinds, [variant])
    later = book.moved_since(variant, kinds, entries)
    return {entry: now.get((kind, place, variant), 0) - moved for entry, (kind, place, moved) in later.items()}


def card(variant: int, limit: int = 100, before: int | None = None) -> list[CardLine]:
    """The ledger of a variant, newest first."""
    return book.card(variant, limit, before)
