"""The list of products with a price and what is free, read for the rows of one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy, pgettext_lazy

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.catalog import queries as catalog
from emporion.pricing.queries import price_types, with_lowest_price
from emporion.pricing.types import PriceTypeView
from emporion.stock.queries import stock_of

from ..lists import Column, Filter, List, Shown, Sort, View
from ..notes import id_in
from ..rights import staff_of
from ..status import Status

SHOWN, HIDDEN = Status(lazy("On sale"), "good", "4"), Status(lazy("Hidden"), "idle", "x")
INDENT = "\u2003"


def _categories() -> Iterable[tuple[str, str]]:
    return [(str(node.id), f"{INDENT * node.depth}{node.name}") for node in catalog.category_tree()]


LIST: List[Any] = List(
    sorts=(
        Sort("name", pgettext_lazy("goods", "Name"), ("name", "id")),
        Sort("back", lazy("Name, from the end"), ("-name", "-id")),
        Sort("new", lazy("Newest"), ("-id",)),
    ),
    views=(
        View("shown", lazy("On sale"), Q(is_hidden=False), counted=False),
        View("hidden", lazy("Hidden"), Q(is_hidden=True), counted=False),
        View("all", lazy("All"), counted=False),
    ),
    filters=(Filter("category", lazy("Group"), _categories, lambda rows, _value: rows),),
    columns=(
        Column(lazy("Number"), lambda row: row.pk),
        Column(pgettext_lazy("goods", "Name"), lambda row: row.name),
        Column(lazy("Article"), lambda row: row.sku),
        Column(lazy("Variants"), lambda row: row.variant_count),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A product of the list; price in 10^-6, free in thousandths; picture an address or ""."""

    id: int
    name: str
    sku: str
    url: str
    picture: str
    variants: int
    price_micro: int | None
    free: int | None
    unit: str
    state: Status


def visible_types(asker: Asker) -> list[PriceTypeView]:
    """Price types this person may see; what goods cost has a right of its own."""
    if not may_somewhere(asker, "pricing.view"):
        return []
    return [kind for kind in price_types() if not kind.is_cost or may(asker, "pricing.see_cost")]


def chosen_type(request: HttpRequest, types: Sequence[PriceTypeView]) -> PriceTypeView | None:
    """The price type that the address names, else the first."""
    wanted = request.GET.get("price_type", "")
    return next((kind for kind in types if str(kind.id) == wanted), types[0] if types else None)


def asked_rows(request: HttpRequest, kind: PriceTypeView | None) -> QuerySet[Any]:
    """The products that search and category leave, hidden ones among them; the view sorts those out."""
    category = id_in(request.GET.get("category", ""))
    asked = request.GET.get("q", "").strip()[:100]
    found: QuerySet[Any] = catalog.products(asked, category, hidden=None)
    return with_lowest_price(found, kind.id) if kind else found


def rows(request: HttpRequest, shown: Shown[Any]) -> list[Row]:
    """The rows of this page: five queries whatever their number."""
    products = list(shown.rows)
    sees_stock = may_somewhere(staff_of(request), "stock.view")
    free = _free([product.pk for product in products]) if sees_stock else {}
    return [_row(product, free.get(product.pk, 0) if sees_stock else None) for product in products]


def _row(product: Any, free: int | None) -> Row:
    return Row(
        id=product.pk,
        name=product.name,
        sku=product.sku,
        url=reverse("web:product", args=[product.pk]),
        picture=default_storage.url(product.main_picture) if product.main_picture else "",
        variants=product.variant_count,
        price_micro=getattr(product, "price_micro", None),
        free=free,
        unit=product.unit.short,
        state=HIDDEN if product.is_hidden else SHOWN,
    )


def _free(products: Sequence[int]) -> Mapping[int, int]:
    owner = {view.id: product for product, views in catalog.variants_of(products).items() for view in views}
    free: dict[int, int] = defaultdict(int)
    for line in stock_of(owner):
        free[owner[line.variant]] += line.free
    return free


def empty_words() -> dict[str, str]:
    """What stands in the place of an empty list."""
    return {
        "title": _("No products yet"),
        "sentence": _("They come with the first exchange, or add one here by hand."),
    }
