"""What the catalog answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from emporion.kernel.money import Unit

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VariantView:
    """One thing that can be sold, as orders and stock need it.

    name is complete (the product's name with the options where the variant has none of its own), sku the variant's or
    else the product's; is_hidden is true when either of them is hidden. own_name and options are what the variant adds
    to its product's name.
    """

    id: int
    product_id: int
    name: str
    sku: str
    unit: Unit
    unit_short: str
    kind: str
    tax_class: str
    weight_grams: int
    is_hidden: bool
    own_name: str
    options: Options

    @property
    def key(self) -> str:
        """Its unit in the ledger."""
        return f"v{self.id}"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A product's name and description in one language."""

    language: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A variant on its product's page."""

    id: int
    name: str
    own_name: str
    sku: str
    options: Options
    barcodes: tuple[str, ...]
    is_hidden: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class ValueLine:
    """All values of one property of a product, in the order in which they were told."""

    property_id: int
    property_name: str
    kind: str
    texts: tuple[str, ...]
    option_ids: tuple[int | None, ...]

    @property
    def text(self) -> str:
        """The values as one line."""
        return ", ".join(self.texts)


@dataclass(frozen=True, slots=True)
class CategoryPath:
    """A category of a product with the names from the top down."""

    id: int
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The way to it, such as Home › Kitchen › Cups."""
        return " › ".join(self.names)


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture of a product; url is where the storage serves it."""

    id: int
    file: str
    url: str
    content_hash: str
    caption: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class ProtectionLine:
    """A field that no exchange may overwrite, and who said so."""

    field: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything the catalog knows of a product; description is clean HTML."""

    id: int
    name: str
    full_name: str
    sku: str
    description: str
    kind: str
    unit: Unit
    unit_short: str
    brand: str
    country: str
    tax_class: str
    weight_grams: int
    is_hidden: bool
    added_at: datetime
    changed_at: datetime
    merged_into: int | None
    categories: tuple[CategoryPath, ...]
    values: tuple[ValueLine, ...]
    variants: tuple[VariantLine, ...]
    pictures: tuple[PictureLine, ...]
    protections: tuple[ProtectionLine, ...]

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"product:{self.id}"

    @property
    def subjects(self) -> tuple[str, ...]:
        """Its own name in the journal and those of its variants, for one timeline of all."""
        return (self.subject, *(f"variant:{variant.id}" for variant in self.variants))


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category in the order in which the tree is read; products counts the visible ones that stand in it directly."""

    id: int
    parent_id: int
    name: str
    depth: int
    is_hidden: bool
    products: int


@dataclass(frozen=True, slots=True)
class OptionView:
    """An answer that can be chosen."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property with its options in the order in which they came."""

    id: int
    name: str
    kind: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit of measure."""

    code: str
    short: str
    full_name: str
    international: str
    step_thousandths: int
