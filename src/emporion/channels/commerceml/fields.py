"""Reading the children of an element into values, faults collected on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeVar

from lxml import etree

from emporion.channels.commerceml import refusals, values
from emporion.channels.commerceml.elements import LOCAL
from emporion.channels.commerceml.records import Address, Contact, Fault, Option, TaxRate, Unit

RAW_SHOWN = 200
_XMLNS = re.compile(r' xmlns(?::\w+)?="[^"]*"')
Value = TypeVar("Value")


class Faults(list[Fault]):
    """The faults of one row so far; its readers answer None for a field they had to note here."""

    def note(self, kind: type[refusals.FieldRefused], place: str, field: str, raw: str) -> None:
        """Keep a fault; of the raw value only the first 200 characters."""
        self.append(Fault(kind.code, place, field, raw[:RAW_SHOWN]))

    def scaled(self, raw: str | None, digits: int, place: str, field: str) -> int | None:
        """A number in 10^-digits; None when not told or not a number."""
        if not raw or not raw.strip():
            return None
        try:
            return values.scaled(raw, digits)
        except ValueError:
            self.note(refusals.BadNumber, place, field, raw)
        except OverflowError:
            self.note(refusals.NumberTooLarge, place, field, raw)
        return None

    def flag(self, raw: str | None, place: str, field: str) -> bool | None:
        """A flag; None when not told or neither true nor false."""
        return self._read(values.flag, refusals.BadFlag, raw, place, field)

    def moment(self, raw: str | None, place: str, field: str) -> datetime | None:
        """A date and time; None when not told or no date."""
        return self._read(values.moment, refusals.BadDate, raw, place, field)

    def day(self, raw: str | None, place: str, field: str) -> date | None:
        """A date; None when not told or no date."""
        return self._read(values.day, refusals.BadDate, raw, place, field)

    def clock(self, raw: str | None, place: str, field: str) -> time | None:
        """A time of day; None when not told or no time."""
        return self._read(values.clock, refusals.BadDate, raw, place, field)

    def _read(
        self, read: Callable[[str], Value], kind: type[refusals.FieldRefused], raw: str | None, place: str, field: str
    ) -> Value | None:
        if not raw or not raw.strip():
            return None
        try:
            return read(raw)
        except ValueError:
            self.note(kind, place, field, raw)
            return None


def texts(element: etree._Element) -> dict[str, str | None]:
    """Raw texts of the children by local name; of equal names the last one counts."""
    return {LOCAL[child.tag]: child.text for child in element}


def children(element: etree._Element) -> dict[str, etree._Element]:
    """The children by local name; of equal names the last one counts."""
    return {LOCAL[child.tag]: child for child in element}


def prose(element: etree._Element) -> str:
    """A description, also one whose HTML was put in without escaping."""
    if not len(element):
        return values.prose(element.text)
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return f"{element.text or ''}{_XMLNS.sub('', inner)}".strip()


def unit(element: etree._Element, place: str, faults: Faults) -> Unit:
    """A БазоваяЕдиница in any of its spellings: attributes and text, the code as text (3.1), or elements inside."""
    if not len(element):
        return _unit(
            element.text,
            element.get("Код"),
            element.get("НаименованиеКраткое"),
            element.get("НаименованиеПолное"),
            element.get("МеждународноеСокращение"),
        )
    told = texts(element) | {str(name): str(value) for name, value in element.attrib.items()}
    found = _unit(
        element.text,
        told.get("Код") or told.get("Ид"),
        told.get("НаименованиеКраткое"),
        told.get("НаименованиеПолное"),
        told.get("МеждународноеСокращение"),
    )
    return replace(found, factors=tuple(_factors(element, place, faults)))


@lru_cache(maxsize=1024)
def _unit(text: str | None, code: str | None, short: str | None, full: str | None, international: str | None) -> Unit:
    """A unit of its words: a catalog has a dozen of them and names one in every row."""
    told, code = values.line(text), values.line(code)
    if told.isdecimal() and not code:
        told, code = "", told
    return Unit(code, told or values.line(short), values.line(full), values.line(international))


def _factors(element: etree._Element, place: str, faults: Faults) -> list[tuple[str, int]]:
    found = []
    for child in element:
        if LOCAL[child.tag] == "Пересчет":
            told = texts(child)
            factor = faults.scaled(told.get("Коэффициент"), values.MICRO, f"{place}/Пересчет", "Коэффициент")
            if factor:
                found.append((values.line(told.get("Единица")), factor))
    return found


def tax_rates(element: etree._Element) -> tuple[TaxRate, ...]:
    """СтавкиНалогов; a rate that is no number («Без НДС») has no percentage."""
    told = map(texts, element)
    return tuple(tax_rate(each.get("Наименование"), each.get("Ставка")) for each in told)


@lru_cache(maxsize=1024)
def tax_rate(name: str | None, rate: str | None) -> TaxRate:
    """One СтавкаНалога."""
    raw = values.line(rate)
    try:
        percent = values.scaled(raw.removesuffix("%"), values.MICRO)
    except (ValueError, OverflowError):
        percent = None
    return TaxRate(values.line(name), raw, percent)


def options(element: etree._Element) -> tuple[Option, ...]:
    """ХарактеристикиТовара; one without a name or a value tells nothing of the variant and is left out."""
    found = []
    for child in element:
        told = texts(child)
        name, value = values.word(told.get("Наименование")), values.word(told.get("Значение"))
        if name and value:
            found.append(Option(name, value, values.line(told.get("Ид"))))
    return tuple(found)


def requisites(element: etree._Element) -> list[tuple[str, str]]:
    """ЗначенияРеквизитов as pairs of plain name and value, in order; one of several values makes several pairs."""
    found = []
    for child in element:
        name = ""
        for part in child:
            tag = LOCAL[part.tag]
            if tag == "Наименование":
                name = values.plain_name(part.text or "")
            elif tag == "Значение":
                found.append((name, values.line(part.text)))
    return found


def first_of_each(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The pairs as a mapping; of equal names the first one counts."""
    return dict(reversed(pairs))


def address(element: etree._Element) -> Address:
    """An address: its text and its typed parts."""
    told = texts(element)
    parts = (texts(child) for child in element if LOCAL[child.tag] == "АдресноеПоле")
    return Address(
        values.line(told.get("Представление")),
        tuple((values.line(part.get("Тип")), values.line(part.get("Значение"))) for part in parts),
        values.line(told.get("Комментарий")),
    )


def contacts(element: etree._Element) -> tuple[Contact, ...]:
    """Контакты; one without a value is left out."""
    found = []
    for child in element:
        told = texts(child)
        kind, value = values.line(told.get("Тип")), values.line(told.get("Значение"))
        if value:
            found.append(Contact(values.plain_name(kind), value, kind, values.line(told.get("Комментарий"))))
    return tuple(found)


def deleted(element: etree._Element, told: dict[str, str | None], place: str, faults: Faults) -> bool | None:
    """Whether the row is marked deleted in any of the three ways; None when it speaks of it in none."""
    statuses = [each for each in (element.get("Статус"), told.get("Статус")) if each]
    mark = faults.flag(told.get("ПометкаУдаления"), place, "ПометкаУдаления")
    if mark or any(values.plain_name(each) == "удален" for each in statuses):
        return True
    return False if statuses or mark is False else None
