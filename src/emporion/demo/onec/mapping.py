"""What the user of 1C sets against the site's lists: statuses, ways to pay, ways to deliver, by id and name."""

import json
import sqlite3
from typing import Literal

from lxml import etree

from emporion.demo.onec import desk
from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import UnreadableInfo
from emporion.demo.onec.operations import BANK, CARD, CASH

Kind = Literal["status", "payment", "delivery"]
State = Literal["new", "confirmed", "paid", "shipped", "cancelled"]
Lists = dict[str, list[tuple[str, str]]]  # tag of the list → (Ид, Название)
Told = tuple[str, str]

# the names are those seen in real answers, the codes those of a fresh Bitrix
USUAL: dict[tuple[str, str], Told] = {
    ("status", "new"): ("N", "Не согласован"),
    ("status", "confirmed"): ("A", "Подтвержден"),
    ("status", "paid"): ("P", "Оплачен"),
    ("status", "shipped"): ("F", "Отгружен"),
    ("status", "cancelled"): ("C", "Отменен"),
    ("payment", CASH): ("1", "Наличные курьеру"),
    ("payment", BANK): ("2", "Безналичный расчет"),
    ("payment", CARD): ("3", "Банковские карты"),
}
_KINDS: tuple[tuple[str, Kind], ...] = (("статус", "status"), ("плат", "payment"), ("достав", "delivery"))


def told(base: Base, kind: Kind, key: str) -> Told:
    """Id and name the site knows it by; two empty words where nobody has set anything."""
    kept = base.value("SELECT value FROM constant WHERE name = ?", f"{kind}:{key}")
    if kept is None:
        return USUAL.get((kind, key), ("", ""))
    code, name = json.loads(kept)
    return code, name


def set_against(base: Base, kind: Kind, key: str, code: str, name: str) -> None:
    """Fill one row of the table of correspondences; two empty words leave it out of the answers."""
    with base.transaction():
        base.set_constant(f"{kind}:{key}", json.dumps([code, name], ensure_ascii=False))


def state_of(base: Base, order: sqlite3.Row) -> State:
    """How far an order is in 1C."""
    if order["cancelled"] or order["deleted"]:
        return "cancelled"
    if desk.shipment(base, order["id"]) is not None:
        return "shipped"
    if not order["posted"]:
        return "new"
    return "paid" if desk.is_paid(base, order["id"]) else "confirmed"


def read_lists(body: bytes) -> Lists:
    """The answer to mode=info: any root, any lists of elements with Ид and Название, in any alphabet it declares."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise UnreadableInfo("info", f"could not read XML: {error}", body[:300].decode("utf-8", "replace")) from error
    lists = {_name(each): _rows(each) for each in root}
    return {name: rows for name, rows in lists.items() if rows}


def take_lists(base: Base, lists: Lists) -> None:
    """Set what has the same name on both sides against each other, as a user does who goes through the table."""
    with base.transaction():
        base.set_constant("site_lists", json.dumps(lists, ensure_ascii=False))
        for tag, rows in lists.items():
            kind = next((kind for start, kind in _KINDS if start in tag.lower()), None)
            for code, name in rows if kind else ():
                for (of, key), (_, ours) in USUAL.items():
                    if of == kind and ours.casefold() == name.casefold():
                        set_against(base, kind, key, code, name)
                if kind == "delivery":
                    set_against(base, kind, name, code, name)


def _rows(parent: etree._Element) -> list[Told]:
    found = []
    for each in parent:
        values = {_name(part): (part.text or "").strip() for part in each}
        if "Ид" in values and "Название" in values:
            found.append((values["Ид"], values["Название"]))
    return found


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
