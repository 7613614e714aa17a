"""The element of a file that caused something, line by line, as a person can read it.

The file is read as the import read it, so a place means the same element; it is never held whole.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from emporion.exchange.types import HIDDEN, Hint, RawPart

from .elements import LOCAL, inner, line_of
from .reader import read

AROUND = 8  # lines shown before and after the cause
HEAD = 3  # first lines of the element, which say what it is
LONGEST_TEXT = 160
COST = re.compile(r"себестоимост|закуп", re.IGNORECASE)
NAMES = {
    "name": "Наименование", "full_name": "ПолноеНаименование", "sku": "Артикул", "description": "Описание",
    "unit": "БазоваяЕдиница", "barcodes": "Штрихкод", "options": "ХарактеристикиТовара", "categories": "Группы",
    "tax_class": "СтавкиНалогов", "brand": "Изготовитель", "country": "Страна", "is_hidden": "ПометкаУдаления",
    "pictures": "Картинка", "value": "ЗначенияСвойства",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A line and the element that it begins; the line of an end tag has none."""

    number: int
    text: str
    element: etree._Element | None = None


def excerpt(
    source: BinaryIO, place: str, hints: Sequence[Hint] = (), prices: Collection[str] | None = None
) -> list[RawPart]:
    """The element at a place such as Предложение[1207] or Документ[3]/Товары/Товар[2], the cause marked.

    A long element is shown by its first lines and those around the cause. Empty when the file has no such place; a
    file that is damaged before it is refused as the import refused it. prices are the keys of the price types whose
    prices the reader may see, None for all; a price of no known type is no price to show either.
    """
    with _on_disk(source) as file:
        for row in read(file):
            if place == row.place or place.startswith(f"{row.place}/"):
                if prices is not None:
                    _hide_prices(row.element, prices)
                return _of_row(row.element, place[len(row.place) :], hints)
    return []


@contextmanager
def _on_disk(source: BinaryIO) -> Iterator[BinaryIO]:
    """The reader is three times as fast when it may go back, which a decompressed message cannot."""
    if source.seekable():
        yield source
        return
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(source, file, 1 << 20)
        file.seek(0)
        yield file


def _of_row(element: etree._Element, path: str, hints: Sequence[Hint]) -> list[RawPart]:
    part = inner(element, path)
    wanted = _wanted(part, hints)
    hit = wanted if wanted is not None else part if part is not element else None
    return _shortened(list(_written(element)), hit)


# ---- what is not for every reader


def _hide_prices(element: etree._Element, shown: Collection[str]) -> None:
    """Amounts of other price types, in figures and in words, and requisites that are named after a cost."""
    for one in element.iter("{*}*"):
        name = LOCAL[one.tag]
        if name == "Цена" and _child_text(one, "ИдТипаЦены") not in shown:
            _hide(one, "ЦенаЗаЕдиницу", "Представление")
        elif name == "ЗначениеРеквизита" and COST.search(_child_text(one, "Наименование")):
            _hide(one, "Значение")


def _hide(element: etree._Element, *names: str) -> None:
    for child in element.iter("{*}*"):
        if LOCAL[child.tag] in names and child.text:
            child.text = HIDDEN


# ---- the cause


def _wanted(element: etree._Element, hints: Sequence[Hint]) -> etree._Element | None:
    return next((found for hint in hints if (found := _of(element, hint)) is not None), None)


def _of(element: etree._Element, hint: Hint) -> etree._Element | None:
    if hint.about == "price":
        return _price(element, hint.key)
    if hint.about == "stock":
        return _stock(element, hint.key)
    if hint.about == "value":
        owner = _holder(element, "ЗначенияСвойства", "Ид", hint.key)
        return owner if owner is not None else _named(element, "ЗначенияСвойств")
    return _named(element, hint.key if hint.about == "field" else NAMES.get(hint.about, hint.about))


def _named(element: etree._Element, name: str) -> etree._Element | None:
    """The first element of a name, the row's own children before deeper ones; a name may be that of an attribute."""
    if not name:
        return None
    own = (child for child in element if LOCAL[child.tag] == name)
    deeper = (child for child in element.iter("{*}*") if LOCAL[child.tag] == name)
    attributed = (child for child in element.iter("{*}*") if name in child.attrib)
    return next(own, None) if _has(element, name) else next(deeper, next(attributed, None))


def _has(element: etree._Element, name: str) -> bool:
    return any(LOCAL[child.tag] == name for child in element)


def _holder(element: etree._Element, name: str, key_name: str, key: str) -> etree._Element | None:
    """The element of a name whose own key, as a child or an attribute, is the wanted one."""
    for one in element.iter("{*}*"):
        if LOCAL[one.tag] == name and (one.get(key_name, "").strip() == key or _child_text(one, key_name) == key):
            return one
    return None


def _child_text(element: etree._Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if LOCAL[child.tag] == name), "")


def _price(element: etree._Element, key: str) -> etree._Element | None:
    owner = _holder(element, "Цена", "ИдТипаЦены", key)
    return _named(element if owner is None else owner, "ЦенаЗаЕдиницу")


def _stock(element: etree._Element, key: str) -> etree._Element | None:
    """A figure by warehouse in any of the three spellings, else the bare total."""
    for name in ("Склад", "Склады"):
        owner = _holder(element, name, "ИдСклада", key)
        if owner is not None:
            return owner
    owner = _holder(element, "Склад", "Ид", key)
    return _named(element if owner is None else owner, "Количество")


# ---- the lines


def _written(element: etree._Element, depth: int = 0) -> Iterator[Written]:
    """One tag or one leaf a line, indented; names without their namespace, as people say them."""
    lead, name, at = "  " * depth, LOCAL[element.tag], line_of(element)
    attributes = "".join(f" {LOCAL[key]}={quoteattr(str(value))}" for key, value in element.attrib.items())
    if not len(element):
        text = escape(" ".join((element.text or "").split()))
        text = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
        whole = f"<{name}{attributes}>{text}</{name}>" if text else f"<{name}{attributes}/>"
        yield Written(at, lead + whole, element)
        return
    yield Written(at, f"{lead}<{name}{attributes}>", element)
    last = at
    for child in element:
        for line in _written(child, depth + 1):
            last = max(last, line.number)
            yield line
    yield Written(last if last == at else last + 1, f"{lead}</{name}>")


def _shortened(lines: list[Written], hit: etree._Element | None) -> list[RawPart]:
    at = next((n for n, line in enumerate(lines) if line.element is hit), None) if hit is not None else None
    middle = at if at is not None else HEAD
    kept = [n for n in range(len(lines)) if n < HEAD or abs(n - middle) <= AROUND or n == len(lines) - 1]
    shown: list[RawPart] = []
    for before, n in zip([-1, *kept], kept, strict=False):
        if n - before > 1:
            shown.append(RawPart(lines[before + 1].number, "  …", False))
        shown.append(RawPart(lines[n].number, lines[n].text, n == at))
    return shown
