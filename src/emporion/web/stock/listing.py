"""The list of stock: variants with their figures, in all warehouses or in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from emporion.catalog.queries import variants, variants_found
from emporion.catalog.types import VariantView
from emporion.kernel.money import MILLI, plain
from emporion.stock.queries import StockLine, shortages, stock_of, with_free, with_on_hand
from emporion.stock.types import WarehouseView

from .. import called, numbers
from ..lists import Choices, Column, Filter, List, Shown, Sort, View, enter
from ..rights import staff_of
from . import places

NAMED = "e-clip e-span e-wraps"  # the one column that gives way
NAMES = ("on_hand", "reserved", "free", "short")


@dataclass(frozen=True, slots=True)
class Row:
    """A variant with its sums over the warehouses shown, in thousandths, and what is free in each.

    card_name: what its card calls it, where that is another name; the list is ordered and searched by it.
    """

    id: int
    name: str
    card_name: str
    sku: str
    unit: str
    product: str
    card: str
    on_hand: int
    reserved: int
    free: int
    short: int
    where: str


def _places(request: HttpRequest) -> Choices:
    return [(str(place.id), place.name) for place in places.seen(staff_of(request))]


def asked_rows(request: HttpRequest) -> QuerySet[Any]:
    """Variants that search and view leave, with what is free and on hand in the warehouses that are shown."""
    found: QuerySet[Any] = variants_found(request.GET.get("q", "").strip()[:100])
    at = {place.id for place in chosen_places(request)}
    if request.GET.get("view") == "short":
        found = found.filter(pk__in=[line.variant for line in shortages() if line.warehouse.id in at])
    counted: QuerySet[Any] = with_on_hand(with_free(found, places=at), places=at)
    named: QuerySet[Any] = counted.annotate(product_name=F("product__name"), product_text=F("product__search_text"))
    return named


LIST: List[Any] = enter(
    List(
        name="stock",
        title=_("Stock"),
        url="web:stock",
        right="stock.view",
        somewhere=True,
        rows=asked_rows,
        sorts=(
            Sort("name", pgettext_lazy("goods", "Name"), ("product_text", "id"), "name"),
            Sort("free", _("Most free"), ("-free", "-id"), "free"),
            Sort("least", _("Least free"), ("free", "id"), "free"),
            Sort("hand", _("Most on hand"), ("-on_hand", "-id"), "on_hand"),
        ),
        views=(View("all", _("All"), counted=False), View("short", _("Shortages only"), counted=False)),
        filters=(Filter("warehouse", _("Warehouse"), list, lambda rows, _value: rows, choices_for=_places),),
        columns=(
            Column(
                pgettext_lazy("goods", "Name"),
                lambda row: row.product_name,
                "name",
                "e-clip e-span e-wraps",
                is_fixed=True,
            ),
            Column(_("Article"), lambda row: row.sku or row.product.sku, "sku", "e-nowrap e-2"),
            Column(_("On hand"), lambda row: plain(row.on_hand, MILLI), "on_hand", "e-hide", is_number=True),
            Column(_("Reserved"), None, "reserved", "e-hide", is_number=True),
            Column(_("Free"), lambda row: plain(row.free, MILLI), "free", "e-strong e-end", is_number=True),
            Column(_("Short"), None, "short", "e-hide", is_number=True),
            Column(_("Free by warehouse"), None, "where", "e-2 e-nowrap e-brief e-span e-wraps e-small"),
            Column(_("Product"), None, "product", "e-hide", is_number=True, is_silent=True),
        ),
    )
)


def chosen_places(request: HttpRequest) -> list[WarehouseView]:
    """The warehouse that the address names, else all that this person sees."""
    seen = places.seen(staff_of(request))
    wanted = request.GET.get("warehouse", "")
    return [place for place in seen if str(place.id) == wanted] or seen


def rows(shown: Shown[Any], at: Sequence[WarehouseView]) -> list[Row]:
    """The rows of this page: a fixed number of queries whatever their number."""
    ids = [variant.pk for variant in shown.rows]
    views, wanted = variants(ids), {place.id for place in at}
    told = called.goods(views.values())
    held: dict[int, list[StockLine]] = {pk: [] for pk in ids}
    for line in stock_of(ids):
        if line.warehouse.id in wanted:
            held[line.variant].append(line)
    return [_row(views[pk], called.called(told[pk].name, views[pk].name), lines) for pk, lines in held.items()]


def _row(view: VariantView, told: called.Called, lines: Sequence[StockLine]) -> Row:
    sums = {name: sum(getattr(line, name) for line in lines) for name in NAMES}
    where = " · ".join(f"{line.warehouse.name} {numbers.quantity(line.free)}" for line in lines if line.free)
    product = reverse("web:product_prices", args=[view.product_id])
    card = reverse("web:stock_card", args=[view.id])
    return Row(view.id, told.name, told.card, view.sku, view.unit_short, product, card, where=where, **sums)
