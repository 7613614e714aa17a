"""The floor of an import: read every field with iterparse, write goods, offers, prices and stock with executemany.

The least that any program would have to do with the same files: no inbox, no journal, no identity, no ledger.
python -m bench.floor IMPORT OFFERS → CPU and wall seconds, and how much was written.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

TABLES = """
CREATE TABLE goods (id TEXT PRIMARY KEY, name TEXT, article TEXT, barcode TEXT, unit TEXT, description TEXT, rest TEXT);
CREATE TABLE offers (id TEXT PRIMARY KEY, goods TEXT, name TEXT, barcode TEXT, rest TEXT);
CREATE TABLE prices (offer TEXT, kind TEXT, price TEXT, currency TEXT, PRIMARY KEY (offer, kind));
CREATE TABLE stock (offer TEXT, warehouse TEXT, quantity TEXT, PRIMARY KEY (offer, warehouse));
"""
COLUMNS = {"goods": 7, "offers": 5, "prices": 4, "stock": 3}
AT_ONCE = 1000
Field = tuple[str, str | None, dict[str, str]]


def fields(path: Path, tag: str) -> Iterator[list[Field]]:
    """Every field of every element of a name: (name, text, attributes)."""
    for _, element in etree.iterparse(str(path), tag=f"{{*}}{tag}"):
        yield [(str(x.tag).rpartition("}")[2], x.text, dict(x.attrib)) for x in element.iter()]
        element.clear()
        above = element.getparent()
        while above is not None and element.getprevious() is not None:
            del above[0]


def rows_of_goods(told: list[Field]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """One row, the properties and requisites in its last column."""
    first: dict[str, str | None] = {}
    for name, text, _ in told:
        first.setdefault(name, text)
    rest = repr([(name, text) for name, text, _ in told if name in {"Ид", "Значение"}])
    named = ("Ид", "Наименование", "Артикул", "Штрихкод", "БазоваяЕдиница", "Описание")
    yield "goods", (*(first.get(name) for name in named), rest)


def rows_of_offer(told: list[Field]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The offer with its prices and its stock by warehouse."""
    first: dict[str, str | None] = {}
    for name, text, _ in told:
        first.setdefault(name, text)
    offer = first["Ид"] or ""
    rest = repr([(name, text) for name, text, _ in told if name in {"Наименование", "Значение"}])
    yield "offers", (offer, offer.partition("#")[0], first.get("Наименование"), first.get("Штрихкод"), rest)
    kind = price = None
    for name, text, attributes in told:
        if name == "ИдТипаЦены":
            kind = text
        elif name == "ЦенаЗаЕдиницу":
            price = text
        elif name == "Валюта" and price:
            yield "prices", (offer, kind, price, text)
            price = None
        elif name == "Склад" and attributes:
            yield "stock", (offer, attributes.get("ИдСклада"), attributes.get("КоличествоНаСкладе"))


def write(db: sqlite3.Connection, kept: dict[str, list[tuple[Any, ...]]]) -> int:
    """One transaction; answers how many rows."""
    for table, rows in kept.items():
        holes = ", ".join("?" * COLUMNS[table])
        db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({holes})", rows)
    db.commit()
    count = sum(map(len, kept.values()))
    kept.clear()
    return count


def work(goods: Path, offers: Path, database: Path) -> int:
    """Both files into the database; answers how many rows were written."""
    db = sqlite3.connect(database)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + TABLES)
    count = 0
    kept: dict[str, list[tuple[Any, ...]]] = {}
    for path, tag, rows in ((goods, "Товар", rows_of_goods), (offers, "Предложение", rows_of_offer)):
        for number, told in enumerate(fields(path, tag), 1):
            for table, row in rows(told):
                kept.setdefault(table, []).append(row)
            if number % AT_ONCE == 0:
                count += write(db, kept)
        count += write(db, kept)
    db.close()
    return count


def main() -> None:
    """Measure, and say it as JSON."""
    goods, offers = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        cpu, wall = time.process_time(), time.perf_counter()
        rows = work(goods, offers, Path(folder) / "floor.sqlite3")
        spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    print(json.dumps(spent | {"rows": rows}))


if __name__ == "__main__":
    main()
