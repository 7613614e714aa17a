"""Goods for tests, made by the verbs themselves."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from emporion.catalog import commands
from emporion.catalog.types import (
    CategoryCard,
    OptionCard,
    Outcome,
    ProductCard,
    PropertyCard,
    PropertyOutcome,
    VariantCard,
)

BY: dict[str, Any] = {"actor": "staff:1", "origin": "page:/products/"}


def product(name: str = "Cup", **told: Any) -> int:
    """A product without variants; answers its id."""
    (outcome,) = commands.put_products(cards=[ProductCard(name=name, **told)], **BY)
    return outcome.id


def product_on_sale(name: str = "Cup", barcodes: tuple[str, ...] = (), **told: Any) -> tuple[int, int]:
    """A product with its only variant; answers both ids. Its barcodes are such as other systems bring them."""
    more = {field: told.pop(field) for field in ("brand", "weight_grams", "is_hidden") if field in told}
    product, only = commands.add_product(name=name, **told, **BY)
    if more:
        commands.put_products(cards=[ProductCard(product, **more)], **BY)
    if barcodes:
        commands.put_variants(cards=[VariantCard(only, barcodes=barcodes)], **BY)
    return product, only


def variant(name: str = "Cup", **told: Any) -> int:
    """The only variant of a new product; answers its id."""
    return product_on_sale(name, **told)[1]


def category(name: str = "Kitchen", parent_id: int = 0) -> int:
    """A category; answers its id."""
    (outcome,) = commands.put_categories(cards=[CategoryCard(name=name, parent_id=parent_id)], **BY)
    return outcome.id


def text_property(name: str = "Material") -> int:
    """A property of free text; answers its id."""
    (outcome,) = commands.put_properties(cards=[PropertyCard(name=name)], **BY)
    return outcome.id


def choice(name: str = "Colour", options: tuple[str, ...] = ("red", "blue")) -> PropertyOutcome:
    """A property of choice with its options."""
    cards = [PropertyCard(name=name, kind="choice", options=tuple(OptionCard(text) for text in options))]
    (outcome,) = commands.put_properties(cards=cards, **BY)
    return outcome


def put(*cards: ProductCard, **more: Any) -> tuple[Outcome, ...]:
    """The bulk verb with an origin; more are its own arguments."""
    return commands.put_products(cards=cards, **{"actor": "channel:1c", "origin": "message:7", **more})


def png(width: int = 4, height: int = 3) -> bytes:
    """A whole black PNG picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(width)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
