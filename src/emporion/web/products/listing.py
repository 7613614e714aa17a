"""The list of products with a price and what is free, read for the rows of one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy, pgettext_lazy

from emporion.accounts.queries import Asker, may_somewhere
from emporion.catalog import queries as catalog
from emporion.pricing.queries import with_lowest_price
from emporion.pricing.types import PriceTypeView
from emporion.stock.queries import free_at

from .. import called
from ..lists import Column, Filter, List, Several, Shown, Sort, View, enter
from ..notes import id_in
from ..rights import staff_of
from ..scope import warehouses_within
from ..settings.words import tax_class, tax_classes
from ..status import Status
from .bulk import ACTS, INDENT as INDENT
from .sight import visible_types as visible_types

SHOWN, HIDDEN = Status(lazy("On sale"), "good", "4"), Status(lazy("Hidden"), "idle", "x")

NAMED = "e-clip e-span e-wraps"  # the one column that gives way


def _categories() -> Iterable[tuple[str, str]]:
    return [(str(node.id), f"{INDENT * node.depth}{node.name}") for node in catalog.category_tree()]


def _brands() -> Iterable[tuple[str, str]]:
    return [(brand, brand) for brand in catalog.brands()]


def _hidden(request: HttpRequest) -> frozenset[str]:
    """Figures that this person's role does not meet."""
    asker = staff_of(request)
    lacks = {"price"} if not may_somewhere(asker, "pricing.view") else set()
    return frozenset(lacks if may_somewhere(asker, "stock.view") else lacks | {"free"})


LIST: List[Any] = enter(
    List(
        name="products",
        title=lazy("Products"),
        url="web:products",
        right="catalog.view",
        rows=lambda request: asked_rows(request, None),
        hides=_hidden,
        acts=ACTS,
        sorts=(
            Sort("name", pgettext_lazy("goods", "Name"), ("search_text", "id"), "name"),
            Sort("back", lazy("Name, from the end"), ("-search_text", "-id"), "name"),
            Sort("new", lazy("Newest"), ("-id",), "number"),
        ),
        views=(
            View("shown", lazy("On sale"), Q(is_hidden=False), counted=False),
            View("hidden", lazy("Hidden"), Q(is_hidden=True), counted=False),
            View("all", lazy("All"), counted=False),
        ),
        filters=(
            Filter("category", lazy("Group"), _categories, lambda rows, _value: rows),
            Several("brand", lazy("Brand"), _brands, lambda rows, brands: rows.filter(brand__in=brands)),
            Several("tax", lazy("Tax class"), tax_classes, lambda rows, some: rows.filter(tax_class__in=some)),
        ),
        columns=(
            Column(lazy("Number"), lambda row: row.pk, "number", "e-2 e-hide", is_number=True, is_usual=False),
            Column(pgettext_lazy("goods", "Name"), lambda row: row.name, "name", NAMED, is_fixed=True),
            Column(lazy("Article"), lambda row: row.sku, "sku", "e-nowrap e-2"),
            Column(lazy("Brand"), lambda row: row.brand, "brand", "e-nowrap e-2 e-hide", is_usual=False),
            Column(lazy("Tax class"), lambda row: row.tax_class, "tax", "e-nowrap e-2 e-hide", is_usual=False),
            Column(lazy("Variants"), lambda row: row.variant_count, "variants", "e-hide", is_number=True),
            Column(lazy("Price"), None, "price", "e-strong e-end", is_number=True),
            Column(lazy("Free"), None, "free", is_number=True),
            Column(lazy("Status"), None, "status", "e-nowrap e-end"),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """A product of the list; price in 10^-6, free in thousandths; picture an address or "".

    card_name: what its card calls it, where that is another name; the list is ordered and searched by it.
    """

    id: int
    name: str
    card_name: str
    sku: str
    brand: str
    tax: str
    url: str
    picture: str
    variants: int
    price_micro: int | None
    free: int | None
    unit: str
    state: Status

    @property
    def few(self) -> str:
        """One variant is nothing to look at."""
        return "e-none" if self.variants <= 1 else ""

    @property
    def none(self) -> str:
        """Nothing free is grey."""
        return "" if self.free else "e-none"


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
    """The rows of this page: six queries whatever their number."""
    products = list(shown.rows)
    names = called.products((product.pk, product.name) for product in products)
    sees_stock = may_somewhere(staff_of(request), "stock.view")
    free = _free(staff_of(request), [product.pk for product in products]) if sees_stock else {}
    return [_row(one, names[one.pk], free.get(one.pk, 0) if sees_stock else None) for one in products]


def _row(product: Any, told: called.Called, free: int | None) -> Row:
    return Row(
        id=product.pk,
        name=told.name,
        card_name=told.card,
        sku=product.sku,
        brand=product.brand,
        tax=tax_class(product.tax_class),
        url=reverse("web:product", args=[product.pk]),
        picture=default_storage.url(product.main_picture) if product.main_picture else "",
        variants=product.variant_count,
        price_micro=getattr(product, "price_micro", None),
        free=free,
        unit=product.unit.short,
        state=HIDDEN if product.is_hidden else SHOWN,
    )


def _free(asker: Asker, products: Sequence[int]) -> Mapping[int, int]:
    covered = [place.id for place in warehouses_within(asker, "stock.view")]
    owner, free = catalog.products_by_variant(products), Counter[int]()
    for variant, quantity in free_at(covered, owner).items():
        free[owner[variant]] += quantity
    return free


def empty_words() -> dict[str, str]:
    """What stands in the place of an empty list."""
    return {
        "title": _("No products yet"),
        "sentence": _("They come with the first exchange, or add one here by hand."),
    }
