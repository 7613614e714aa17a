"""Fields that a person keeps from being overwritten by an exchange."""

from __future__ import annotations

import re
from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Product, Protection
from ..types import FieldsReleased, UnknownField, UnknownProduct
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
    rows.insert(
        "catalog_protection", PROTECTION, guard(work, product_id, fields, protected_fields([product_id])[product_id])
    )


@command
def unprotect_fields(work: Work, *, product_id: int, fields: Sequence[str]) -> None:
    """Let an exchange write these fields again; fields that nobody protects are passed over."""
    standing = Protection.objects.filter(product=product_id, field__in=fields)
    names = tuple(sorted(standing.values_list("field", flat=True)))
    if names:
        standing.delete()
        work.tell(FieldsReleased(f"product:{product_id}", names))
