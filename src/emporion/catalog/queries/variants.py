"""Questions about variants: what orders, stock and scanners ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from emporion.kernel.money import Unit
from emporion.kernel.rows import among

from ..models import Barcode, Variant
from ..rules import options_of, variant_name
from ..types import UnknownVariant, VariantView


def variants(ids: Collection[int]) -> dict[int, VariantView]:
    """Variants by id in one query; an unknown one is refused."""
    found = variants_standing(ids)
    if unknown := set(ids) - found.keys():
        raise UnknownVariant(variant=min(unknown))
    return found


def variants_standing(ids: Collection[int]) -> dict[int, VariantView]:
    """Variants by id in one query, for figures that may name what nobody entered; an unknown one is left out."""
    return {view.id: view for view in _views(Variant.objects.filter(pk__in=among(ids)))}


def lock_variants(ids: Collection[int]) -> set[int]:
    """Which of these variants stand; locked until the transaction ends, so that two loads follow each other.

    Only for commands. On PostgreSQL documents may name a locked variant meanwhile; SQLite has one writer anyway.
    """
    locked = Variant.objects.select_for_update(no_key=True).order_by("pk")
    return set(locked.filter(pk__in=among(ids)).values_list("pk", flat=True))


def find_by_barcode(code: str) -> tuple[VariantView, ...]:
    """All variants that carry a code, visible ones first; usually one. For a merged one stands what it became."""
    return _sorted(_views(_standing(Variant.objects.filter(barcodes__code=code.strip()))))


def find_by_sku(sku: str) -> tuple[VariantView, ...]:
    """All variants with an article, their own or their product's, visible ones first; real catalogs repeat articles."""
    wanted = sku.strip()
    if not wanted:
        return ()
    return _sorted(_views(_standing(Variant.objects.filter(Q(sku=wanted) | Q(sku="", product__sku=wanted)))))


def _standing(found: QuerySet[Variant]) -> QuerySet[Variant]:
    """In place of variants that were merged, those that stand for them."""
    ends = {into or pk for pk, into in found.values_list("pk", "merged_into")}
    return Variant.objects.filter(pk__in=ends)


def variants_of(product_ids: Collection[int]) -> dict[int, tuple[VariantView, ...]]:
    """The variants of some products in the order in which they came, in one query."""
    found: dict[int, list[VariantView]] = defaultdict(list)
    for view in _views(Variant.objects.filter(product__in=among(product_ids)).order_by("pk")):
        found[view.product_id].append(view)
    return {product: tuple(views) for product, views in found.items()}


def products_by_variant(product_ids: Collection[int]) -> dict[int, int]:
    """Which of some products each of their variants belongs to."""
    return dict(Variant.objects.filter(product__in=among(product_ids)).values_list("id", "product_id"))


def default_variants(product_ids: Collection[int]) -> dict[int, int]:
    """The default variant of each product that has one; its stock and price are the product's."""
    own = Variant.objects.filter(product__in=among(product_ids), is_default=True).order_by("-pk")
    return dict(own.values_list("product_id", "id"))


def barcodes_of(variant_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The barcodes of some variants, in one query."""
    found: dict[int, list[str]] = defaultdict(list)
    stored = Barcode.objects.filter(variant__in=among(variant_ids)).order_by("code")
    for variant, code in stored.values_list("variant_id", "code"):
        found[variant].append(code)
    return {variant: tuple(codes) for variant, codes in found.items()}


def _sorted(views: list[VariantView]) -> tuple[VariantView, ...]:
    return tuple(sorted(views, key=lambda view: (view.is_hidden, view.id)))


def _views(found: QuerySet[Variant]) -> list[VariantView]:
    return [_view(row) for row in found.select_related("product__unit")]


def _view(row: Variant) -> VariantView:
    product, options = row.product, options_of(row.options)
    return VariantView(
        id=row.pk,
        product_id=product.pk,
        name=variant_name(product.name, row.name, options),
        sku=row.sku or product.sku,
        unit=Unit(product.unit.code, product.unit.step_thousandths, product.unit.short),
        unit_short=product.unit.short,
        kind=product.kind,
        tax_class=product.tax_class,
        weight_grams=product.weight_grams,
        is_hidden=row.is_hidden or product.is_hidden,
        own_name=row.name,
        options=options,
    )
