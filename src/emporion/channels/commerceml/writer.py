"""The file of orders that 1C takes from the site (answer to type=sale&mode=query), strictly in the schema's order.

1C loads the whole file in one transaction, so an order that 1C would choke on is refused here, before it can hold up
the others: no number or one longer than its column, no currency, no line of goods. What the schema only limits is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from lxml import etree

from emporion.channels.commerceml.order_refusals import (
    AmountTooFine,
    CurrencyUnwritable,
    IdTooLong,
    NoLines,
    NumberMissing,
    NumberTooLong,
)
from emporion.channels.commerceml.orders_out import (
    ADDRESS_PARTS,
    AddressOut,
    CustomerOut,
    DiscountOut,
    LineOut,
    OrderOut,
    PaymentOut,
    Schema,
    TaxOut,
    UnitOut,
)
from emporion.channels.commerceml.values import allowed
from emporion.kernel.money import exponent

MAX_NUMBER = 11
DECIMALS = 2
PAYMENT_NUMBER = 40
CURRENCY_LENGTH = 3
UNIT_LENGTH = 3  # of a unit's code, one more from 2.08 on
BARCODE_LENGTHS = range(8, 15)
TAX_ID_LENGTHS = range(10, 13)
TAX_REGISTRATION_LENGTH = 9
DELIVERY_ID = "ORDER_DELIVERY"


def orders(
    documents: Sequence[OrderOut],
    *,
    formed_at: datetime,
    schema: Schema = Schema.V2_07,
    encoding: str = "UTF-8",
) -> bytes:
    """The file, beginning with `<?xml` and nothing before it; no orders make an empty root, never an empty answer."""
    formed = f"{formed_at:%Y-%m-%dT%H:%M:%S}"
    root = etree.Element("КоммерческаяИнформация", ВерсияСхемы=schema, ДатаФормирования=formed)
    for order in documents:
        root.append(document(order, schema))
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'.encode("ascii")
    return head + etree.tostring(root, encoding=encoding, xml_declaration=False)


def document(order: OrderOut, schema: Schema = Schema.V2_07) -> etree._Element:
    """One order as Документ; refuses what 1C could not load, so one bad order can be left out alone."""
    return _OrderWriter(order, schema).document()


class _OrderWriter:
    """Writes one order; holds what every amount and refusal needs."""

    def __init__(self, order: OrderOut, schema: Schema) -> None:
        self.order, self.schema = order, schema
        self.currency = order.currency_word or order.currency
        if not order.number.strip():
            raise NumberMissing(number="")
        if len(order.number) > MAX_NUMBER:
            raise NumberTooLong(number=order.number, limit=MAX_NUMBER)
        if len(self.currency) != CURRENCY_LENGTH:
            raise CurrencyUnwritable(number=order.number, currency=self.currency)
        if not order.lines:
            raise NoLines(number=order.number)
        self.exponent = exponent(order.currency)

    def document(self) -> etree._Element:
        order = self.order
        made = etree.Element("Документ")
        _text(made, "Ид", self.id(order.id, 40))
        _text(made, "Номер", order.number)
        _text(made, "Дата", f"{order.placed_at:%Y-%m-%d}")
        _text(made, "ХозОперация", "Заказ товара")
        _text(made, "Роль", "Продавец")
        _text(made, "Валюта", self.currency)
        _text(made, "Курс", order.rate)
        _text(made, "Сумма", self.money(order.total_minor))
        _list(made, "Контрагенты", [self.customer(order.customer)])
        if self.schema is Schema.V2_09:
            _list(made, "Оплаты", map(self.payment, order.payments))
        _text(made, "Время", f"{order.placed_at:%H:%M:%S}")
        _text(made, "СрокПлатежа", f"{order.due:%Y-%m-%d}" if order.due else "")
        _text(made, "Комментарий", order.comment[:3000])
        _list(made, "Налоги", map(self.tax, order.taxes))
        _list(made, "Скидки", map(self.discount, order.discounts))
        _list(made, "Склады", self.pickup())
        _list(made, "Товары", map(self.line, self.lines()))
        _list(made, "ЗначенияРеквизитов", map(_requisite, self.requisites()))
        if self.schema is Schema.V2_10:
            _list(made, "ПодчиненныеДокументы", map(self.payment_below, order.payments))
        return made

    def payment(self, payment: PaymentOut) -> etree._Element:
        """Оплата of 2.09."""
        made = etree.Element("Оплата")
        _text(made, "НомерДокумента", payment.number[:PAYMENT_NUMBER])
        _text(made, "НомерТранзакции", payment.id[:PAYMENT_NUMBER])
        _text(made, "ДатаОплаты", f"{payment.at:%Y-%m-%dT%H:%M:%S}")
        _text(made, "СуммаОплаты", self.money(payment.sum_minor))
        _text(made, "СпособОплаты", payment.method[:255] or payment.operation)
        return made

    def payment_below(self, payment: PaymentOut) -> etree._Element:
        """A payment as a document below the order, from 2.10 on; UNF loads those by card."""
        made = etree.Element("ПодчиненныйДокумент")
        _text(made, "Ид", self.id(payment.id[:40], 40))
        _text(made, "Номер", payment.number[:PAYMENT_NUMBER])
        _text(made, "Дата", f"{payment.at:%Y-%m-%d}")
        _text(made, "ХозОперация", payment.operation)
        _text(made, "Роль", "Продавец")
        _text(made, "Валюта", self.currency)
        _text(made, "Курс", self.order.rate)
        _text(made, "Сумма", self.money(payment.sum_minor))
        _text(made, "Время", f"{payment.at:%H:%M:%S}")
        told = [
            ("Оплачен", "true"),
            ("Дата оплаты", f"{payment.at:%Y-%m-%dT%H:%M:%S}"),
            ("Метод оплаты", payment.method),
        ]
        _list(made, "ЗначенияРеквизитов", (_requisite(pair) for pair in told if pair[1]))
        return made

    def lines(self) -> Iterable[LineOut]:
        """The goods, then the delivery as a service."""
        yield from self.order.lines
        cost = self.order.delivery_minor
        if cost is not None:
            price = cost * 10 ** (6 - self.exponent)
            taxes = self.order.delivery_taxes
            name = self.order.delivery_name
            yield LineOut(DELIVERY_ID, name, price, 1000, cost, is_service=True, taxes=taxes)

    def line(self, line: LineOut) -> etree._Element:
        """A Товар: the card's elements first, then what the document adds."""
        made = etree.Element("Товар")
        _text(made, "Ид", self.id(line.id, 80))
        _text(made, "Штрихкод", line.barcode if len(line.barcode) in BARCODE_LENGTHS else "")
        _text(made, "Артикул", line.article[:255])
        _text(made, "Наименование", line.name[:255] or line.id)
        made.append(self.unit(line.unit))
        rates = [each for each in line.taxes if each.rate]
        _list(made, "СтавкиНалогов", (_named("СтавкаНалога", each.name, "Ставка", each.rate) for each in rates))
        options = (_named("ХарактеристикаТовара", *each) for each in line.options)
        _list(made, "ХарактеристикиТовара", options)
        kind = "Услуга" if line.is_service else "Товар"
        own = (("ВидНоменклатуры", kind), ("ТипНоменклатуры", kind), *line.requisites)
        _list(made, "ЗначенияРеквизитов", map(_requisite, own))
        _text(made, "ИдКаталога", self.id(line.catalog_id, 40))
        _text(made, "ЦенаЗаЕдиницу", _decimal(_rounded(line.price_micro, 6 - DECIMALS), DECIMALS))
        _text(made, "Количество", _decimal(line.quantity_thousandths, 3))
        _text(made, "Сумма", self.money(line.sum_minor))
        _list(made, "Налоги", map(self.tax, line.taxes))
        _list(made, "Скидки", map(self.discount, line.discounts))
        return made

    def unit(self, unit: UnitOut) -> etree._Element:
        """A unit; its code is 3 digits, from 2.08 on also 4, and left out where it fits neither or is only a word."""
        made = etree.Element("БазоваяЕдиница")
        made.text = allowed(unit.short)
        code = unit.code.strip().zfill(UNIT_LENGTH) if unit.code.strip().isdecimal() else ""
        if code and len(code) <= UNIT_LENGTH + (self.schema is not Schema.V2_07):
            made.set("Код", code)
        if unit.full:
            made.set("НаименованиеПолное", allowed(unit.full)[:255])
        if unit.international and len(unit.international) <= UNIT_LENGTH:
            made.set("МеждународноеСокращение", unit.international)
        return made

    def customer(self, who: CustomerOut) -> etree._Element:
        """A Контрагент: a firm or a person, always with a name and a role."""
        made = etree.Element("Контрагент")
        _text(made, "Ид", self.id(who.id, 40))
        _text(made, "Наименование", who.shown_name[:255])
        if who.official_name:
            _text(made, "ОфициальноеНаименование", who.official_name[:255])
            _address(made, "ЮридическийАдрес", who.registered_address)
            _tax_ids(made, who)
        else:
            _text(made, "ПолноеНаименование", who.shown_name[:255])
            _text(made, "Фамилия", who.last_name[:255])
            _text(made, "Имя", who.first_name[:255])
            _text(made, "Отчество", who.middle_name[:255])
            _tax_ids(made, who)
            _address(made, "АдресРегистрации", who.registered_address)
        _address(made, "Адрес", who.address)
        _list(made, "Контакты", _contacts(who))
        _text(made, "Роль", "Покупатель")
        return made

    def pickup(self) -> Iterable[etree._Element]:
        """The pick-up point as the warehouse of the order."""
        if self.order.pickup:
            warehouse_id, address = self.order.pickup
            made = etree.Element("Склад")
            _text(made, "Ид", self.id(warehouse_id, 40))
            _address(made, "Адрес", address)
            yield made

    def tax(self, tax: TaxOut) -> etree._Element:
        made = etree.Element("Налог")
        _text(made, "Наименование", tax.name)
        _text(made, "УчтеноВСумме", _flag(tax.included))
        _text(made, "Сумма", self.money(tax.sum_minor))
        _text(made, "Ставка", tax.rate)
        return made

    def discount(self, discount: DiscountOut) -> etree._Element:
        made = etree.Element("Скидка")
        _text(made, "Наименование", discount.name[:255] or "Скидка")
        _text(made, "Сумма", self.money(discount.sum_minor))
        _text(made, "Процент", discount.percent)
        _text(made, "УчтеноВСумме", _flag(discount.included))
        return made

    def requisites(self) -> Iterable[tuple[str, str]]:
        """«Отменен» always, as 1C cancels by it; then the others."""
        yield "Отменен", _flag(self.order.cancelled)
        yield from self.order.requisites

    def money(self, minor: int) -> str:
        """An amount with two decimals; finer than that is refused, not rounded."""
        if self.exponent <= DECIMALS:
            return _decimal(minor * 10 ** (DECIMALS - self.exponent), DECIMALS)
        cents, rest = divmod(minor, 10 ** (self.exponent - DECIMALS))
        if rest:
            raise AmountTooFine(number=self.order.number)
        return _decimal(cents, DECIMALS)

    def id(self, value: str, limit: int) -> str:
        """An id whole or not at all."""
        if len(value) > limit:
            raise IdTooLong(number=self.order.number, id=value[:100], limit=limit)
        return value


def _text(parent: etree._Element, name: str, text: str) -> None:
    """A child with this text; nothing to say makes no element."""
    if text:
        etree.SubElement(parent, name).text = allowed(text)


def _list(parent: etree._Element, name: str, items: Iterable[etree._Element]) -> None:
    """A list of elements; an empty list is not written, as the schema asks for at least one item."""
    made = etree.Element(name)
    made.extend(list(items))
    if len(made):
        parent.append(made)


def _named(element: str, name: str, field_name: str, value: str = "") -> etree._Element:
    """An element of a name and a value; with three words the value stands in Значение."""
    made = etree.Element(element)
    _text(made, "Наименование", name[:255])
    _text(made, *((field_name, value) if value else ("Значение", field_name[:1000])))
    return made


def _requisite(pair: tuple[str, str]) -> etree._Element:
    made = etree.Element("ЗначениеРеквизита")
    _text(made, "Наименование", pair[0][:255])
    etree.SubElement(made, "Значение").text = allowed(pair[1][:1000])
    return made


def _tax_ids(parent: etree._Element, who: CustomerOut) -> None:
    """ИНН and КПП where they have the length the schema knows; foreign numbers have others and are left out."""
    _text(parent, "ИНН", who.tax_id if len(who.tax_id) in TAX_ID_LENGTHS else "")
    _text(parent, "КПП", who.tax_registration if len(who.tax_registration) == TAX_REGISTRATION_LENGTH else "")


def _address(parent: etree._Element, name: str, address: AddressOut | None) -> None:
    if address is None or not address.text.strip():
        return
    made = etree.SubElement(parent, name)
    _text(made, "Представление", address.text.strip()[:255])
    for kind, value in address.parts:
        if kind in ADDRESS_PARTS and value.strip():
            part = etree.SubElement(made, "АдресноеПоле")
            _text(part, "Тип", kind)
            _text(part, "Значение", value.strip()[:255])


def _contacts(who: CustomerOut) -> Iterable[etree._Element]:
    for kind, value in (("Почта", who.email), ("Телефон мобильный", who.phone)):
        if value.strip():
            made = etree.Element("Контакт")
            _text(made, "Тип", kind)
            _text(made, "Значение", value.strip()[:255])
            yield made


def _decimal(number: int, digits: int) -> str:
    """An integer of 10^-digits in full: 1999 and 2 make 19.99."""
    sign, number = ("-", -number) if number < 0 else ("", number)
    whole, rest = divmod(number, 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}"


def _rounded(number: int, drop: int) -> int:
    """Without the last digits, half away from zero; the line's sum stays exact and 1C takes that."""
    step: int = 10**drop
    return (abs(number) + step // 2) // step * (-1 if number < 0 else 1)


def _flag(value: bool) -> str:
    return "true" if value else "false"
