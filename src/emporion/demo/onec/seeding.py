"""Fill a new base: groups, properties, goods with variants, prices and stock, the same for the same seed."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from emporion.demo.onec.assortment import (
    BRANDS,
    COLOUR,
    COUNTRIES,
    DIAMETER,
    KINDS,
    PRICE_TYPES,
    SERIES,
    VOLUME,
    WAREHOUSES,
    Kind,
)
from emporion.demo.onec.numbers import ean13, share, stream, uuid_from

VARIANT_SHARE = 0.2
SECOND_PICTURE_SHARE = 0.2
MOST_VARIANTS = 9
BRAND, MATERIAL, TINT, SIZES = "Бренд", "Материал", "Цвет", (VOLUME, DIAMETER)


def seed_base(db: sqlite3.Connection, *, goods: int, seed: int) -> None:
    """Write everything a young firm's base holds before its first exchange; all of it is registered for the site."""
    _Seeding(db, goods, seed).run()


@dataclass(slots=True)
class _Seeding:
    db: sqlite3.Connection
    goods: int
    seed: int
    shelves: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    price_types: list[tuple[str, int]] = field(default_factory=list)
    warehouses: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def run(self) -> None:
        self._constants()
        self._groups()
        self._properties()
        self._lists()
        chosen = stream(self.seed, "variants")
        with_variants = set(chosen.sample(range(self.goods), round(self.goods * VARIANT_SHARE)))
        for number in range(self.goods):
            self._goods(number, number in with_variants)

    def _insert(self, table: str, *values: object) -> None:
        # the names of tables are ours
        self.db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608

    def _uuid(self, *key: object) -> str:
        return uuid_from(stream(self.seed, *key))

    def _constants(self) -> None:
        counters = dict.fromkeys(
            ("id_number", "order_number", "payment_number", "shipment_number", "archive_number"), "0"
        )
        settings = {
            "seed": str(self.seed),
            "catalog": self._uuid("catalog"),
            "owner": self._uuid("owner"),
            "owner_name": "Торговый дом «Цикорий»",
            "currency": "RUB",
            "excludes_reserves": "0",
            "match_customers": "name",
            "version": str(self.goods),
        }
        for name, value in (settings | counters).items():
            self._insert("constant", name, value)

    def _groups(self) -> None:
        for place, kind in enumerate(KINDS):
            if kind.section not in self.shelves:
                self.shelves[kind.section] = self._uuid("group", kind.section)
                self._insert("goods_group", self.shelves[kind.section], None, kind.section, place)
            if kind.shelf not in self.shelves:
                self.shelves[kind.shelf] = self._uuid("group", kind.shelf)
                self._insert("goods_group", self.shelves[kind.shelf], self.shelves[kind.section], kind.shelf, place)

    def _properties(self) -> None:
        lists = {
            BRAND: BRANDS,
            MATERIAL: tuple(sorted({kind.material for kind in KINDS if kind.material})),
            TINT: COLOUR[1],
        }
        for place, name in enumerate((*lists, *SIZES)):
            self.properties[name] = self._uuid("property", name)
            self._insert("property", self.properties[name], name, "Справочник" if name in lists else "Число", place)
            for value in lists.get(name, ()):
                self.values[name, value] = self._uuid("value", name, value)
                self._insert("property_value", self.values[name, value], self.properties[name], value)

    def _lists(self) -> None:
        for place, (name, percent) in enumerate(PRICE_TYPES):
            self.price_types.append((self._uuid("price type", name), percent))
            self._insert("price_type", self.price_types[-1][0], name, "RUB", place)
        for place, name in enumerate(WAREHOUSES):
            self.warehouses.append(self._uuid("warehouse", name))
            self._insert("warehouse", self.warehouses[-1], name, place)

    def _goods(self, number: int, with_variants: bool) -> None:
        chance = stream(self.seed, "goods", number)
        kind = chance.choice([kind for kind in KINDS if kind.options] if with_variants else KINDS)
        goods, code = uuid_from(chance), number + 1
        colour, size, brand = chance.choice(COLOUR[1]), chance.choice(kind.sizes or ("",)), chance.choice(BRANDS)
        own = {name for name, _ in kind.options} if with_variants else set()
        name = self._name(kind, chance, size if not own & {"Объём", "Размер", "Диаметр"} else "",
                          colour if kind.coloured and "Цвет" not in own else "")  # fmt: skip
        self._insert(
            "goods", goods, code, f"КФ-{code:05d}", ean13(code), name, kind.shelf, self.shelves[kind.shelf], kind.unit,
            kind.vat, f"{kind.about} Бренд: {brand}.", brand, chance.choice(COUNTRIES),
            chance.randint(*kind.grams), 0, 0,
        )  # fmt: skip
        self._insert("changed", "goods", goods, code)
        self._values(goods, kind, brand, colour if kind.coloured and "Цвет" not in own else "", size if not own else "")
        for view in range(2 if chance.random() < SECOND_PICTURE_SHARE else 1):
            self._insert("picture", uuid_from(chance), goods, view, kind.drawing, colour, view)
        self._offers(goods, code, kind, chance, with_variants)

    def _name(self, kind: Kind, chance: random.Random, size: str, colour: str) -> str:
        name = (
            f"{kind.noun} «{chance.choice(SERIES)}»" + (f" {size}" if size else "") + (f", {colour}" if colour else "")
        )
        unique, again = name, 1
        while unique in self.names:
            again += 1
            unique = f"{name} № {again}"
        self.names.add(unique)
        return unique

    def _values(self, goods: str, kind: Kind, brand: str, colour: str, size: str) -> None:
        for name, value in ((BRAND, brand), (MATERIAL, kind.material), (TINT, colour)):
            if value:
                self._insert("goods_property", goods, self.properties[name], self.values[name, value])
        if size and kind.size_property:
            self._insert("goods_property", goods, self.properties[kind.size_property], size.split(maxsplit=1)[0])

    def _offers(self, goods: str, code: int, kind: Kind, chance: random.Random, with_variants: bool) -> None:
        retail = chance.randint(*kind.roubles) // 10 * 1000
        if not with_variants:
            self._insert("offer", goods, goods, 0, "", ean13(code))
            self._figures(goods, retail, kind, chance)
            return
        for place, options in enumerate(_combinations(kind, chance)):
            offer = f"{goods}#{uuid_from(chance)}"
            variant = ", ".join(value for _, value in options)
            self._insert("offer", offer, goods, place, variant, ean13(50_000_000 + code * 100 + place))
            for position, (name, value) in enumerate(options):
                self._insert("offer_option", offer, position, name, value)
            self._figures(offer, retail + place * retail // 10000 * 1000, kind, chance)

    def _figures(self, offer: str, retail: int, kind: Kind, chance: random.Random) -> None:
        for price_type, percent in self.price_types:
            self._insert("price", offer, price_type, share(retail, percent, 100))
        for place, warehouse in enumerate(self.warehouses):
            pieces = chance.choice((0, 2, 5, 8, 12, 20, 35) if place == 0 else (0, 0, 1, 3, 6))
            loose = chance.choice((0, 250, 500)) if kind.unit == "166" else 0
            self._insert("stock", offer, warehouse, pieces * 1000 + loose)


def _combinations(kind: Kind, chance: random.Random) -> Iterator[tuple[tuple[str, str], ...]]:
    """Between 2 and 9 of the possible combinations, in the order a price list would show them."""
    every = list(product(*(((name, value) for value in values) for name, values in kind.options)))
    count = min(len(every), chance.randint(2, MOST_VARIANTS))
    yield from (every[place] for place in sorted(chance.sample(range(len(every)), count)))
