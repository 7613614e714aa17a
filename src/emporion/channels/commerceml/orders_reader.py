"""From a Документ or a Контрагент to its record: orders of a site, and what 1C answers about them.

1C tells the fate of an order in requisites, and each of its configurations in others: UT 11 writes no «Оплачен» at all
but the number and date of the payment. Here all spellings become the same few fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lxml import etree

from emporion.channels.commerceml import fields, refusals, values
from emporion.channels.commerceml.cards import kind_of
from emporion.channels.commerceml.catalog_reader import required, warehouse_of
from emporion.channels.commerceml.elements import LOCAL, joined_key
from emporion.channels.commerceml.fields import Faults
from emporion.channels.commerceml.order_records import Discount, Document, Line, Party, Payment, Shipment, Tax
from emporion.channels.commerceml.rows import Row

_STATUS = re.compile(r"\[([^\[\]]{1,50})\]\s*(.*)", re.DOTALL)
_NAMES = {"last_name": "Фамилия", "first_name": "Имя", "middle_name": "Отчество", "role": "Роль",
          "tax_id": "ИНН", "tax_registration": "КПП", "comment": "Комментарий"}  # fmt: skip


def document(row: Row) -> Document:
    """A document with its lines, people, payments and shipments; FieldRefused without both number and id."""
    faults = Faults()
    found = _document(row.element, row.place, faults, row.container)
    if not found.number and not found.id:
        raise refusals.MissingField(element=row.name, field="Номер", raw="", place=row.place)
    return found


def counterparty(row: Row) -> Party:
    """A customer of a file of customers."""
    required(row)
    return party(row.element, row.place, Faults())


def _document(element: etree._Element, place: str, faults: Faults, container: int = 0) -> Document:
    told, parts = fields.texts(element), fields.children(element)
    pairs = fields.requisites(parts["ЗначенияРеквизитов"]) if "ЗначенияРеквизитов" in parts else []
    requisites = fields.first_of_each(pairs)
    below = tuple(
        _document(each, f"{place}/ПодчиненныеДокументы/ПодчиненныйДокумент[{number}]", faults)
        for number, each in listed(parts, "ПодчиненныеДокументы", "ПодчиненныйДокумент")
    )
    outcome = _Outcome(requisites, place, faults)
    return Document(
        id=values.line(told.get("Ид")),
        number=values.line(told.get("Номер")),
        place=place,
        container=container,
        number_1c=values.line(told.get("Номер1С")) or requisites.get("номерпо1с", ""),
        operation=values.line(told.get("ХозОперация")),
        role=values.line(told.get("Роль")),
        base=values.line(told.get("Основание")),
        version=told.get("НомерВерсии"),
        comment=values.prose(told["Комментарий"]) if "Комментарий" in told else None,
        parties=tuple(
            party(each, f"{place}/Контрагенты/Контрагент[{number}]", faults)
            for number, each in listed(parts, "Контрагенты", "Контрагент")
        ),
        lines=_lines(parts["Товары"], f"{place}/Товары", faults) if "Товары" in parts else None,
        taxes=_taxes(parts, place, faults),
        discounts=_discounts(parts, "Скидки", "Скидка", place, faults),
        charges=_discounts(parts, "ДопРасходы", "ДопРасход", place, faults),
        warehouses=tuple(warehouse_of(each, place) for _, each in listed(parts, "Склады", "Склад")),
        requisites=requisites,
        deleted=_either(fields.deleted(element, told, place, faults), outcome.flag("пометкаудаления", "удален")),
        posted=outcome.flag("проведен"),
        cancelled=outcome.flag("отменен"),
        paid=outcome.paid(),
        shipped=outcome.shipped(),
        payments=outcome.payments(below) + _site_payments(parts, place, faults),
        shipments=outcome.shipments(below),
        track_number=requisites.get("идентификаторотправления") or None,
        sub_documents=below,
        **_sums_and_dates(told, place, faults),
        **_status(requisites),
        faults=tuple(faults),
    )


def _sums_and_dates(told: dict[str, str | None], place: str, faults: Faults) -> dict[str, Any]:
    raw = values.line(told.get("Валюта"))
    return {
        "date": faults.day(told.get("Дата"), place, "Дата"),
        "time": faults.clock(told.get("Время"), place, "Время"),
        "due": faults.day(told.get("СрокПлатежа"), place, "СрокПлатежа"),
        "currency": values.currency(raw),
        "currency_raw": raw,
        "rate_micro": faults.scaled(told.get("Курс"), values.MICRO, place, "Курс"),
        "sum_micro": faults.scaled(told.get("Сумма"), values.MICRO, place, "Сумма"),
    }


def _status(requisites: dict[str, str]) -> dict[str, Any]:
    """«[N] Принят» is the code N and the text Принят; a code given apart goes before."""
    text = requisites.get("статусзаказа")
    code = requisites.get("статусазаказаид")
    if found := _STATUS.fullmatch(text or ""):
        code, text = code or found[1].strip(), found[2].strip()
    return {"status": text, "status_code": code}


class _Outcome:
    """What the requisites and the documents below tell of the order's fate."""

    def __init__(self, requisites: dict[str, str], place: str, faults: Faults) -> None:
        self.requisites, self.place, self.faults = requisites, f"{place}/ЗначенияРеквизитов", faults

    def flag(self, *names: str) -> bool | None:
        """The first of the names that is told; an empty value tells nothing."""
        for name in names:
            if raw := self.requisites.get(name):
                return self.faults.flag(raw, self.place, name)
        return None

    def at(self, *names: str) -> datetime | None:
        """The first date told under one of the names."""
        for name in names:
            if raw := self.requisites.get(name):
                return self.faults.moment(raw, self.place, name)
        return None

    def paid(self) -> bool | None:
        """Paid when 1C names its payment; «Оплачен» only where a configuration writes it."""
        return True if self._named("оплаты") else self.flag("оплачен", "заказоплачен")

    def shipped(self) -> bool | None:
        """Shipped when 1C names its shipment; «Отгружен» only where a configuration writes it."""
        return True if self._named("отгрузки") else self.flag("отгружен")

    def payments(self, below: tuple[Document, ...]) -> tuple[Payment, ...]:
        """Documents below that are payments and not marked as open; else the one the requisites name."""
        found = payments_of(below)
        if found or not self._named("оплаты"):
            return found
        return (Payment("", self.requisites.get("номероплатыпо1с", ""), self.at("датаоплатыпо1с"), None),)

    def shipments(self, below: tuple[Document, ...]) -> tuple[Shipment, ...]:
        """Documents below that are shipments and not marked as open; else the one the requisites name."""
        found = shipments_of(below)
        if found or not self._named("отгрузки"):
            return found
        return (Shipment("", self.requisites.get("номеротгрузкипо1с", ""), self.at("датаотгрузкипо1с")),)

    def _named(self, what: str) -> bool:
        return bool(self.requisites.get(f"номер{what}по1с") or self.at(f"дата{what}по1с"))


def payments_of(documents: Sequence[Document]) -> tuple[Payment, ...]:
    """Those of the documents that are payments, unless they are marked as not paid yet; a deleted one is of nothing."""
    return tuple(
        Payment(each.id, each.number, _done_at(each, "датаоплаты"), _sum_of(each), operation=each.operation)
        for each in documents
        if each.is_payment and (each.deleted or each.paid is not False)
    )


def _sum_of(payment: Document) -> int | None:
    return 0 if payment.deleted else payment.sum_micro


def shipments_of(documents: Sequence[Document]) -> tuple[Shipment, ...]:
    """Those of the documents that are shipments, unless they are deleted or marked as not sent yet."""
    return tuple(
        Shipment(each.id, each.number, _done_at(each, "датаотгрузки"), each.lines, each.track_number or "")
        for each in documents
        if each.is_shipment and each.shipped is not False and not each.deleted
    )


def with_siblings(order: Document, beside: Sequence[Document]) -> Document:
    """An order with the payments and shipments beside it in its Контейнер (3.1), as if they stood below it."""
    return replace(
        order,
        payments=payments_of(beside) or order.payments,
        shipments=shipments_of(beside) or order.shipments,
        faults=(*order.faults, *(fault for each in beside for fault in each.faults)),
    )


def _done_at(found: Document, requisite: str) -> datetime | None:
    """When a sub-document took place: its requisite, else its own date and time."""
    told = Faults().moment((found.requisites or {}).get(requisite), found.place, requisite)
    if told or not found.date:
        return told
    return datetime.combine(found.date, found.time or datetime.min.time())


def _site_payments(parts: dict[str, etree._Element], place: str, faults: Faults) -> tuple[Payment, ...]:
    """Оплаты of 2.09: payments that a site took."""
    found = []
    for number, each in listed(parts, "Оплаты", "Оплата"):
        told, here = fields.texts(each), f"{place}/Оплаты/Оплата[{number}]"
        found.append(
            Payment(
                values.line(told.get("НомерТранзакции")),
                values.line(told.get("НомерДокумента")),
                faults.moment(told.get("ДатаОплаты"), here, "ДатаОплаты"),
                faults.scaled(told.get("СуммаОплаты"), values.MICRO, here, "СуммаОплаты"),
                values.line(told.get("СпособОплаты")),
            )
        )
    return tuple(found)


def _lines(element: etree._Element, place: str, faults: Faults) -> tuple[Line, ...]:
    rows = (each for each in element if LOCAL[each.tag] == "Товар")
    return tuple(_line(each, f"{place}/Товар[{number}]", faults) for number, each in enumerate(rows, 1))


def _line(element: etree._Element, place: str, faults: Faults) -> Line:
    told, parts = fields.texts(element), fields.children(element)
    key = joined_key(values.line(told.get("Ид")), values.line(told.get("ИдХарактеристики")))
    goods_id, variant_id = values.split_key(key)
    requisites = (
        fields.first_of_each(fields.requisites(parts["ЗначенияРеквизитов"])) if "ЗначенияРеквизитов" in parts else {}
    )
    unit = parts.get("БазоваяЕдиница", parts.get("Единица"))
    price = "ЦенаЗаЕдиницу" if "ЦенаЗаЕдиницу" in told else "Цена"
    return Line(
        key,
        goods_id,
        variant_id,
        place,
        values.line(told.get("Наименование")),
        values.line(told.get("Артикул")),
        values.line(told.get("Штрихкод")),
        None if unit is None else fields.unit(unit, place, faults),
        faults.scaled(told.get(price), values.MICRO, place, price),
        faults.scaled(told.get("Количество"), values.THOUSANDTHS, place, "Количество"),
        faults.scaled(told.get("Сумма"), values.MICRO, place, "Сумма"),
        faults.scaled(told.get("Коэффициент"), values.MICRO, place, "Коэффициент") or 1_000_000,
        _taxes(parts, place, faults),
        fields.tax_rates(parts["СтавкиНалогов"]) if "СтавкиНалогов" in parts else (),
        _discounts(parts, "Скидки", "Скидка", place, faults),
        fields.options(parts["ХарактеристикиТовара"]) if "ХарактеристикиТовара" in parts else (),
        requisites,
        kind_of(requisites),
    )


def _taxes(parts: dict[str, etree._Element], place: str, faults: Faults) -> tuple[Tax, ...]:
    found = []
    for number, each in listed(parts, "Налоги", "Налог"):
        told, here = fields.texts(each), f"{place}/Налоги/Налог[{number}]"
        found.append(
            Tax(
                values.line(told.get("Наименование")),
                faults.scaled(told.get("Сумма"), values.MICRO, here, "Сумма"),
                faults.flag(told.get("УчтеноВСумме"), here, "УчтеноВСумме"),
                values.line(told.get("Ставка")),
            )
        )
    return tuple(found)


def _discounts(
    parts: dict[str, etree._Element], many: str, one: str, place: str, faults: Faults
) -> tuple[Discount, ...]:
    found = []
    for number, each in listed(parts, many, one):
        told, here = fields.texts(each), f"{place}/{many}/{one}[{number}]"
        percent = (told.get("Процент") or "").replace("%", "")
        found.append(
            Discount(
                values.line(told.get("Наименование")),
                faults.scaled(told.get("Сумма"), values.MICRO, here, "Сумма"),
                faults.scaled(percent, values.MICRO, here, "Процент"),
                faults.flag(told.get("УчтеноВСумме"), here, "УчтеноВСумме"),
            )
        )
    return tuple(found)


def party(element: etree._Element, place: str, faults: Faults) -> Party:
    """A Контрагент: a firm by its official name, else a person."""
    told, parts = fields.texts(element), fields.children(element)
    registered = parts.get("ЮридическийАдрес", parts.get("АдресРегистрации"))
    return Party(
        id=values.line(told.get("Ид")),
        name=values.line(told.get("Наименование")),
        official_name=_told(told, "ОфициальноеНаименование"),
        full_name=_told(told, "ПолноеНаименование"),
        address=fields.address(parts["Адрес"]) if "Адрес" in parts else None,
        registered_address=None if registered is None else fields.address(registered),
        contacts=fields.contacts(parts["Контакты"]) if "Контакты" in parts else (),
        deleted=fields.deleted(element, told, place, faults),
        **{field: values.line(told.get(tag)) for field, tag in _NAMES.items()},
    )


def listed(parts: dict[str, etree._Element], many: str, one: str) -> list[tuple[int, etree._Element]]:
    """The elements of a list with their numbers from 1; none where the list is absent."""
    if many not in parts:
        return []
    return list(enumerate((each for each in parts[many] if LOCAL[each.tag] == one), 1))


def _told(told: dict[str, str | None], name: str) -> str | None:
    return values.line(told[name]) if name in told else None


def _either(one: bool | None, other: bool | None) -> bool | None:
    """True if one says so; None only if neither speaks."""
    return True if one or other else (False if one is False or other is False else None)
