"""What is told to the catalog: cards. In a card None means "not told, leave it as it is".

A card with an id speaks of what stands already, a card without one of something new: callers know the identity of
their things. place is the spot in the origin that the card was read from, such as an XML element; the journal keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from emporion.kernel.errors import Refused

from .refusals import NameMissing, NegativeWeight, TextTooLong

ProductKind = Literal["goods", "service", "set"]
PropertyKind = Literal["text", "number", "date", "choice"]
Done = Literal["created", "changed", "unchanged"]
Value = tuple[int, int | None, str]  # property id, option id or None, text (ignored where there is an option)

TEXT_LIMIT = 500  # characters of an indexed text: a row of an index holds at most 2,704 bytes on PostgreSQL
PICTURE_LIMIT = 32 * 1024 * 1024  # bytes
PIECES = "796"  # OKEI


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit of measure under its OKEI code (796 pieces, 166 kilograms); the code is its identity.

    step_thousandths is the smallest amount that can be sold: 1000 for pieces, 1 for what is weighed or measured.
    """

    code: str
    short: str | None = None
    full_name: str | None = None
    international: str | None = None
    step_thousandths: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class TextCard:
    """What a product is called in one more language, such as el; an empty name takes the language away."""

    product_id: int
    language: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A group of goods. parent_id 0 puts it at the top; under is the index of the parent's card in the same call."""

    id: int | None = None
    name: str | None = None
    parent_id: int | None = None
    under: int | None = None
    position: int | None = None
    is_hidden: bool | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class OptionCard:
    """One answer of a property of choice. Without an id the option of the same text is taken, or a new one made."""

    text: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PropertyCard:
    """A property with the options it tells; options that it does not name stay."""

    id: int | None = None
    name: str | None = None
    kind: PropertyKind | None = None
    options: tuple[OptionCard, ...] | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product. category_ids and values are whole lists: what they do not name is taken off.

    unit is an OKEI code; description is text or HTML, which gets cleaned; tax_class is a name such as "standard".
    protects says that the fields this card changes may not be overwritten by an exchange from now on.
    """

    id: int | None = None
    name: str | None = None
    full_name: str | None = None
    sku: str | None = None
    description: str | None = None
    kind: ProductKind | None = None
    unit: str | None = None
    brand: str | None = None
    country: str | None = None
    tax_class: str | None = None
    weight_grams: int | None = None
    is_hidden: bool | None = None
    category_ids: tuple[int, ...] | None = None
    values: tuple[Value, ...] | None = None
    protects: bool = False
    place: str = ""

    def refusal(self) -> Refused | None:
        """What is wrong with the card by itself, without asking the database; None when nothing is."""
        if (self.name is not None and not self.name.strip()) or (self.id is None and self.name is None):
            return NameMissing()
        for field, text in (("name", self.name), ("sku", self.sku), ("brand", self.brand)):
            if text is not None and len(text) > TEXT_LIMIT:
                return TextTooLong(field=field, length=len(text), limit=TEXT_LIMIT)
        if self.weight_grams is not None and self.weight_grams < 0:
            return NegativeWeight(grams=self.weight_grams)
        return None


@dataclass(frozen=True, slots=True)
class VariantCard:
    """One sellable variant of a product, such as size 35 in red: options are pairs of name and value.

    An empty name means that the product's name and the options say it all. barcodes is a whole list.
    """

    id: int | None = None
    product_id: int | None = None
    name: str | None = None
    sku: str | None = None
    options: tuple[tuple[str, str], ...] | None = None
    barcodes: tuple[str, ...] | None = None
    is_hidden: bool | None = None
    is_default: bool | None = None
    protects: bool = False
    place: str = ""

    def refusal(self) -> Refused | None:
        """What is wrong with the card by itself, without asking the database; None when nothing is."""
        for field, text in (
            ("name", self.name),
            ("sku", self.sku),
            *(("barcode", code) for code in self.barcodes or ()),
        ):
            if text is not None and len(text) > TEXT_LIMIT:
                return TextTooLong(field=field, length=len(text), limit=TEXT_LIMIT)
        return None


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture whose bytes are kept already (see keep_picture): its file in the storage, the hash of its content."""

    file: str
    content_hash: str
    caption: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class PicturesCard:
    """The pictures of a product in their order, the first is the main one. whole=False adds them to those it has."""

    product_id: int
    pictures: tuple[PictureCard, ...]
    whole: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class FieldsBack:
    """Earlier values of one product or variant: fields as facts name them, values as they tell what stood before.

    subject is product:5 or variant:9; None stands for a property that had no value.
    """

    subject: str
    fields: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a card. kept names the told fields that were left alone because a person protects them."""

    id: int
    done: Done
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyOutcome:
    """What became of a property's card; option_ids stand in the order of its options."""

    id: int
    done: Done
    option_ids: tuple[int, ...] = ()
