"""What the answers of all editions tell alike of an order: its customer, its lines, its taxes."""

import json
import sqlite3
from collections.abc import Sequence

from lxml import etree

from emporion.demo.onec import desk
from emporion.demo.onec.base import Base
from emporion.demo.onec.commerceml import LONGEST_NAME, Writer, flag, offer_name
from emporion.demo.onec.numbers import minor_text, thousandths_text

LONGEST_CURRENCY = 3


def customer_of(writer: Writer, document: etree._Element, key: str) -> None:
    """Контрагенты with the one customer: a company by its official name, a person by the full one."""
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


def taxes_of(writer: Writer, document: etree._Element, lines: Sequence[sqlite3.Row]) -> None:
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


def line_of(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    """A line as 1C has it now, in the schema's order."""
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
    line_tax(writer, line, row)


def line_tax(writer: Writer, line: etree._Element, row: sqlite3.Row) -> None:
    """The VAT of a line, with its rate."""
    tax = writer.add(writer.add(line, "Налоги"), "Налог")
    writer.add(tax, "Наименование", "НДС")
    writer.add(tax, "УчтеноВСумме", flag(row["vat_included"]))
    writer.add(tax, "Сумма", minor_text(desk.tax(row)))
    writer.add(tax, "Ставка", row["vat"])


def services_first(lines: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """The delivery before the goods."""
    return sorted(lines, key=lambda line: not line["service"])


def delivery_cost(base: Base, order: str) -> int:
    """The services of an order, in minor units."""
    return sum(line["sum_minor"] for line in desk.lines(base, order) if line["service"])


def site_said(order: sqlite3.Row, name: str) -> str:
    """A requisite under which the site sent the order."""
    return str(json.loads(order["requisites"] or "{}").get(name, ""))
