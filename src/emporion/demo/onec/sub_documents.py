"""ПодчиненныеДокументы of UNF: the payments and the shipment of an order, as documents within it."""

import sqlite3

from lxml import etree

from emporion.demo.onec import desk, mapping
from emporion.demo.onec.base import Base
from emporion.demo.onec.commerceml import Writer
from emporion.demo.onec.numbers import minor_text
from emporion.demo.onec.operations import BANK, SHIPMENT
from emporion.demo.onec.order_parts import LONGEST_CURRENCY, delivery_cost, line_of, services_first, site_said


def write(writer: Writer, document: etree._Element, order: sqlite3.Row) -> None:
    """Append what has been paid and sent, in the order of the days; nothing where there is nothing."""
    paid, sent = desk.payments(writer.base, order["id"]), desk.shipment(writer.base, order["id"])
    if not paid and sent is None:
        return
    below = writer.add(document, "ПодчиненныеДокументы")
    for payment in paid:
        _payment(writer, below, order, payment)
    if sent is not None:
        _shipment(writer, below, order, sent)


def method(base: Base, kind: str) -> dict[str, str]:
    """A way to pay as the site names it."""
    code, name = mapping.told(base, "payment", kind)
    return _filled({"Метод оплаты ИД": code, "Метод оплаты": name})


def delivery(base: Base, order: sqlite3.Row) -> dict[str, str]:
    """How, to whom and for how much an order is delivered; nothing where the site named no way of delivery."""
    way = site_said(order, "Способ доставки")
    sent = desk.shipment(base, order["id"])
    cost = delivery_cost(base, order["id"])
    if not way and not cost and sent is None:
        return {}
    customer = base.rows("SELECT name, phone FROM customer WHERE id = ?", order["customer"])[0]
    code, name = mapping.told(base, "delivery", way)
    return _filled(
        {
            "Метод доставки ИД": code or site_said(order, "Метод доставки ИД"),
            "Метод доставки": name or way,
            "Идентификатор отправления": sent["track"] if sent is not None else "",
            "Стоимость доставки": minor_text(cost) if cost else "",
            "Получатель": customer["name"],
            "Контактный телефон": customer["phone"],
            "Пункт выдачи заказа": site_said(order, "Пункт выдачи заказа"),
        }
    )


def _payment(writer: Writer, below: etree._Element, order: sqlite3.Row, row: sqlite3.Row) -> None:
    document = _head(
        writer, below, order, row, operation=row["kind"], minor=row["sum_minor"], site_number=row["site_number"]
    )
    receipt = {} if row["kind"] == BANK else {"Номер чека": row["number"].partition("-")[2]}
    told = {"Оплачен": "true", "Дата оплаты": row["made_at"]}
    writer.requisites(document, told | method(writer.base, row["kind"]) | receipt)


def _shipment(writer: Writer, below: etree._Element, order: sqlite3.Row, row: sqlite3.Row) -> None:
    base = writer.base
    document = _head(writer, below, order, row, operation=SHIPMENT, minor=desk.total(base, order["id"]))
    goods = writer.add(document, "Товары")
    for line in services_first(desk.lines(base, order["id"])):
        line_of(writer, goods, line)
    told = {"Отгружен": "true", "Дата отгрузки": row["made_at"], "Номер документа отгрузки": row["number"]}
    writer.requisites(document, told | delivery(base, order))


def _head(
    writer: Writer,
    below: etree._Element,
    order: sqlite3.Row,
    row: sqlite3.Row,
    *,
    operation: str,
    minor: int,
    site_number: str = "",
) -> etree._Element:
    """Номер only of what came from the site: what was made in 1C is known by its Ид."""
    document = writer.add(below, "ПодчиненныйДокумент")
    writer.add(document, "Ид", row["id"])
    writer.add_told(document, "Номер", site_number)
    writer.add(document, "Дата", row["made_at"].partition("T")[0])
    writer.add(document, "ХозОперация", operation)
    writer.add(document, "Валюта", order["currency"][:LONGEST_CURRENCY])
    writer.add(document, "Курс", "1")
    writer.add(document, "Сумма", minor_text(minor))
    writer.add(document, "СрокПлатежа", row["made_at"].partition("T")[0])
    return document


def _filled(pairs: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in pairs.items() if value}
