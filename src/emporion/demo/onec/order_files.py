"""orders-<uuid>_1.xml: 1C's answer about orders of the site, under the site's own numbers and dates."""

import sqlite3
from collections.abc import Sequence

from emporion.demo.onec import desk, mapping, sub_documents
from emporion.demo.onec.base import Base
from emporion.demo.onec.commerceml import LONGEST_COMMENT, Writer, flag
from emporion.demo.onec.module_orders import module_document
from emporion.demo.onec.numbers import minor_text
from emporion.demo.onec.order_parts import LONGEST_CURRENCY, customer_of, line_of, taxes_of
from emporion.demo.onec.profiles import Profile


def orders_file(base: Base, profile: Profile, orders: Sequence[str]) -> bytes:
    """The orders named, with their lines as 1C has them now and what has become of them, in the edition's words."""
    writer = Writer(base, profile)
    for one in orders:
        row = desk.order(base, one)
        if profile.answers == "module":
            module_document(writer, row, split=profile.layout == "split")
        else:
            _document(writer, row, profile)
    return writer.file()


def _document(writer: Writer, row: sqlite3.Row, profile: Profile) -> None:
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
    customer_of(writer, document, row["customer"])
    writer.add_told(document, "Время", row["site_time"])
    writer.add_told(document, "Комментарий", row["comment"][:LONGEST_COMMENT])
    taxes_of(writer, document, lines)
    if lines:
        goods = writer.add(document, "Товары")
        for line in lines:
            line_of(writer, goods, line)
    unf = profile.answers == "unf"
    writer.requisites(document, _unf(writer.base, row, profile) if unf else _ut11(writer.base, row))
    if profile.sub_documents:
        sub_documents.write(writer, document, row)


def _ut11(base: Base, row: sqlite3.Row) -> dict[str, str]:
    """What UT 11 tells of the state; it has no words «Оплачен», «Отгружен», «Статус заказа»."""
    return _head(base, row) | _payment(base, row) | _shipment(base, row) | _cancelled(row)


def _unf(base: Base, row: sqlite3.Row, profile: Profile) -> dict[str, str]:
    """What UNF tells: flags always, numbers of payment and shipment only where no sub-documents tell them."""
    apart = profile.sub_documents
    paid, shipped = _payment(base, row), _shipment(base, row)
    told = _head(base, row) | _cancelled(row)
    told |= {"Оплачен": flag(paid)} | ({} if apart else paid | _method(base, row))
    told |= {"Отгружен": flag(shipped)} | ({} if apart else shipped | sub_documents.delivery(base, row))
    return told | _status(base, row)


def _head(base: Base, row: sqlite3.Row) -> dict[str, str]:
    return {
        "Номер по 1С": row["number"],
        "Дата по 1С": row["made_at"],
        "ПометкаУдаления": flag(row["deleted"]),
        "Проведен": flag(row["posted"]),
    }


def _payment(base: Base, row: sqlite3.Row) -> dict[str, str]:
    """Told of a posted order that nothing is left to pay of: the last payment."""
    if not row["posted"] or not desk.is_paid(base, row["id"]):
        return {}
    last = desk.payments(base, row["id"])[-1]
    return {"Номер оплаты по 1С": last["number"], "Дата оплаты по 1С": last["made_at"]}


def _shipment(base: Base, row: sqlite3.Row) -> dict[str, str]:
    made = desk.shipment(base, row["id"])
    if not row["posted"] or made is None:
        return {}
    return {"Номер отгрузки по 1С": made["number"], "Дата отгрузки по 1С": made["made_at"]}


def _cancelled(row: sqlite3.Row) -> dict[str, str]:
    return {"Отменен": "true"} if row["cancelled"] else {}


def _method(base: Base, row: sqlite3.Row) -> dict[str, str]:
    """How the order was paid, in the site's words."""
    found = desk.payments(base, row["id"])
    return sub_documents.method(base, found[-1]["kind"]) if found else {}


def _status(base: Base, row: sqlite3.Row) -> dict[str, str]:
    code, name = mapping.told(base, "status", mapping.state_of(base, row))
    pairs = {"Статуса заказа ИД": code, "Статус заказа": name}
    return {key: value for key, value in pairs.items() if value}
