"""What may be the same product twice: what is compared of each, and the pairs found by the keys that doubles share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from emporion.kernel.pairing import Pair, Pairing
from emporion.kernel.rows import among

from .likeness import Sight, compared, keys
from .models import Barcode, Double, DoubleKey, Product


def sights(products: Collection[int]) -> dict[int, Sight]:
    """What is compared of those of some products that stand; two queries."""
    codes = defaultdict[int, set[str]](set)
    for product, code in Barcode.objects.filter(variant__product__in=among(products)).values_list(
        "variant__product_id", "code"
    ):
        codes[product].add(code)
    stand = Product.objects.filter(pk__in=among(products), merged_into=None)
    return {row[0]: Sight(*row, frozenset(codes[row[0]])) for row in stand.values_list("pk", "name", "sku", "brand")}


def _told_apart(pairs: Collection[Pair]) -> set[Pair]:
    """Those of some pairs of which a person said that they are two, of these or of those merged into them."""
    products = {pk for pair in pairs for pk in pair}
    if not products:
        return set()
    merged = Product.objects.filter(merged_into__in=among(products)).values_list("pk", "merged_into")
    return PAIRING.told_apart_among({pk: pk for pk in products} | {pk: into or pk for pk, into in merged})


PAIRING = Pairing(DoubleKey, "product_id", Double, sights, keys, compared, _told_apart)
