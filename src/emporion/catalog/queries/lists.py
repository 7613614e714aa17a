"""Querysets for pages that list, search and pick."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeAlias, TypedDict, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan

from emporion.kernel.rows import among

from ..models import Category, Picture, Product, ProductCategory, Variant
from ..rules import folded

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


FEW = 20_000
M = TypeVar("M", bound=Model)
Below: TypeAlias = list[tuple[int, int]] | None  # variants that hold a word, each with its product; None: very many
MOST_BRANDS = 500  # to choose from; who has more looks for one by the search


class ListColumns(TypedDict):
    """What the list of products adds to a product."""

    variant_count: int
    main_picture: str | None


def products(
    search: str = "", category_id: int | None = None, hidden: bool | None = False
) -> QuerySet[WithAnnotations[Product, ListColumns]]:
    """Products by name, with `variant_count` and `main_picture` (a file of the storage or None).

    Every word of the search must occur in the name, in any language it was given, in the article, the brand or a
    barcode, whatever its case and accents. A category
    brings those below it. hidden: False only visible ones, True only hidden ones, None both.
    """
    found = Product.objects.select_related("unit").filter(merged_into=None)
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


def _having(found: QuerySet[M], text: str, of: Callable[[str, Below], Q]) -> QuerySet[M]:
    """Those rows of a list whose texts hold every word of a search.

    A word that stands in names alone is met on a walk through the narrow index of names, the list's own order. With one
    that also stands in a barcode or an article of a variant, rows are looked up once and kept by number, because a list
    asks several times; where a good part of the catalog is hit, numbers would be dear again.
    """
    below = _variants_by_word(folded(text).split())
    wanted = [of(word, variants) for word, variants in below.items()]
    if any(variants != [] for variants in below.values()):
        rows = found.model._default_manager.order_by().filter(*wanted)
        numbers = list(rows.values_list("pk", flat=True)[: FEW + 1])
        if len(numbers) <= FEW:
            return found.filter(pk__in=among(numbers))
    return found.filter(*wanted)


def _variants_by_word(words: Sequence[str]) -> dict[str, Below]:
    """The variants whose own texts hold each of some words, all read on one walk; None for words of very many."""
    if not words:
        return {}
    one_of = reduce(or_, (_holding("search_text", word) for word in words))
    met = list(Variant.objects.filter(one_of).values_list("pk", "product_id", "search_text")[: FEW + 1])
    if len(met) > FEW:
        return dict.fromkeys(words)
    met = _ends(met)
    return {word: [(pk, product) for pk, product, text in met if word in text] for word in words}


def _ends(met: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """What met stands for: a variant that was merged is met under the one that stands for it."""
    merged = Variant.objects.filter(merged_into__isnull=False, pk__in=among(pk for pk, _, _ in met)) if met else ()
    end = {row.pk: row.merged_into for row in merged.select_related("merged_into")} if merged else {}
    return [
        (one.pk, one.product_id, text) if (one := end.get(pk)) else (pk, product, text) for pk, product, text in met
    ]


def _of_product(word: str, below: Below) -> Q:
    """The product's own texts, or those of a variant."""
    here = _holding("search_text", word)
    own = here | Q(pk__in=Product.objects.filter(here, merged_into__isnull=False).order_by().values("merged_into"))
    if below is None:
        return own | Q(pk__in=Variant.objects.filter(here).order_by().values("product_id"))
    return own | Q(pk__in=among({product for _, product in below})) if below else own


def _of_variant(word: str, below: Below) -> Q:
    """The texts of the variant's product, or its own."""
    if below == []:
        return _holding("product__search_text", word)
    here = _holding("search_text", word)
    own = here if below is None else Q(pk__in=among(pk for pk, _ in below))
    return own | Q(product__in=Product.objects.filter(here).order_by().values("pk"))


def _holding(field: str, word: str) -> Q:
    """Where a folded word stands in a folded text; LIKE would fold each text again, and takes half as long again."""
    return Q(GreaterThan(StrIndex(field, Value(word)), 0))


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
    found = Variant.objects.select_related("product__unit").filter(merged_into=None)
    if hidden is not None:
        shown = Q(is_hidden=False, product__is_hidden=False)
        found = found.exclude(shown) if hidden else found.filter(shown)
    return _having(found, search, _of_variant).order_by("product__name", "id")


def brands() -> list[str]:
    """Every brand that a product has, by name."""
    found = Product.objects.exclude(brand="").values_list("brand", flat=True).distinct().order_by("brand")
    return list(found[:MOST_BRANDS])
