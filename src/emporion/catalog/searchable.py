"""Products as they are searched: by their names in every language, brand, article, barcode, and those of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from emporion.journal.types import Event
from emporion.search.types import Entry, Searchable

from .models import Barcode, Product, ProductText, Variant
from .types import ProductAdded, ProductChanged, ProductTextsPut, VariantAdded, VariantChanged


def _touched(events: Sequence[Event]) -> set[str]:
    """The products that facts speak of, those of variants by their product."""
    found = {event.subject.removeprefix("product:") for event in events if event.subject.startswith("product:")}
    found |= {str(event.product_id) for event in events if isinstance(event, VariantAdded)}
    variants = {int(event.subject.removeprefix("variant:")) for event in events if isinstance(event, VariantChanged)}
    of = Variant.objects.filter(pk__in=variants).values_list("product_id", flat=True) if variants else ()
    return found | {str(product) for product in of}


def _read(keys: Collection[str]) -> Iterator[Entry]:
    products = Product.objects.filter(pk__in=map(int, keys), merged_into=None)
    texts, codes = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for pk, name, full_name, brand, sku in products.values_list("pk", "name", "full_name", "brand", "sku"):
        texts[pk] += [name, full_name, brand]
        codes[pk].append(sku)
    for pk, name in ProductText.objects.filter(product__in=texts).values_list("product_id", "name"):
        texts[pk].append(name)
    for pk, name, sku in Variant.objects.filter(product__in=texts).values_list("product_id", "name", "sku"):
        texts[pk].append(name)
        codes[pk].append(sku)
    barcodes = Barcode.objects.filter(variant__product__in=texts)
    for pk, code in barcodes.values_list("variant__product_id", "code"):
        codes[pk].append(code)
    for pk in texts:
        yield Entry(str(pk), texts=tuple(texts[pk]), codes=tuple(codes[pk]))


def _after(last: str, limit: int) -> list[str]:
    found = Product.objects.filter(pk__gt=int(last or 0)).order_by("pk").values_list("pk", flat=True)
    return [str(pk) for pk in found[:limit]]


PRODUCTS = Searchable(
    "product",
    "p",
    (ProductAdded, ProductChanged, ProductTextsPut, VariantAdded, VariantChanged),
    touched=_touched,
    read=_read,
    after=_after,
)
