"""One product at a time, as a page edits it; the same verbs as a load of thousands."""

from __future__ import annotations

from dataclasses import replace

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..types import PIECES, Outcome, ProductCard, ProductKind, VariantCard
from .products import put_products
from .variants import put_variants


@command
def add_product(
    work: Work,
    *,
    name: str,
    sku: str = "",
    unit: str = PIECES,
    kind: ProductKind = "goods",
    tax_class: str = "standard",
    barcodes: tuple[str, ...] = (),
    category_ids: tuple[int, ...] = (),
) -> tuple[int, int]:
    """Put a product on sale together with its only variant; answers both ids, the product's first."""
    card = ProductCard(name=name, sku=sku, unit=unit, kind=kind, tax_class=tax_class, category_ids=category_ids)
    (product,) = put_products(work=work, cards=[card])
    only = VariantCard(product_id=product.id, barcodes=barcodes, is_default=True)
    (variant,) = put_variants(work=work, cards=[only])
    return product.id, variant.id


@command
def edit_product(work: Work, *, card: ProductCard, protects: bool = True) -> Outcome:
    """Change a product by hand; by default no exchange may overwrite the fields that change from then on."""
    (outcome,) = put_products(work=work, cards=[replace(card, protects=protects)])
    return outcome


@command
def add_variant(
    work: Work,
    *,
    product_id: int,
    options: tuple[tuple[str, str], ...] = (),
    name: str = "",
    sku: str = "",
    barcodes: tuple[str, ...] = (),
) -> int:
    """Offer a product in one more variant; answers its id."""
    card = VariantCard(product_id=product_id, name=name, sku=sku, options=options, barcodes=barcodes)
    (outcome,) = put_variants(work=work, cards=[card])
    return outcome.id
