"""One product at a time, as a page edits it; the same verbs as a load of thousands."""

from __future__ import annotations

from dataclasses import replace

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Product, Variant
from ..queries import find_by_barcode, variants
from ..rules import check_digit, is_gtin, options_of
from ..types import (
    PIECES,
    BarcodeDigitWrong,
    BarcodeTaken,
    Options,
    Outcome,
    ProductCard,
    ProductKind,
    VariantCard,
    VariantStands,
)
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
    """Put a product on sale together with its only variant; answers both ids, the product's first.

    Refuses a barcode that no scanner reads, and one that another variant has.
    """
    _must_be_free(barcodes)
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
    """Offer a product in one more variant; answers its id.

    Refuses options that a variant of the product has already, a barcode that no scanner reads, and one that another
    variant has.
    """
    Product.objects.select_for_update(no_key=True).filter(pk=product_id).first()  # two who add the same wait here
    _must_be_new(product_id, options)
    _must_be_free(barcodes)
    card = VariantCard(product_id=product_id, name=name, sku=sku, options=options, barcodes=barcodes)
    (outcome,) = put_variants(work=work, cards=[card])
    return outcome.id


def _must_be_free(barcodes: tuple[str, ...]) -> None:
    """A code entered by hand fits its check digit and names nothing else yet."""
    for code in filter(None, map(str.strip, barcodes)):
        if is_gtin(code) and int(code[-1]) != (digit := check_digit(code)):
            raise BarcodeDigitWrong(barcode=code, digit=digit)
        if owners := find_by_barcode(code):
            raise BarcodeTaken(barcode=code, name=owners[0].name, product=owners[0].product_id)


def _must_be_new(product: int, options: Options) -> None:
    wanted = _alike(options)
    for pk, stored in Variant.objects.filter(product=product).values_list("pk", "options") if wanted else ():
        if _alike(options_of(stored)) == wanted:
            raise VariantStands(name=variants([pk])[pk].name)


def _alike(options: Options) -> frozenset[tuple[str, str]]:
    """Options as they are told apart: in any order, in any letters."""
    return frozenset((name.strip().casefold(), value.strip().casefold()) for name, value in options)
