"""Products as they are searched: by their names in every language, brand, article, barcode, and those of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from emporion.journal.types import Event
from emporion.search.types import Entry, Searchable

from .models import Barcode, Product, ProductText, Variant
from .types import (
    ProductAdded,
    ProductChanged,
    ProductMerged,
    ProductTextsPut,
    ProductUnmerged,
    VariantAdded,
    VariantChanged,
)


def _touched(events: Sequence[Event]) -> set[str]:
    """The products that facts speak of, those of variants by their product."""
    found = {event.subject.removeprefix("product:") for event in events if event.subject.startswith("product:")}
    found |= {str(event.product_id) for event in events if isinstance(event, VariantAdded)}
    variants = {int(event.subject.removeprefix("variant:")) for event in events if isinstance(event, VariantChanged)}
    of = Variant.objects.filter(pk__in=variants).values_list("product_id", flat=True) if variants else ()
    found |= {str(product) for product in of}
    found |= {str(event.into) for event in events if isinstance(event, ProductMerged)}
    found |= {str(event.out_of) for event in events if isinstance(event, ProductUnmerged)}
    merged = Product.objects.filter(pk__in=map(int, found), merged_into__isnull=False)
    return found | {str(into) for into in merged.values_list("merged_into", flat=True)}


def _read(keys: Collection[str]) -> Iterator[Entry]:
    """Products that stand, found also by all that those merged into them are called and bear."""
    stand = list(Product.objects.filter(pk__in=map(int, keys), merged_into=None).values_list("pk", flat=True))
    root = {pk: pk for pk in stand}
    root |= {
        pk: into or pk for pk, into in Product.objects.filter(merged_into__in=stand).values_list("pk", "merged_into")
    }
    texts: dict[int, list[str]] = {pk: [] for pk in stand}
    codes = defaultdict[int, list[str]](list)
    products = Product.objects.filter(pk__in=root)
    for pk, name, full_name, brand, sku in products.values_list("pk", "name", "full_name", "brand", "sku"):
        texts[root[pk]] += [name, full_name, brand]
        codes[root[pk]].append(sku)
    for pk, name in ProductText.objects.filter(product__in=root).values_list("product_id", "name"):
        texts[root[pk]].append(name)
    for pk, name, sku in Variant.objects.filter(product__in=root).values_list("product_id", "name", "sku"):
        texts[root[pk]].append(name)
        codes[root[pk]].append(sku)
    barcodes = Barcode.objects.filter(variant__product__in=root)
    for pk, code in barcodes.values_list("variant__product_id", "code"):
        codes[root[pk]].append(code)
    for pk, found in texts.items():
        yield Entry(str(pk), texts=tuple(found), codes=tuple(codes[pk]))


def _after(last: str, limit: int) -> list[str]:
    found = Product.objects.filter(pk__gt=int(last or 0)).order_by("pk").values_list("pk", flat=True)
    return [str(pk) for pk in found[:limit]]


PRODUCTS = Searchable(
    "product",
    "p",
    (ProductAdded, ProductChanged, ProductTextsPut, VariantAdded, VariantChanged, ProductMerged, ProductUnmerged),
    touched=_touched,
    read=_read,
    after=_after,
)
