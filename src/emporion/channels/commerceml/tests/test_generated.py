"""Generated catalogs of every layout come out as their manifest says, to the last unit."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from emporion.channels.commerceml.rows import Kind, Row

from . import shapes

Generate = Callable[..., tuple[Path, dict[str, Any]]]


@pytest.fixture
def generate(samples: Path, tmp_path: Path) -> Generate:
    def made(*arguments: str) -> tuple[Path, dict[str, Any]]:
        out = tmp_path / str(len(list(tmp_path.iterdir())))
        program = samples / "tools/gen_commerceml.py"
        subprocess.run([sys.executable, str(program), str(out), *arguments], check=True, capture_output=True)
        return out, json.loads((out / "manifest.json").read_text())

    return made


def records(folder: Path, files: list[str]) -> Iterator[tuple[Row, Any]]:
    for name in files:
        yield from shapes.told((folder / name).read_bytes())


def figures(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """What an importer arrives at, with the offers of several files joined by their key."""
    groups, properties, goods, deleted, offers, variants = set(), set(), set(), set(), set(), set()
    prices: dict[tuple[str, str], int] = {}
    stock: dict[tuple[str, str], int] = {}
    sums: Counter[str] = Counter()
    for row, record in records(folder, manifest["files"]):
        assert not getattr(record, "faults", ()), (row.place, record.faults)
        if row.kind is Kind.GROUP:
            groups.add(record.id)
        elif row.kind is Kind.PROPERTY and record.for_goods:
            properties.add(record.id)
        elif row.kind is Kind.GOODS:
            goods.add(record.key)
            sums["images"] += len(record.pictures or ())
            sums["property_values"] += len(record.properties or ())
            sums["goods_without_group"] += record.group_ids is None
            deleted |= {record.key} if record.deleted else set()
        elif row.kind is Kind.OFFER:
            offers.add(record.key)
            variants |= {record.key} if record.variant_id else set()
            prices |= {(record.key, price.price_type_id): price.price_micro for price in record.prices or ()}
            stock |= {(record.key, each.warehouse_id): each.quantity_thousandths for each in record.stock or ()}
    priced = {key for key, _ in prices}
    return {
        "groups": len(groups), "properties": len(properties), "goods": len(goods), "goods_deleted": len(deleted),
        "offers": len(offers), "variants": len(variants), "offers_without_price": len(offers - priced),
        "prices": len(prices), "price_sum": by_key(prices, None), "price_sum_by_type": by_key(prices, 1),
        "stock_rows": len(stock), "stock_sum": by_key(stock, None), "stock_sum_by_warehouse": by_key(stock, 1),
        **{name: sums[name] for name in ("images", "property_values", "goods_without_group")},
    }  # fmt: skip


def by_key(rows: dict[tuple[str, str], int], part: int | None) -> Any:
    if part is None:
        return sum(rows.values())
    found: Counter[str] = Counter()
    for key, number in rows.items():
        found[key[part]] += number
    return dict(found)


def expected(manifest: dict[str, Any]) -> dict[str, Any]:
    told = {"groups": manifest["groups"], "properties": manifest["properties"], **manifest["expect"]}
    for name, scale in (("price_sum", 10**6), ("stock_sum", 10**3)):
        told[name] = int(Decimal(told[name]) * scale)
    for name, scale in (("price_sum_by_type", 10**6), ("stock_sum_by_warehouse", 10**3)):
        told[name] = {key: int(Decimal(number) * scale) for key, number in told[name].items()}
    del told["duplicate_sku"]
    return told


@pytest.mark.parametrize("layout", ["classic", "guid", "split"])
@pytest.mark.parametrize(
    "options",
    [
        ["--seed", "1"], ["--seed", "2", "--quirks", "all"],
        ["--seed", "3", "--quirks", "all", "--encoding", "windows-1251"],
        ["--seed", "4", "--bom", "--images"], ["--seed", "5", "--per-file", "40", "--images"],
        ["--seed", "6", "--quirks", "comma", "nbsp", "spaces", "--namespace", ""],
    ],
)  # fmt: skip
def test_every_layout_with_every_quirk_agrees_with_its_manifest(
    generate: Generate, layout: str, options: list[str]
) -> None:
    folder, manifest = generate("--goods", "150", "--layout", layout, *options)
    assert figures(folder, manifest) == expected(manifest)


@pytest.mark.parametrize("schema", ["2.04", "2.05", "2.07", "2.08", "2.09", "2.10"])
def test_every_classic_version_agrees_with_its_manifest(generate: Generate, schema: str) -> None:
    folder, manifest = generate("--goods", "80", "--schema", schema, "--seed", "9", "--images")
    assert figures(folder, manifest) == expected(manifest)


def test_changes_of_prices_and_stock_agree_with_the_manifest(generate: Generate) -> None:
    folder, manifest = generate("--goods", "60", "--seed", "3", "--delta", "25")
    offers = [record for row, record in records(folder, ["delta_offers0_1.xml"]) if row.kind is Kind.CHANGE_OFFER]
    full = {record.key for row, record in records(folder, manifest["files"]) if row.kind is Kind.OFFER}
    assert {offer.key for offer in offers} <= full
    assert {
        "offers": len(offers),
        "price_sum": sum(price.price_micro for offer in offers for price in offer.prices or ()),
        "stock_sum": sum(each.quantity_thousandths for offer in offers for each in offer.stock or ()),
    } == {
        "offers": manifest["delta"]["offers"],
        "price_sum": int(Decimal(manifest["delta"]["price_sum"]) * 10**6),
        "stock_sum": int(Decimal(manifest["delta"]["stock_sum"]) * 10**3),
    }


@pytest.mark.parametrize(
    "options", [["--schema", "2.07"], ["--schema", "2.10"], ["--layout", "split", "--quirks", "noid"]]
)
def test_orders_and_the_answers_of_1c_agree_with_the_manifest(generate: Generate, options: list[str]) -> None:
    folder, manifest = generate("--goods", "60", "--orders", "40", *options)
    for name in ("orders_site.xml", "orders_1c.xml"):
        found = [record for row, record in records(folder, [name]) if row.kind is Kind.DOCUMENT]
        assert len(found) == manifest["orders"]["orders"]
        assert sum(order.sum_micro for order in found) == int(Decimal(manifest["orders"]["sum"]) * 10**6)
        assert all(sum(line.sum_micro for line in order.lines) == order.sum_micro for order in found)
        assert not any(order.faults for order in found)
    states = manifest["orders"]["states"]
    assert Counter(order.status for order in found) == states
    assert sum(order.paid is True for order in found) == states["Оплачен"] + states["Отгружен"]
    assert sum(order.shipped is True for order in found) == states["Отгружен"]
    assert sum(order.cancelled is True for order in found) == states["Отменен"]
    assert sum(len(order.payments) for order in found) == states["Оплачен"] + states["Отгружен"]


def test_the_same_bytes_give_the_same_digests_and_other_goods_others(generate: Generate) -> None:
    first, manifest = generate("--goods", "50", "--seed", "1")
    again, _ = generate("--goods", "50", "--seed", "1", "--encoding", "windows-1251")
    other, _ = generate("--goods", "50", "--seed", "2")

    def digests(folder: Path) -> list[bytes]:
        return [row.digest for row, _ in records(folder, manifest["files"]) if row.kind in (Kind.GOODS, Kind.OFFER)]

    assert len(set(digests(first))) == len(digests(first))
    assert not set(digests(first)) & set(digests(other))
    assert digests(first) == digests(again)
