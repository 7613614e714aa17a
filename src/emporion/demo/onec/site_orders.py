"""Read the orders of a site's answer, by element name, as strictly as 1C does: one bad order spoils the answer."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from emporion.demo.onec.errors import BadDocument, UnreadableOrders
from emporion.demo.onec.numbers import share, to_minor, to_thousandths
from emporion.demo.onec.operations import CARD, ORDER, PAYMENTS, SHIPMENT
from emporion.demo.onec.profiles import Profile
from emporion.demo.onec.words import wrong_node

ROOT = "КоммерческаяИнформация"
WITHOUT_VAT = "Без НДС"
RATES = frozenset({"0", "5", "7", "10", "18", "20", "22"})
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class SiteCustomer:
    """The first Контрагент of an order; a company if it has ОфициальноеНаименование, even an empty one."""

    name: str
    company: bool
    full_name: str
    inn: str
    kpp: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A line as the site wrote it; amounts in minor units, quantity in thousandths."""

    ref: str
    article: str
    name: str
    unit: str
    service: bool
    price_minor: int
    thousandths: int
    sum_minor: int
    vat: str
    vat_included: bool


@dataclass(frozen=True, slots=True)
class SitePayment:
    """A card payment the site took: the only kind that 1C loads from a sub-document."""

    number: str
    date: str
    sum_minor: int
    method: str


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """An order of the site; lines of quantity 0 are left out already."""

    site_id: str
    number: str
    date: str
    time: str
    currency: str
    comment: str
    cancelled: bool
    requisites: str  # JSON: name → value
    customer: SiteCustomer
    lines: tuple[SiteLine, ...]
    payments: tuple[SitePayment, ...] = ()


def read_orders(body: bytes, profile: Profile) -> list[SiteOrder]:
    """The orders of an answer to query. A BOM, a blank line or a space before `<?xml` makes it unreadable."""
    if not body.startswith(profile.order_starts):
        raise UnreadableOrders("query", "could not read data", _start(body))
    return [order for xml in _documents(body) for order in _orders(xml, profile)]


def _documents(body: bytes) -> Iterable[bytes]:
    if not body.startswith(b"PK"):
        return [body]
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return [archive.read(name) for name in archive.namelist() if name.lower().endswith(".xml")]
    except zipfile.BadZipFile as error:
        raise UnreadableOrders("query", f"could not unpack: {error}") from error


def _orders(xml: bytes, profile: Profile) -> list[SiteOrder]:
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise UnreadableOrders("query", f"could not read XML: {error}", _start(xml)) from error
    if _name(root) != ROOT:
        raise UnreadableOrders("query", f"the root is {_name(root)}", _start(xml))
    return [_order(document) for document in _order_documents(root, profile)]


def _order_documents(root: etree._Element, profile: Profile) -> list[etree._Element]:
    """The documents of the root; the module of 1C-Bitrix also reads containers, where payments stand beside orders."""
    found = _children(root, "Документ")
    if profile.reads_containers:
        inside = [each for box in _children(root, "Контейнер") for each in _children(box, "Документ")]
        found += [each for each in inside if _text(each, "ХозОперация") not in {*PAYMENTS, SHIPMENT}]
    return found


def _bad(number: str, node: str, value: str, cause: str) -> BadDocument:
    return BadDocument("query", f"order {number}: {node} {cause}", words=wrong_node(node, value))


def _order(document: etree._Element) -> SiteOrder:
    number = _text(document, "Номер")
    operation = _text(document, "ХозОперация")
    if operation.lower() != ORDER.lower():
        raise _bad(number, "ХозОперация", operation, f"is not «{ORDER}»")
    if not _text(document, "Валюта"):
        raise _bad(number, "Валюта", "", "is empty")
    date = _DATE.match(_text(document, "Дата"))
    if date is None:
        raise _bad(number, "Дата", _text(document, "Дата"), "is not a date")
    requisites = _requisites(document)
    try:
        lines = tuple(_line(line) for goods in _children(document, "Товары") for line in _children(goods, "Товар"))
        payments = tuple(_payments(document))
    except ValueError as error:
        raise BadDocument("query", f"order {number}: {error}") from error
    return SiteOrder(
        site_id=_text(document, "Ид"),
        number=number,
        date=date.group(),
        time=_text(document, "Время"),
        currency=_text(document, "Валюта"),
        comment=_text(document, "Комментарий"),
        cancelled=requisites.get("Отменен", "").lower() == "true",
        requisites=json.dumps(requisites, ensure_ascii=False),
        customer=_customer(document, number),
        lines=tuple(line for line in lines if line.thousandths),
        payments=payments,
    )


def _payments(document: etree._Element) -> Iterable[SitePayment]:
    """Sub-documents that say a card was charged; other kinds of payment are passed over."""
    for below in _children(document, "ПодчиненныеДокументы"):
        for each in _children(below, "ПодчиненныйДокумент"):
            requisites = _requisites(each)
            if _text(each, "ХозОперация") == CARD and requisites.get("Оплачен", "").lower() == "true":
                yield SitePayment(
                    number=_text(each, "Номер"),
                    date=_text(each, "Дата"),
                    sum_minor=to_minor(_text(each, "Сумма") or "0"),
                    method=requisites.get("Метод оплаты", ""),
                )


def _line(line: etree._Element) -> SiteLine:
    thousandths = to_thousandths(_text(line, "Количество") or "0")
    given_sum, given_price = _text(line, "Сумма"), _text(line, "ЦенаЗаЕдиницу")
    line_sum = to_minor(given_sum) if given_sum else share(to_minor(given_price or "0"), thousandths, 1000)
    price = to_minor(given_price) if given_price else share(line_sum, 1000, thousandths or 1000)
    vat, included = _vat(line)
    return SiteLine(
        ref=_text(line, "Ид"),
        article=_text(line, "Артикул"),
        name=_text(line, "Наименование"),
        unit=_unit(line),
        service=_requisites(line).get("ТипНоменклатуры") == "Услуга",
        price_minor=price,
        thousandths=thousandths,
        sum_minor=line_sum - _discounts(line),
        vat=vat,
        vat_included=included,
    )


def _discounts(line: etree._Element) -> int:
    """Discounts the sum does not yet contain."""
    return sum(
        to_minor(_text(discount, "Сумма") or "0")
        for all_discounts in _children(line, "Скидки")
        for discount in _children(all_discounts, "Скидка")
        if _text(discount, "УчтеноВСумме").lower() == "false"
    )


def _vat(line: etree._Element) -> tuple[str, bool]:
    """The rate, «Без НДС» if it is unknown to 1C, and whether the sum contains it."""
    for taxes in _children(line, "Налоги"):
        for tax in _children(taxes, "Налог"):
            rate = _text(tax, "Ставка").rstrip("% ")
            return rate if rate in RATES else WITHOUT_VAT, _text(tax, "УчтеноВСумме").lower() != "false"
    return WITHOUT_VAT, True


def _unit(line: etree._Element) -> str:
    for unit in _children(line, "БазоваяЕдиница"):
        return unit.get("Код", "").strip() or "796"
    return "796"


def _customer(document: etree._Element, number: str) -> SiteCustomer:
    found = [person for persons in _children(document, "Контрагенты") for person in _children(persons, "Контрагент")]
    if not found or not _text(found[0], "Наименование"):
        raise _bad(number, "Контрагент", "", "without Наименование")
    first = found[0]
    return SiteCustomer(
        name=_text(first, "Наименование"),
        company=bool(_children(first, "ОфициальноеНаименование")),
        full_name=_text(first, "ОфициальноеНаименование") or _text(first, "ПолноеНаименование"),
        inn=_text(first, "ИНН"),
        kpp=_text(first, "КПП"),
        address=_address(first),
        phone=_contact(first, lambda kind: kind.startswith("телефон")),
        email=_contact(first, lambda kind: kind in {"почта", "электроннаяпочта", "e-mail"}),
    )


def _address(person: etree._Element) -> str:
    """The first address that has a Представление; others are passed over."""
    places = (place for tag in ("Адрес", "ЮридическийАдрес", "АдресРегистрации") for place in _children(person, tag))
    return next((text for place in places if (text := _text(place, "Представление"))), "")


def _contact(person: etree._Element, wanted: Callable[[str], bool]) -> str:
    for contacts in _children(person, "Контакты"):
        for contact in _children(contacts, "Контакт"):
            if wanted(_text(contact, "Тип").replace(" ", "").lower()):
                return _text(contact, "Значение")
    return ""


def _requisites(parent: etree._Element) -> dict[str, str]:
    return {
        _text(row, "Наименование"): _text(row, "Значение")
        for rows in _children(parent, "ЗначенияРеквизитов")
        for row in _children(rows, "ЗначениеРеквизита")
    }


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in parent if _name(child) == name]


def _text(parent: etree._Element, name: str) -> str:
    found = _children(parent, name)
    return (found[0].text or "").strip() if found else ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _start(body: bytes) -> str:
    return body[:300].decode("utf-8", "replace")
