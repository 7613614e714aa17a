"""What lists find a product by: its name, article, full name and brand, and what it is called in further languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from emporion.kernel import rows
from emporion.kernel.rows import among

from ..models import Product, ProductText
from ..rules import searched_by


def search_text(name: str, sku: str, full_name: str, brand: str, further: Iterable[str] = ()) -> str:
    """The text, the name first because lists stand in its order; what it holds already is not said twice."""
    found = f"{name} {sku}"
    for one in (full_name, brand, *further):
        if one not in found:
            found += f" {one}"
    return searched_by(found)


def further_names(products: Collection[int]) -> dict[int, list[str]]:
    """What products are called in other languages than that of their cards; one query."""
    names = defaultdict[int, list[str]](list)
    if products:
        found = ProductText.objects.filter(product__in=among(products)).order_by("product_id", "language")
        for product, name in found.values_list("product_id", "name"):
            names[product].append(name)
    return names


def search_renewed(products: Collection[int]) -> None:
    """Let products be found by what they are called now; their rows are locked by the caller."""
    names = further_names(products)
    found = Product.objects.filter(pk__in=among(products)).order_by("pk")
    told = found.values_list("pk", "name", "sku", "full_name", "brand")
    renewed = [(search_text(name, sku, full, brand, names.get(pk, ())), pk) for pk, name, sku, full, brand in told]
    rows.update("catalog_product", ("search_text",), "id", renewed)
