"""Products that may be one are looked for, and told apart by a person who knows better."""

from __future__ import annotations

from collections.abc import Collection

from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import doubles
from ..models import Double, Product
from ..types import ProductMergedWithItself, ProductsToldApart, UnknownProduct


@command
def look_for_doubles(work: Work, *, products: Collection[int]) -> int:
    """Compare some products with those that share a barcode, an article or all but one word of a name with them.

    Answers in how many pairs they stand. Nothing is merged: a person decides.
    """
    return doubles.PAIRING.renewed(set(products)) if products else 0


@command
def tell_apart(work: Work, *, product: int, other: int) -> None:
    """These two are not one, and are not proposed again; saying so twice changes nothing."""
    one, two = sorted((product, other))
    if one == two:
        raise ProductMergedWithItself(product=product, into=other)
    known = set(Product.objects.select_for_update().filter(pk__in=(one, two)).values_list("pk", flat=True))
    for stranger in sorted({one, two} - known):
        raise UnknownProduct(product=stranger)
    row, _is_new = Double.objects.get_or_create(one_id=one, other_id=two, defaults={"sureness": 0, "reasons": []})
    if row.apart_at is None:
        Double.objects.filter(pk=row.pk).update(apart_at=work.now, apart_by=work.actor[:64])
        work.tell(ProductsToldApart(f"product:{one}", two))


@command
def perhaps_one_again(work: Work, *, product: int, other: int) -> None:
    """Take back that two are not one: they are proposed again if they still have something in common."""
    one, two = sorted((product, other))
    told = Double.objects.filter(one=one, other=two, apart_at__isnull=False)
    if not told.update(apart_at=None, apart_by=""):
        raise UnknownProduct(product=product)
    doubles.PAIRING.renewed({one, two})
