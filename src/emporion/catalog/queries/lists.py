"""Querysets for pages that list, search and pick."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Category, Picture, Product, ProductCategory, Variant
from ..rules import folded

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


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
    if words := folded(search).split():
        found = found.filter(pk__in=_with_words(words))
    if category_id is not None:
        stands = ProductCategory.objects.filter(product=OuterRef("pk"), category__in=_branch(category_id))
        found = found.filter(Exists(stands))
    counted = Variant.objects.filter(product=OuterRef("pk")).order_by().values("product")
    first = Picture.objects.filter(product=OuterRef("pk")).order_by("position").values("file")
    return found.annotate(
        variant_count=Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0),
        main_picture=Subquery(first[:1]),
    ).order_by("name", "id")


def _with_words(words: Sequence[str]) -> QuerySet[Product, int]:
    """Products that all the words occur in, as a question of its own.

    Asked within the list, SQLite walks the order of the list and reads every row of it: five times as long.
    """
    found = Product.objects.order_by()
    for word in words:
        own = Variant.objects.filter(search_text__contains=word)
        found = found.filter(Q(search_text__contains=word) | Q(pk__in=own.values("product_id")))
    return found.values_list("pk", flat=True)


def _variants_with_words(words: Sequence[str]) -> QuerySet[Variant, int]:
    """Variants that all the words occur in, their product's texts counted in; a question of its own for the same."""
    found = Variant.objects.order_by()
    for word in words:
        products = Product.objects.filter(search_text__contains=word)
        found = found.filter(Q(search_text__contains=word) | Q(product__in=products.values("pk")))
    return found.values_list("pk", flat=True)


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
    if words := folded(search).split():
        found = found.filter(pk__in=_variants_with_words(words))
    return found.order_by("product__name", "id")


def brands() -> list[str]:
    """Every brand that a product has, by name."""
    found = Product.objects.exclude(brand="").values_list("brand", flat=True).distinct().order_by("brand")
    return list(found[:MOST_BRANDS])
