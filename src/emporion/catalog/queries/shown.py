"""Which of many stand in sale, and where they stand, without reading them."""

from __future__ import annotations

from collections.abc import Collection

from emporion.kernel.rows import among

from ..models import Product, ProductCategory, Protection, Variant
from ..rules import PLACE, field_name


def shown_products(product_ids: Collection[int]) -> set[int]:
    """Those of these products that are not hidden, in one query."""
    return set(Product.objects.filter(pk__in=among(product_ids), is_hidden=False).values_list("pk", flat=True))


def lock_products(ids: Collection[int]) -> set[int]:
    """Which of these products stand; locked until the transaction ends, so that page and exchange follow each other.

    Only for commands that write what they have looked at before.
    """
    locked = Product.objects.select_for_update(no_key=True).filter(pk__in=among(ids)).order_by("pk")
    return set(locked.values_list("pk", flat=True))


def categories_of(product_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The categories in which some products stand, in one query."""
    found: dict[int, tuple[int, ...]] = {}
    stands = ProductCategory.objects.filter(product__in=among(product_ids)) if product_ids else ()
    for row in stands:
        found[row.product_id] = (*found.get(row.product_id, ()), row.category_id)
    return found


def shown_variants(variant_ids: Collection[int]) -> dict[int, int]:
    """Those of these variants that are not hidden, each with its product, in one query."""
    return dict(Variant.objects.filter(pk__in=among(variant_ids), is_hidden=False).values_list("pk", "product_id"))


def products_with_variants(product_ids: Collection[int]) -> set[int]:
    """Those of these products that have a variant which is not hidden, in one query."""
    shown = Variant.objects.filter(product_id__in=among(product_ids), is_hidden=False)
    return set(shown.values_list("product_id", flat=True))


def product_names(product_ids: Collection[int]) -> dict[int, str]:
    """What some products are called, hidden ones too, in one query."""
    return dict(Product.objects.filter(pk__in=among(product_ids)).values_list("pk", "name"))


def protections_of(product_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The fields of some products that no exchange may overwrite, by their names, in one query."""
    found: dict[int, set[str]] = {}
    stands = Protection.objects.filter(product__in=among(product_ids)).values_list("product_id", *PLACE)
    for product, variant, owner, field in stands:
        found.setdefault(product, set()).add(field_name(variant, owner, field))
    return {product: frozenset(names) for product, names in found.items()}
