"""What the catalog answers."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class DoubleSide:
    """One of two products that may be one, as a list shows it."""

    id: int
    name: str
    sku: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class DoubleView:
    """Two products that may be one: how sure it is and why, by the codes of `likeness`; apart_by said they are two."""

    id: int
    one: DoubleSide
    other: DoubleSide
    sureness: int
    reasons: tuple[str, ...]
    apart_at: datetime | None
    apart_by: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge of goods that can be undone; name is the merged one's own.

    gives_back: fields that return to what they were, as (was, is); stays: fields taken over that have changed since.
    variants: which variant each of the double's became, 0 for one that came over whole; keys: outside keys led over.
    """

    product: int
    name: str
    into: int
    at: datetime
    actor: str
    gives_back: Mapping[str, tuple[str, str]]
    stays: Mapping[str, tuple[str, str]]
    variants: Mapping[int, int]
    keys: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do. offered: fields to be chosen as (what stays has, what comes has).

    lacking: those of them the one that stays lacks; kept: those it protects, which stay. matches: the variant that each
    of the double's is proposed to become, 0 for none; keys: outside keys by connection that will lead over.
    """

    offered: Mapping[str, tuple[str, str]]
    lacking: tuple[str, ...]
    kept: tuple[str, ...]
    matches: Mapping[int, int]
    keys: Mapping[int, int]
