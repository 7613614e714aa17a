"""Catalogs that a generator makes with known sums, and what the house made of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from emporion.catalog.models import Category, Product, ProductCategory, ProductValue, Property, Variant
from emporion.channels.commerceml.inbound.files import taken
from emporion.exchange import commands as exchange
from emporion.exchange.queries import digests
from emporion.parties import commands as parties
from emporion.pricing.models import Price
from emporion.stock.queries import stock_of

Generate = Callable[..., "Made"]
HIDDEN = "//*[local-name()='Товар'][@Статус='Удален' or *[local-name()='ПометкаУдаления'][.='true']]"
OFFERS_PROPERTY = "//*[local-name()='Свойство'][*[local-name()='ДляПредложений'][.='true']]"
EMPTY = "//*[local-name()='Товар']/*[local-name()='ЗначенияСвойств']/*/*[local-name()='Значение'][not(text())]"


@dataclass(frozen=True)
class Made:
    """The files of one catalog and what its maker says of them."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def paths(self) -> list[Path]:
        """The files in the order in which 1C sends them."""
        return [self.folder / name for name in self.manifest["files"]]

    @property
    def delta(self) -> Path:
        """The changes of prices and stock."""
        return self.folder / "delta_offers0_1.xml"

    def count(self, query: str) -> int:
        """What XPath finds in all files together."""
        return sum(len(etree.parse(path).xpath(query)) for path in self.paths)


def generate(samples: Path, folder: Path, *arguments: str) -> Made:
    """Run the generator."""
    program = samples / "tools/gen_commerceml.py"
    subprocess.run([sys.executable, str(program), str(folder), *arguments], check=True, capture_output=True)
    return Made(folder, json.loads((folder / "manifest.json").read_text()))


def connection(**settings: object) -> int:
    """A house of one firm with a connection to 1C; the same in every database."""
    firm = parties.add_firm(
        name="Firm", country="RU", base_currency="RUB", regime="general", since=date(2020, 1, 1), actor="owner"
    ).id
    told = {"firm": firm, "shop": "shop", "orders_from": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    return exchange.add_channel(
        code="1c", kind="commerceml", title="1C", settings=told | settings, secrets={}, actor="owner"
    )


def bring(channel: int, *paths: Path) -> None:
    """Take files in without the line, and see each of them end well."""
    for one in taken(channel, paths, lambda name, done, size: None):
        assert one.fault is None, (one.name, one.fault)
        assert one.refused == (), (one.name, one.refused[:3])


def scaled(number: str, digits: int) -> int:
    return int(Decimal(number) * 10**digits)


def expected(made: Made) -> dict[str, Any]:
    """What the manifest says, in our units."""
    told, hidden = made.manifest["expect"], made.count(HIDDEN)
    assert hidden >= told["goods_deleted"]
    return {
        "groups": made.manifest["groups"],
        "properties": made.manifest["properties"] + made.count(OFFERS_PROPERTY),
        "goods": told["goods"],
        "hidden": told["goods_deleted"],
        "without_group": told["goods_without_group"],
        "offers": told["offers"],
        "variants": told["variants"],
        "values": told["property_values"] - made.count(EMPTY),
        "prices": told["prices"],
        "prices_by_type": {key: scaled(each, 6) for key, each in told["price_sum_by_type"].items()},
        "stock_by_warehouse": {key: scaled(each, 3) for key, each in told["stock_sum_by_warehouse"].items()},
    }


def found(channel: int) -> dict[str, Any]:
    """The same, as it stands in our tables."""
    types = {known.object_id: key for key, known in digests(channel, "price_type")}
    places = {known.object_id: key for key, known in digests(channel, "warehouse")}
    prices, stock = dict.fromkeys(types.values(), 0), dict.fromkeys(places.values(), 0)
    for kind, micro in Price.objects.values_list("price_type_id", "price_micro"):
        prices[types[kind]] += micro
    for line in stock_of(Variant.objects.values_list("pk", flat=True)):
        stock[places[line.warehouse.id]] += line.on_hand
    grouped = set(ProductCategory.objects.values_list("product_id", flat=True))
    return {
        "groups": Category.objects.count(),
        "properties": Property.objects.count(),
        "goods": Product.objects.count(),
        "hidden": Product.objects.filter(is_hidden=True).count(),
        "without_group": Product.objects.exclude(pk__in=grouped).count(),
        "offers": Variant.objects.count(),
        "variants": Variant.objects.filter(is_default=False).count(),
        "values": ProductValue.objects.count(),
        "prices": Price.objects.count(),
        "prices_by_type": prices,
        "stock_by_warehouse": stock,
    }


def by_warehouse(path: Path) -> Counter[str]:
    """Sums of a file of changes by warehouse."""
    sums: Counter[str] = Counter()
    for row in etree.parse(path).xpath("//*[@КоличествоНаСкладе]"):
        sums[row.get("ИдСклада")] += scaled(row.get("КоличествоНаСкладе"), 3)
    return sums
