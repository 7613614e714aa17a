"""A row of a CommerceML file: what kind it is, what it is called, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from emporion.channels.commerceml.elements import inner, line_of


class Kind(StrEnum):
    """What a row is."""

    FILE = "file"
    CLASSIFIER = "classifier"
    GROUP = "group"
    PROPERTY = "property"
    PRICE_TYPE = "price_type"
    WAREHOUSE = "warehouse"
    UNIT = "unit"
    CATALOG = "catalog"
    PACK = "pack"
    CHANGES = "changes"
    GOODS = "goods"
    OFFER = "offer"
    CHANGE_OFFER = "change_offer"
    DOCUMENT = "document"
    COUNTERPARTY = "counterparty"


@dataclass(slots=True, eq=False)
class Row:
    """One row of the file. The element is valid until the iterator advances; the rest may be kept.

    `key` is the Ид as the other side gave it, stripped ("a#b" also where the two parts come apart, the Номер of a
    document without Ид); "" where there is none. `digest` stands for everything the row says. `prices` and `stocks`
    count what an offer tells: prices, and figures of stock by warehouse (1 for a bare total).
    """

    kind: Kind
    name: str
    number: int
    key: str
    digest: bytes
    element: etree._Element
    parent: str = ""
    prices: int = 0
    stocks: int = 0
    container: int = 0

    @property
    def place(self) -> str:
        """Where it stands in the file: Товар[17], counted from 1 by element name."""
        place = f"{self.name}[{self.number}]"
        return f"Контейнер[{self.container}]/{place}" if self.container else place

    def line(self, place: str = "") -> int:
        """The line of the file in which it begins, or the part of it that a place names; 0 where nobody knows.

        To be asked while the element is valid.
        """
        part = inner(self.element, place.removeprefix(self.place)) if place else self.element
        return line_of(part) or line_of(self.element)
