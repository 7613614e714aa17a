"""Rows of protection, shared by the verbs that make and respect them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from emporion.journal.types import Work
from emporion.kernel.rows import among

from ..models import Protection
from ..rules import PLACE, field_name, field_place
from ..types import FieldsProtected
from .compare import Row, moment

PROTECTION = ("product_id", "variant_id", "property_id", "field", "by", "at")


def protected_fields(products: Collection[int]) -> dict[int, set[str]]:
    """The protected fields of some products, in one query; none when nobody asks."""
    found: dict[int, set[str]] = defaultdict(set)
    if products:
        for row in Protection.objects.filter(product__in=among(products)).values_list("product_id", *PLACE):
            found[row[0]].add(field_name(*row[1:]))
    return found


def guard(work: Work, product: int, names: Sequence[str], standing: set[str]) -> list[Row]:
    """The rows that protect more fields of a product, told as one fact; fields that are protected already are left."""
    fresh = tuple(name for name in names if name not in standing)
    if fresh:
        standing.update(fresh)
        work.tell(FieldsProtected(f"product:{product}", fresh))
    return [(product, *field_place(name), work.actor, moment(work)) for name in fresh]
