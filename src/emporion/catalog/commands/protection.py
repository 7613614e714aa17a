"""Fields that a person keeps from being overwritten by an exchange."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Product, Property, Protection, Variant
from ..rules import PLACE, field_name, field_place
from ..types import FieldsReleased, UnknownField, UnknownProduct, UnknownProperty, UnknownVariant
from .guards import PROTECTION, guard, protected_fields
from .product_desk import FIELDS

LISTS = ("categories", "pictures")
_INDIRECT = re.compile(r"value:\d+|variant:\d+:(name|sku|options|barcodes|is_hidden|is_default)")


@command
def protect_fields(work: Work, *, product_id: int, fields: Sequence[str]) -> None:
    """Keep fields of a product as they are, whatever an exchange tells. Refuses a name that is no field.

    Fields are named as on the card; "value:7" is the value of property 7, "variant:3:sku" a field of variant 3.
    """
    for name in fields:
        if name not in (*FIELDS, *LISTS) and not _INDIRECT.fullmatch(name):
            raise UnknownField(field=name, known=", ".join((*FIELDS, *LISTS)))
    if not Product.objects.select_for_update(no_key=True).filter(pk=product_id).exists():
        raise UnknownProduct(product=product_id)
    _must_stand(product_id, fields)
    rows.insert(
        "catalog_protection", PROTECTION, guard(work, product_id, fields, protected_fields([product_id])[product_id])
    )


def _must_stand(product_id: int, fields: Sequence[str]) -> None:
    """Refuse fields of variants that are not the product's, and values of properties that nobody added."""
    places = [field_place(name) for name in fields]
    for variant in {place[0] for place in places if place[0] is not None}:
        if not Variant.objects.filter(pk=variant, product=product_id).exists():
            raise UnknownVariant(variant=variant)
    for number in {place[1] for place in places if place[1] is not None}:
        if not Property.objects.filter(pk=number).exists():
            raise UnknownProperty(property=number)


@command
def unprotect_fields(work: Work, *, fields: Mapping[int, Collection[str]]) -> None:
    """Let an exchange write these fields of products again, told by product; what nobody protects is passed over."""
    standing = Protection.objects.filter(product__in=rows.among(fields)).values_list("product", "pk", *PLACE)
    gone: dict[int, dict[str, int]] = {}
    for product, pk, *place in standing:
        if (name := field_name(*place)) in fields[product]:
            gone.setdefault(product, {})[name] = pk
    Protection.objects.filter(pk__in=rows.among([pk for found in gone.values() for pk in found.values()])).delete()
    for product, found in gone.items():
        work.tell(FieldsReleased(f"product:{product}", tuple(sorted(found))))
