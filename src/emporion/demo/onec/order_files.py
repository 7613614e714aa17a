"""orders-<uuid>_1.xml: 1C's answer about orders of the site, under the site's own numbers and dates."""

import sqlite3
from collections.abc import Sequence

from lxml import etree

from emporion.demo.onec import desk
from emporion.demo.onec.base import Base
from emporion.demo.onec.commerceml import LONGEST_COMMENT, LONGEST_NAME, Writer, flag, offer_name
from emporion.demo.onec.numbers import minor_text, thousandths_text
from emporion.demo.onec.profiles import Profile

LONGEST_CURRENCY = 3
_PAYMENT = "SELECT number, made_at FROM payment WHERE customer_order = ?"
_SHIPMENT = "SELECT number, made_at FROM shipment WHERE customer_order = ?"


def orders_file(base: Base, profile: Profile, orders: Sequence[str]) -> bytes:
    """The orders named, with their lines as 1C has them now and the marks of posting, payment and shipment."""
    writer = Writer(base, profile)
    for one in orders:
        _document(writer, desk.order(base, one))
    return writer.file()


def _document(writer: Writer, row: sqlite3.Row) -> None:
    document = writer.add(writer.root, "Документ")
    lines = desk.lines(writer.base, row["id"])
    writer.add(document, "Ид", row["id"])
    writer.add(document, "Номер", row["site_number"])
    writer.add(document, "Дата", row["site_date"])
    writer.add(document, "ХозОперация", "Заказ товара")
    writer.add(document, "Роль", "Продавец")
    writer.add(document, "Валюта", row["currency"][:LONGEST_CURRENCY])
    writer.add(document, "Курс", "1")
    writer.add(document, "Сумма", minor_text(desk.total(writer.base, row["id"])))
    _customer(writer, document, row["customer"])
    writer.add_told(document, "Время", row["site_time"])
    writer.add_told(document, "Комментарий", row["comment"][:LONGEST_COMMENT])
    _taxes(writer, document, lines)
    if lines:
        goods = writer.add(document, "Товары")
        for line in lines:
            _line(writer, goods, line)
    writer.requisites(document, _requisites(writer.base, row))


def _customer(writer: Writer, document: etree._Element, key: str) -> None:
    row = writer.base.one("SELECT * FROM customer WHERE id = ?", key)
    if row is None:
        return
    customer = writer.add(writer.add(document, "Контрагенты"), "Контрагент")
    writer.add(customer, "Ид", row["id"])
    writer.add(customer, "Наименование", row["name"][:LONGEST_NAME])
    full = (row["full_name"] or row["name"])[:LONGEST_NAME]
    writer.add(customer, "ОфициальноеНаименование" if row["company"] else "ПолноеНаименование", full)
    writer.add_told(customer, "ИНН", row["inn"])
    writer.add_told(customer, "КПП", row["kpp"])
    if row["address"]:
        writer.add(writer.add(customer, "Адрес"), "Представление", row["address"][:LONGEST_NAME])
    _contacts(writer, customer, {"Телефон рабочий": row["phone"], "Почта": row["email"]})
    writer.add(customer, "Роль", "Покупатель")


def _contacts(writer: Writer, customer: etree._Element, known: dict[str, str]) -> None:
    told = {kind: value for kind, value in known.items() if value}
    if told:
        contacts = writer.add(customer, "Контакты")
        for kind, value in told.items():
            contact = writer.add(contacts, "Контакт")
            writer.add(contact, "Тип", kind)
            writer.add(contact, "Значение", value)


def _taxes(writer: Writer, document: etree._Element, lines: Sequence[sqlite3.Row]) -> None:
    """One row of VAT for what is within the sums and one for what comes on top, where there is any."""
    taxed = [line for line in lines if desk.tax(line)]
    if taxed:
        taxes = writer.add(document, "Налоги")
        for included in sorted({line["vat_included"] for line in taxed}):
            tax = writer.add(taxes, "Налог")
            writer.add(tax, "Наименование", "НДС")
            writer.add(tax, "УчтеноВСумме", flag(included))
            amount = sum(desk.tax(line) for line in taxed if line["vat_included"] == included)
            writer.add(tax, "Сумма", minor_text(amount))


def _line(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    base = writer.base
    goods = base.one("SELECT * FROM goods WHERE id = ?", row["goods"])
    offer = base.one("SELECT * FROM offer WHERE id = ?", row["offer"])
    if goods is None:
        return
    line = writer.add(parent, "Товар")
    writer.add(line, "Ид", row["offer"])
    if offer is not None:
        writer.barcode(line, offer["barcode"])
    writer.add_told(line, "Артикул", goods["article"])
    writer.add(line, "Наименование", offer_name(goods["name"], offer["variant"] if offer is not None else ""))
    writer.unit(line, goods["unit"])
    writer.options(line, row["offer"])
    writer.requisites(
        line, {"ВидНоменклатуры": goods["kind"], "ТипНоменклатуры": "Услуга" if row["service"] else "Товар"}
    )
    writer.add(line, "ИдКаталога", base.constant("catalog"))
    writer.add(line, "ЦенаЗаЕдиницу", minor_text(row["price_minor"]))
    writer.add(line, "Количество", thousandths_text(row["thousandths"]))
    writer.add(line, "Сумма", minor_text(row["sum_minor"]))
    writer.add(line, "Единица", goods["unit"])
    writer.add(line, "Коэффициент", "1")
    _line_tax(writer, line, row)


def _line_tax(writer: Writer, line: etree._Element, row: sqlite3.Row) -> None:
    tax = writer.add(writer.add(line, "Налоги"), "Налог")
    writer.add(tax, "Наименование", "НДС")
    writer.add(tax, "УчтеноВСумме", flag(row["vat_included"]))
    writer.add(tax, "Сумма", minor_text(desk.tax(row)))
    writer.add(tax, "Ставка", row["vat"])


def _requisites(base: Base, row: sqlite3.Row) -> dict[str, str]:
    """What UT 11 tells of the state; it has no words «Оплачен», «Отгружен», «Статус заказа»."""
    told = {
        "Номер по 1С": row["number"],
        "Дата по 1С": row["made_at"],
        "ПометкаУдаления": flag(row["deleted"]),
        "Проведен": flag(row["posted"]),
    }
    for query, word in ((_PAYMENT, "оплаты"), (_SHIPMENT, "отгрузки")):
        made = base.one(query, row["id"])
        if made is not None:
            told |= {f"Номер {word} по 1С": made["number"], f"Дата {word} по 1С": made["made_at"]}
    return told | ({"Отменен": "true"} if row["cancelled"] else {})
