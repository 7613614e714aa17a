"""What goods are recognised by: names, articles, barcodes, and the options of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from emporion.kernel.rows import among, chunks

from ..models import Barcode, Product

PART = 500  # marks in one question


class ProductMarks(NamedTuple):
    """A product's name and article, with the barcodes of all its variants."""

    name: str
    sku: str
    barcodes: tuple[str, ...]


def products_marked(names: Collection[str], skus: Collection[str], barcodes: Collection[str]) -> set[int]:
    """Products that bear any of these names, articles or barcodes just as they are written; found by the indexes."""
    found: set[int] = set()
    for part in chunks(names, PART):
        found |= set(Product.objects.filter(name__in=part).values_list("pk", flat=True))
    for part in chunks(skus, PART):
        found |= set(Product.objects.filter(sku__in=part).values_list("pk", flat=True))
    for part in chunks(barcodes, PART):
        found |= set(Barcode.objects.filter(code__in=part).values_list("variant__product", flat=True))
    return found


def marks_of(product_ids: Collection[int]) -> dict[int, ProductMarks]:
    """By product what it is recognised by, in two queries; products nobody knows are left out."""
    codes: defaultdict[int, list[str]] = defaultdict(list)
    stored = Barcode.objects.filter(variant__product__in=among(product_ids)).order_by("code")
    for product, code in stored.values_list("variant__product", "code"):
        codes[product].append(code)
    found = Product.objects.filter(pk__in=among(product_ids)).values_list("pk", "name", "sku")
    return {pk: ProductMarks(name, sku, tuple(codes.get(pk, ()))) for pk, name, sku in found}
