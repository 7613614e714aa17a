"""One product with everything around it, for its page."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.storage import default_storage

from emporion.kernel.money import Unit

from ..models import Category, Picture, Product, ProductCategory, ProductValue, Protection, Variant
from ..rules import PLACE, field_name, options_of, variant_name
from ..types import (
    CategoryPath,
    PictureLine,
    ProductPage,
    ProtectionLine,
    UnknownProduct,
    ValueLine,
    VariantLine,
)
from .variants import barcodes_of


def product_page(product_id: int) -> ProductPage:
    """Everything the catalog knows of a product, in 8 queries however much that is; refuses an unknown one."""
    row = Product.objects.select_related("unit").filter(pk=product_id).first()
    if row is None:
        raise UnknownProduct(product=product_id)
    return ProductPage(
        id=row.pk,
        name=row.name,
        full_name=row.full_name,
        sku=row.sku,
        description=row.description,
        kind=row.kind,
        unit=Unit(row.unit.code, row.unit.step_thousandths, row.unit.short),
        unit_short=row.unit.short,
        brand=row.brand,
        country=row.country,
        tax_class=row.tax_class,
        weight_grams=row.weight_grams,
        is_hidden=row.is_hidden,
        added_at=row.added_at,
        changed_at=row.changed_at,
        merged_into=row.merged_into_id,
        categories=_categories(product_id),
        values=_values(product_id),
        variants=_variants(row),
        pictures=_pictures(product_id),
        protections=_protections(product_id),
    )


def _categories(product_id: int) -> tuple[CategoryPath, ...]:
    tree = {pk: (name, parent) for pk, name, parent in Category.objects.values_list("id", "name", "parent_id")}
    own = (
        ProductCategory.objects.filter(product=product_id).order_by("category_id").values_list("category_id", flat=True)
    )
    return tuple(CategoryPath(pk, _names(tree, pk)) for pk in own)


def _names(tree: Mapping[int, tuple[str, int | None]], pk: int) -> tuple[str, ...]:
    names: list[str] = []
    at: int | None = pk
    while at is not None:
        name, at = tree[at]
        names.append(name)
    return tuple(reversed(names))


def _values(product_id: int) -> tuple[ValueLine, ...]:
    found: dict[int, list[ProductValue]] = {}
    stored = ProductValue.objects.filter(product=product_id).select_related("property", "option").order_by("position")
    for value in stored:
        found.setdefault(value.property_id, []).append(value)
    return tuple(
        ValueLine(
            property_id=owner,
            property_name=own[0].property.name,
            kind=own[0].property.kind,
            texts=tuple(value.option.text if value.option else value.text for value in own),
            option_ids=tuple(value.option_id for value in own),
        )
        for owner, own in found.items()
    )


def _variants(product: Product) -> tuple[VariantLine, ...]:
    found = list(Variant.objects.filter(product=product).order_by("pk"))
    codes = barcodes_of([row.pk for row in found])
    return tuple(_line(product, row, codes.get(row.pk, ())) for row in found)


def _line(product: Product, row: Variant, codes: tuple[str, ...]) -> VariantLine:
    options = options_of(row.options)
    name = variant_name(product.name, row.name, options)
    return VariantLine(row.pk, name, row.name, row.sku or product.sku, options, codes, row.is_hidden, row.is_default)


def _pictures(product_id: int) -> tuple[PictureLine, ...]:
    return tuple(
        PictureLine(
            row.pk, row.file, default_storage.url(row.file), row.content_hash, row.caption, row.width, row.height
        )
        for row in Picture.objects.filter(product=product_id).order_by("position")
    )


def _protections(product_id: int) -> tuple[ProtectionLine, ...]:
    own = Protection.objects.filter(product=product_id).values_list(*PLACE, "by", "at")
    return tuple(sorted((ProtectionLine(field_name(*row[:3]), *row[3:]) for row in own), key=lambda one: one.field))
