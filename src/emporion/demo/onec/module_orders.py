"""Orders as the exchange module of 1C-Bitrix answers them.

2.09: one Документ, with the site's own Ид and the numbers of payment and shipment in requisites. 3.1: one Контейнер an
order, in which the order, its payments and its shipment stand side by side, without Ид, tied by Основание: the site's
number.
"""

import sqlite3

from lxml import etree

from emporion.demo.onec import desk, mapping
from emporion.demo.onec.assortment import SHORT_UNITS, UNITS
from emporion.demo.onec.commerceml import LONGEST_COMMENT, LONGEST_NAME, Writer, flag, offer_name
from emporion.demo.onec.numbers import minor_text, thousandths_text
from emporion.demo.onec.operations import ORDER, SHIPMENT
from emporion.demo.onec.order_parts import LONGEST_CURRENCY, customer_of, line_tax, services_first, taxes_of


def module_document(writer: Writer, row: sqlite3.Row, *, split: bool) -> None:
    """Append one order, with all that belongs to it."""
    if not split:
        _order(writer, writer.root, row, _requisites_209(writer, row), site_id=row["site_id"] or row["site_number"])
        return
    box = writer.add(writer.root, "Контейнер")
    _order(writer, box, row, _status(writer, row, "СтатусЗаказа"))
    for payment in desk.payments(writer.base, row["id"]):
        document = _head(writer, box, row, payment, operation=payment["kind"], minor=payment["sum_minor"])
        writer.requisites(document, {"Оплачен": "true", "Дата оплаты": payment["made_at"]})
        writer.stamp(document)
    sent = desk.shipment(writer.base, row["id"])
    if sent is not None:
        document = _head(writer, box, row, sent, operation=SHIPMENT, minor=desk.total(writer.base, row["id"]))
        _lines(writer, document, row)
        track = {"Идентификатор отправления": sent["track"]} if sent["track"] else {}
        writer.requisites(document, {"Отгружен": "true", "Дата отгрузки": sent["made_at"]} | track)
        writer.stamp(document)


def _order(
    writer: Writer, parent: etree._Element, row: sqlite3.Row, requisites: dict[str, str], site_id: str = ""
) -> None:
    document = writer.add(parent, "Документ")
    writer.add_told(document, "Ид", site_id)
    writer.add(document, "НомерВерсии")
    writer.add(document, "ПометкаУдаления", flag(row["deleted"]))
    writer.add(document, "Номер", row["site_number"])
    writer.add(document, "Номер1С", row["number"])
    writer.add(document, "Дата", row["site_date"])
    writer.add(document, "Дата1С", row["made_at"].partition("T")[0])
    writer.add_told(document, "Время", row["site_time"])
    writer.add(document, "ХозОперация", ORDER)
    customer_of(writer, document, row["customer"])
    writer.add(document, "Валюта", row["currency"][:LONGEST_CURRENCY])
    writer.add(document, "Курс", "1.0000")
    writer.add(document, "Сумма", minor_text(desk.total(writer.base, row["id"])))
    writer.add(document, "Роль", "Продавец")
    comment = f"{row['comment']} [Номер документа на сайте: {row['site_number']}]".strip()
    writer.add(document, "Комментарий", comment[:LONGEST_COMMENT])
    taxes_of(writer, document, desk.lines(writer.base, row["id"]))
    writer.requisites(document, requisites)
    _lines(writer, document, row)
    writer.stamp(document)


def _head(
    writer: Writer, box: etree._Element, order: sqlite3.Row, row: sqlite3.Row, *, operation: str, minor: int
) -> etree._Element:
    """A payment or a shipment beside its order."""
    document = writer.add(box, "Документ")
    writer.add(document, "НомерВерсии")
    writer.add(document, "ПометкаУдаления", "false")
    writer.add(document, "Номер", row["number"])
    writer.add(document, "Номер1С", row["number"])
    writer.add(document, "Дата", row["made_at"].partition("T")[0])
    writer.add_told(document, "Время", row["made_at"].partition("T")[2])
    writer.add(document, "ХозОперация", operation)
    writer.add(document, "Основание", order["site_number"])
    writer.add(document, "Валюта", order["currency"][:LONGEST_CURRENCY])
    writer.add(document, "Курс", "1.0000")
    writer.add(document, "Сумма", minor_text(minor))
    writer.add(document, "Роль", "Продавец")
    return document


def _lines(writer: Writer, document: etree._Element, order: sqlite3.Row) -> None:
    lines = services_first(desk.lines(writer.base, order["id"]))
    goods = writer.add(document, "Товары") if lines else document
    for line in lines:
        _line(writer, goods, line)


def _line(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    base = writer.base
    goods = base.rows("SELECT * FROM goods WHERE id = ?", row["goods"])[0]
    variant = base.value("SELECT variant FROM offer WHERE id = ?", row["offer"]) or ""
    line = writer.add(parent, "Товар")
    writer.add(line, "Ид", row["offer"])
    writer.add(line, "Наименование", offer_name(goods["name"], variant)[:LONGEST_NAME])
    rate = writer.add(writer.add(line, "СтавкиНалогов"), "СтавкаНалога")
    writer.add(rate, "Наименование", "НДС")
    writer.add(rate, "Ставка", row["vat"])
    kind = "Услуга" if row["service"] else "Товар"
    writer.requisites(line, {"ВидНоменклатуры": goods["kind"], "ТипНоменклатуры": kind})
    _unit(writer, line, goods["unit"])
    writer.add(line, "Коэффициент", "1")
    writer.add(line, "Количество", thousandths_text(row["thousandths"]))
    writer.add(line, "Цена", minor_text(row["price_minor"]))
    writer.add(line, "Сумма", minor_text(row["sum_minor"]))
    line_tax(writer, line, row)


def _unit(writer: Writer, line: etree._Element, code: str) -> None:
    unit = writer.add(line, "Единица")
    writer.add(unit, "Ид", code)
    writer.add(unit, "НаименованиеКраткое", SHORT_UNITS.get(code, ""))
    writer.add(unit, "Код", code)
    writer.add(unit, "НаименованиеПолное", UNITS.get(code, ("", ""))[0])


def _status(writer: Writer, row: sqlite3.Row, name: str) -> dict[str, str]:
    """Posted, cancelled, and the status the user has set against the state in 1C."""
    code, text = mapping.told(writer.base, "status", mapping.state_of(writer.base, row))
    told = {"Проведен": flag(row["posted"])} | ({"Отменен": "true"} if row["cancelled"] else {})
    return told | ({name: text} if text else {}) | ({"Статуса заказа ИД": code} if code else {})


def _requisites_209(writer: Writer, row: sqlite3.Row) -> dict[str, str]:
    told = {"Проведен": flag(row["posted"])} | ({"Отменен": "true"} if row["cancelled"] else {})
    paid, sent = desk.payments(writer.base, row["id"]), desk.shipment(writer.base, row["id"])
    if paid and desk.is_paid(writer.base, row["id"]):
        told |= {"Номер оплаты по 1С": paid[-1]["number"], "Дата оплаты по 1С": paid[-1]["made_at"]}
    if sent is not None:
        told |= {"Номер отгрузки по 1С": sent["number"], "Дата отгрузки по 1С": sent["made_at"]}
    return told | _status(writer, row, "Статус заказа")
