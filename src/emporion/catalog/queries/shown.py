"""Which of many stand in sale, without reading them."""

from __future__ import annotations

from collections.abc import Collection

from emporion.kernel.rows import among

from ..models import Product, Variant


def shown_products(product_ids: Collection[int]) -> set[int]:
    """Those of these products that are not hidden, in one query."""
    return set(Product.objects.filter(pk__in=among(product_ids), is_hidden=False).values_list("pk", flat=True))


def shown_variants(variant_ids: Collection[int]) -> dict[int, int]:
    """Those of these variants that are not hidden, each with its product, in one query."""
    return dict(Variant.objects.filter(pk__in=among(variant_ids), is_hidden=False).values_list("pk", "product_id"))
