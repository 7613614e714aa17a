"""What follows for goods from their own facts: what was added or called otherwise is compared with its like."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.journal.types import Heard, Reaction, Work

from .commands import look_for_doubles
from .models import Variant
from .types import ProductAdded, ProductChanged, ProductMerged, ProductUnmerged, VariantAdded, VariantChanged

News = ProductAdded | ProductChanged | VariantAdded | VariantChanged | ProductMerged | ProductUnmerged
COMPARED = {"name", "sku", "brand", "barcodes", "product_id"}


def _compare(work: Work, heard: Sequence[Heard[News]]) -> None:
    products, variants = set[int](), set[int]()
    for fact in heard:
        event = fact.event
        if isinstance(event, ProductChanged | VariantChanged) and not COMPARED & {one.field for one in event.changes}:
            continue
        kind, _colon, number = event.subject.partition(":")
        (products if kind == "product" else variants).add(int(number))
        if isinstance(event, ProductMerged | ProductUnmerged):
            products.add(event.into if isinstance(event, ProductMerged) else event.out_of)
    products |= set(Variant.objects.filter(pk__in=variants).values_list("product_id", flat=True)) if variants else set()
    if products:
        look_for_doubles(work=work.because_of(heard[-1]), products=sorted(products))


COMPARE: Reaction[News] = Reaction(
    "catalog.compare",
    to=(ProductAdded, ProductChanged, VariantAdded, VariantChanged, ProductMerged, ProductUnmerged),
    run=_compare,
)
