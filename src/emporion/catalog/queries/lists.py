"""Querysets for pages that list, search and pick."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, TypedDict, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from emporion.kernel.rows import among

from ..models import Category, Picture, Product, ProductCategory, Variant
from ..rules import folded

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


FEW = 20_000
M = TypeVar("M", bound=Model)
MOST_BRANDS = 500  # to choose from; who has more looks for one by the search


class ListColumns(TypedDict):
    """What the list of products adds to a product."""

    variant_count: int
    main_picture: str | None


def products(
    search: str = "", category_id: int | None = None, hidden: bool | None = False
) -> QuerySet[WithAnnotations[Product, ListColumns]]:
    """Products by name, with `variant_count` and `main_picture` (a file of the storage or None).

    Every word of the search must occur in the name, article or a barcode, whatever its case and accents. A category
    brings those below it. hidden: False only visible ones, True only hidden ones, None both.
    """
    found = Product.objects.select_related("unit")
    if hidden is not None:
        found = found.filter(is_hidden=hidden)
    found = _having(found, search, _of_product)
    if category_id is not None:
        stands = ProductCategory.objects.filter(product=OuterRef("pk"), category__in=_branch(category_id))
        found = found.filter(Exists(stands))
    counted = Variant.objects.filter(product=OuterRef("pk")).order_by().values("product")
    first = Picture.objects.filter(product=OuterRef("pk")).order_by("position").values("file")
    return found.annotate(
        variant_count=Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0),
        main_picture=Subquery(first[:1]),
    ).order_by("name", "id")


def _having(found: QuerySet[M], text: str, of: Callable[[str, bool], Q]) -> QuerySet[M]:
    """Those rows of a list whose texts hold every word of a search.

    A word that stands in names alone is met on a walk through the narrow index of names, the list's own order. With one
    that also stands in a barcode or an article of a variant, rows are looked up once and kept by number, because a list
    asks twice, once to count and once to show; where a good part of the catalog is hit, numbers would be dear again.
    """
    in_variants = {word: Variant.objects.filter(search_text__contains=word).exists() for word in folded(text).split()}
    wanted = [of(word, within) for word, within in in_variants.items()]
    if any(in_variants.values()):
        rows = found.model._default_manager.order_by().filter(*wanted)
        numbers = list(rows.values_list("pk", flat=True)[: FEW + 1])
        if len(numbers) <= FEW:
            return found.filter(pk__in=among(numbers))
    return found.filter(*wanted)


def _of_product(word: str, in_variants: bool) -> Q:
    """The product's own texts, or those of a variant."""
    own, below = Q(search_text__contains=word), Variant.objects.filter(search_text__contains=word).order_by()
    return own | Q(pk__in=below.values("product_id")) if in_variants else own


def _of_variant(word: str, in_variants: bool) -> Q:
    """The texts of the variant's product, or its own."""
    if not in_variants:
        return Q(product__search_text__contains=word)
    above = Product.objects.filter(search_text__contains=word).order_by()
    return Q(search_text__contains=word) | Q(product__in=above.values("pk"))


def _branch(category_id: int) -> Collection[int]:
    """A category and all below it; categories are few, so the tree is read whole."""
    children: dict[int, list[int]] = {}
    for pk, parent in Category.objects.values_list("id", "parent_id"):
        children.setdefault(parent or 0, []).append(pk)
    found, waiting = set(), [category_id]
    while waiting:
        at = waiting.pop()
        found.add(at)
        waiting += children.get(at, ())
    return found


def variants_found(search: str, hidden: bool | None = False) -> QuerySet[Variant]:
    """Variants to pick from, with their product and unit: every word occurs in the variant's or its product's texts."""
    found = Variant.objects.select_related("product__unit")
    if hidden is not None:
        shown = Q(is_hidden=False, product__is_hidden=False)
        found = found.exclude(shown) if hidden else found.filter(shown)
    return _having(found, search, _of_variant).order_by("product__name", "id")


def brands() -> list[str]:
    """Every brand that a product has, by name."""
    found = Product.objects.exclude(brand="").values_list("brand", flat=True).distinct().order_by("brand")
    return list(found[:MOST_BRANDS])
