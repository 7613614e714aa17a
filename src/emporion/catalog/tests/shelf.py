"""Goods for tests of doubles: some that came twice and are written differently, among those that only seem one.

The same number gives the same shelf.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from emporion.catalog.rules import check_digit

from .factories import product_on_sale

KINDS = (
    ("Кружка фарфоровая", "Kruzhka farforovaya"), ("Чайник эмалированный", "Chaynik emalirovannyy"),
    ("Лампа настольная", "Lampa nastolnaya"), ("Σκούπα ηλεκτρική", "Skoupa ilektriki"),
    ("Λάμπα γραφείου", "Lampa grafeiou"), ("Foarfece grădină", "Foarfece gradina"),
    ("Scaun pliant", "Скаун плиант"), ("Kettle steel", "KETTLE steel"),
)  # fmt: skip
BRANDS = ("Orion", "Ромашка", "Steaua", "Delta", "Вектор", "Codru")
WORDS = ("Classic", "Premium", "Garden", "Travel", "Family", "Studio", "Marine", "Winter")
HOW = ("barcode", "article", "case", "spacing", "letters", "slip")


@dataclass(frozen=True)
class Thing:
    """A product as somebody writes it down."""

    name: str
    sku: str = ""
    brand: str = ""
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Twice:
    """Two things, and whether they are one; how says in what they differ."""

    first: Thing
    second: Thing
    is_one: bool
    how: str

    def put(self, *, second: bool = False) -> int:
        """Enter one of the two; answers its number."""
        one = self.second if second else self.first
        return product_on_sale(one.name, barcodes=one.barcodes, sku=one.sku, brand=one.brand)[0]


@dataclass
class Shelf:
    """Pairs of things, each with an article and a barcode of its own where nothing else is said."""

    random: Random = field(default_factory=lambda: Random(7))
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def thing(self) -> tuple[Thing, tuple[str, str]]:
        """Something to sell, and what it is called in two alphabets."""
        number = next(self.number)
        kind = KINDS[number % len(KINDS)]
        code = f"46{number:010d}"
        barcode = code + str(check_digit(f"{code}0"))
        name = f"{kind[0]} {self.random.choice(WORDS)} {number}"
        return Thing(name, f"{kind[1][:2].upper()}-{number:05d}", self.random.choice(BRANDS), (barcode,)), kind

    def doubles(self, times: int) -> Iterator[Twice]:
        """Things that came twice: under another name, article or alphabet, with a slip, with other blanks."""
        for at in range(times):
            one, kind = self.thing()
            how = HOW[at % len(HOW)]
            yield Twice(one, self.differently(one, kind, how), True, how)

    def differently(self, one: Thing, kind: tuple[str, str], how: str) -> Thing:
        """The same thing as another list has it."""
        bare = replace(one, sku="", barcodes=())
        if how == "barcode":
            return replace(one, sku="", name=f"{one.name} {one.brand}")
        if how == "article":
            return replace(one, barcodes=(), sku=one.sku.replace("-", " ").lower(), name=f"{one.name}, new")
        if how == "case":
            return replace(bare, name=one.name.upper())
        if how == "spacing":
            return replace(bare, name=one.name.replace(" ", "  ", 1).replace(" ", "-"))
        if how == "letters":
            return replace(bare, name=one.name.replace(*kind))
        words = one.name.split()
        at = max(range(len(words)), key=lambda n: len(words[n]))
        middle = len(words[at]) // 2
        words[at] = words[at][:middle] + words[at][middle + 1 :]
        return replace(bare, name=" ".join(words))

    def lookalikes(self, times: int) -> Iterator[Twice]:
        """Things that only seem one: sizes, capacities, colours, an article that two makers give, a code on a box."""
        makers = (self.capacities, self.sizes, self.colours, self.makers, self.boxed)
        for at in range(times):
            yield makers[at % len(makers)]()

    def capacities(self) -> Twice:
        """64 and 128, with one article for both."""
        one, _ = self.thing()
        return self._pair(one, f"{one.name} 64 GB", f"{one.name} 128 GB", "capacities", same=True)

    def sizes(self) -> Twice:
        """M and L, each with codes of its own."""
        one, _ = self.thing()
        return self._pair(one, f"{one.name} M", f"{one.name} L", "sizes")

    def colours(self) -> Twice:
        """Red and blue, one article."""
        one, _ = self.thing()
        return self._pair(one, f"{one.name} red", f"{one.name} blue", "colours", same=True)

    def makers(self) -> Twice:
        """Two makers with one article for different things."""
        one, other = self.thing()[0], self.thing()[0]
        return Twice(one, replace(other, sku=one.sku), False, "makers")

    def boxed(self) -> Twice:
        """One code on the thing and on the box of six."""
        one, _ = self.thing()
        return Twice(one, replace(one, sku=f"{one.sku}-6", name=f"{one.name} 6 pcs"), False, "boxed")

    def _pair(self, one: Thing, first: str, second: str, how: str, *, same: bool = False) -> Twice:
        other, _ = self.thing()
        apart = replace(one, name=second, sku=one.sku if same else other.sku, barcodes=other.barcodes)
        return Twice(replace(one, name=first), apart, False, how)
