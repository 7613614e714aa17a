"""Words of stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_noop

from emporion.journal.types import Event, FieldChange
from emporion.kernel.errors import Refused
from emporion.kernel.money import MILLI, plain

Cover = Literal["all", "what_there_is"]
"""Whether a promise must cover every line (own checkout) or takes what there is (foreign shops promised already)."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Some of a variant in thousandths; never less than none.

    cost_minor is what this quantity cost us; None when nobody knows, which is not 0.
    """

    variant: int
    quantity: int
    cost_minor: int | None = None

    def __post_init__(self) -> None:
        if self.quantity < 0:
            raise ValueError(f"{self} is less than none")


@dataclass(frozen=True, slots=True)
class Promise:
    """Some of a variant promised from one warehouse, in thousandths."""

    warehouse: int
    variant: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a foreign master says lies in its warehouses: (warehouse, thousandths); place is the spot in its message."""

    variant: int
    by_warehouse: tuple[tuple[int, int], ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class WarehouseCard:
    """A warehouse as given by a page or a channel; None means "not told, leave as it is"."""

    code: str
    name: str | None = None
    firm: int | None = None
    sells: bool | None = None
    master: str | None = None
    excludes_reserves: bool | None = None
    is_hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class WarehouseView:
    """A warehouse as other rooms see it."""

    id: int
    code: str
    name: str
    firm: int
    sells: bool
    master: str
    excludes_reserves: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Goods that were asked for, and how many of them are free, in thousandths."""

    variant: int
    name: str
    asked: int
    free: int


class NotEnough(Refused):
    """Fewer are free than were asked for; `missing` names every line."""

    code = "not_enough_stock"
    says = gettext_noop("Not enough in stock: %(lines)s.")
    remedy = gettext_noop("Order less, choose another warehouse, or wait for the next delivery.")

    def __init__(self, missing: Sequence[Missing] = (), **facts: Any) -> None:
        super().__init__(**({"lines": "; ".join(map(_asked, missing))} | facts))
        self.missing = tuple(missing)


def _asked(line: Missing) -> str:
    return f"{line.name}: {plain(line.free, MILLI)} < {plain(line.asked, MILLI)}"


class UnknownWarehouse(Refused):
    """No warehouse has this code or number."""

    code = "unknown_warehouse"
    says = gettext_noop("There is no warehouse %(warehouse)s.")
    remedy = gettext_noop("Open its list anew and choose again.")


class MasteredOutside(Refused):
    """The figures of this warehouse come from another program; they are not changed by hand here."""

    code = "mastered_outside"
    says = gettext_noop("The stock of %(warehouse)s is kept by %(master)s.")
    remedy = gettext_noop("Change it there, or make Emporion the master of this warehouse in its settings.")


class NothingToBook(Refused):
    """A document without goods, or with a line of none; a count alone may find none."""

    code = "nothing_to_book"
    says = gettext_noop("There is nothing to book.")
    remedy = gettext_noop("Give each line a quantity above 0, or take the line away.")


class NotYet(Refused):
    """A document cannot say what will lie there tomorrow."""

    code = "not_yet"
    says = gettext_noop("The date lies in the future.")
    remedy = gettext_noop("Give the day on which it happened.")


class NotOnShelf(Refused):
    """The goods are promised, but they do not lie in the warehouse."""

    code = "not_on_shelf"
    says = gettext_noop("%(name)s: %(on_hand)s on hand, %(asked)s to ship.")
    remedy = gettext_noop("Count the shelf or receive the goods first.")


class ForeignFirm(Refused):
    """Goods of one firm do not come back to another: that would be a sale between the two."""

    code = "foreign_firm"
    says = gettext_noop("%(warehouse)s belongs to another firm than the one that sold the goods.")
    remedy = gettext_noop("Choose a warehouse of the firm that sold them.")


@dataclass(frozen=True, slots=True)
class StockMoved(Event):
    """Goods at a warehouse moved because of a document, which is the subject."""

    warehouse: int
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True)
class StockReceived(StockMoved):
    """Goods came in and are free."""


@dataclass(frozen=True, slots=True)
class StockCorrected(StockMoved):
    """A count was written: the goods are what lies there now."""


@dataclass(frozen=True, slots=True)
class StockShipped(StockMoved):
    """Promised goods left the house."""


@dataclass(frozen=True, slots=True)
class StockReturned(StockMoved):
    """A customer brought goods back."""


@dataclass(frozen=True, slots=True)
class StockCarried(StockMoved):
    """Goods were carried from one of our warehouses to another."""

    target: int


@dataclass(frozen=True, slots=True)
class StockReserved(Event):
    """Free goods are promised to the document."""

    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class StockReleased(Event):
    """Promised goods are free again."""

    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One warehouse's figure before and after, and what is free to promise there, in thousandths."""

    warehouse: int
    old: int
    new: int
    free: int


@dataclass(frozen=True, slots=True)
class StockDeclared(Event):
    """A foreign master declared another stock of a variant, which is the subject."""

    changes: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class StockFreed(Event):
    """Goods of these variants can be promised again or anew; the subject is the document that brought them."""

    variants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WarehouseAdded(Event):
    """A warehouse was opened."""

    code: str


@dataclass(frozen=True, slots=True)
class WarehouseChanged(Event):
    """Settings of a warehouse were changed; fields names them."""

    fields: tuple[str, ...]
    changes: tuple[FieldChange, ...] = ()
