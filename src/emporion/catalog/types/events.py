"""What happens in the catalog. Subjects: product:5, variant:5, category:5, property:5, unit:796."""

from __future__ import annotations

from dataclasses import dataclass

from emporion.journal.types import Event

from .cards import PictureCard

Exactly = tuple[tuple[str, str], ...]  # field, value


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after. Fields are named as on the card; a property's values are "value:<property id>"."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ProductAdded(Event):
    """A product entered the catalog; its later values stand in the changes that follow."""

    name: str
    sku: str


@dataclass(frozen=True, slots=True)
class ProductChanged(Event):
    """Fields of a product changed, all by one card; long texts are cut, see rules.cut.

    exactly: earlier values that the changes do not say to the letter, as return_fields takes them.
    """

    changes: tuple[Change, ...]
    exactly: Exactly = ()

    @property
    def before(self) -> dict[str, str | None]:
        """What stood in the changed fields, as return_fields takes it."""
        return {change.field: change.old for change in self.changes} | dict(self.exactly)


@dataclass(frozen=True, slots=True)
class ProductTextsPut(Event):
    """A product is called otherwise in other languages; fields are name:<language> and description:<language>."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ProductHidden(Event):
    """A product was taken out of sale; it stays for the documents that name it."""


@dataclass(frozen=True, slots=True)
class ProductShown(Event):
    """A hidden product is back."""


@dataclass(frozen=True, slots=True)
class VariantAdded(Event):
    """A product got one more sellable variant."""

    product_id: int
    name: str
    sku: str


@dataclass(frozen=True, slots=True)
class VariantChanged(Event):
    """Fields of a variant changed, all by one card; exactly as that of a product."""

    changes: tuple[Change, ...]
    exactly: Exactly = ()

    @property
    def before(self) -> dict[str, str | None]:
        """What stood in the changed fields, as return_fields takes it."""
        return {change.field: change.old for change in self.changes} | dict(self.exactly)


@dataclass(frozen=True, slots=True)
class CategoryAdded(Event):
    """The tree got one more category; parent_id 0 is the top."""

    name: str
    parent_id: int


@dataclass(frozen=True, slots=True)
class CategoryChanged(Event):
    """A category was renamed, moved, hidden or shown."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PropertyAdded(Event):
    """Products can be described by one more property."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PropertyChanged(Event):
    """A property was renamed, or got options; an option's change is named "option:<id>"."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class UnitAdded(Event):
    """Things can be counted in one more unit."""

    short: str


@dataclass(frozen=True, slots=True)
class UnitChanged(Event):
    """A unit's names or step changed."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PicturesChanged(Event):
    """A product's pictures changed: files that came, files that went, and all of them in their new order.

    was: all that hung there before, in their order.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    files: tuple[str, ...]
    was: tuple[PictureCard, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldsProtected(Event):
    """A person keeps fields of a product from being overwritten by an exchange."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldsReleased(Event):
    """An exchange may write these fields again."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductMerged(Event):
    """The subject stands for itself no more: another product does, and took over these fields of it.

    variants: pairs of a variant of the double and the one that stands for it; the others came over as they are.
    """

    into: int
    fields: tuple[str, ...] = ()
    variants: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ProductUnmerged(Event):
    """The subject stands for itself again. left: fields that were taken over and have changed since, so they stay."""

    out_of: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductsToldApart(Event):
    """Somebody looked: the subject and another product are two, whatever they have in common."""

    other: int
