"""The card of goods or of an offer: the elements that Товар and Предложение share, and those of one of them alone.

This is where the time of a first import goes, so each element is looked at once and sent to its taker by name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from lxml import etree

from emporion.channels.commerceml import fields, refusals, values
from emporion.channels.commerceml.elements import LOCAL, line_of
from emporion.channels.commerceml.fields import Faults
from emporion.channels.commerceml.records import GoodsKind, Maker, Picture, PriceRow, PropertyValue, StockRow

ONE = 1_000_000
LINES = {"Наименование": "name", "Артикул": "article", "НомерВерсии": "version"}
GOODS_LINES = LINES | {
    "Код": "code", "Категория": "category_id", "Страна": "country", "ТорговаяМарка": "brand",
    "ПолноеНаименование": "full_name",
}  # fmt: skip
_KINDS = {
    "товар": GoodsKind.GOODS, "запас": GoodsKind.GOODS, "многооборотнаятара": GoodsKind.GOODS,
    "услуга": GoodsKind.SERVICE, "работа": GoodsKind.SERVICE, "набор": GoodsKind.KIT, "комплект": GoodsKind.KIT,
}  # fmt: skip


class Card:
    """What one row tells, field by field, on the way to its record."""

    def __init__(self, element: etree._Element, place: str) -> None:
        self.place = place
        self.faults = Faults()
        self.told: dict[str, Any] = {}
        self.pairs: list[tuple[str, str]] = []
        if status := element.get("Статус"):
            self.marked_deleted(values.plain_name(status) == "удален")

    def read(self, element: etree._Element, lines: dict[str, str], takers: dict[str, Taker]) -> None:
        """Take each child that has a taker; the others say nothing we know of."""
        told = self.told
        for child in element:
            tag = LOCAL[child.tag]
            if tag in lines:
                told[lines[tag]] = values.line(child.text)
            elif tag in takers:
                takers[tag](self, child)

    def more(self, name: str, *items: Any) -> None:
        """Add to a field that may come several times; adding nothing tells that it is empty."""
        self.told[name] = self.told.get(name, ()) + items

    def marked_deleted(self, is_deleted: bool) -> None:
        """Deleted is told in three ways; one that says yes is enough."""
        self.told["deleted"] = is_deleted or self.told.get("deleted", False)

    def inside(self, child: etree._Element) -> str:
        """The place of a child that comes once."""
        return f"{self.place}/{LOCAL[child.tag]}"


Taker = Callable[[Card, etree._Element], None]


def _barcode(card: Card, child: etree._Element) -> None:
    codes = values.line(child.text).replace(";", ",").split(",")
    card.more("barcodes", *filter(None, map(str.strip, codes)))


def _unit(card: Card, child: etree._Element) -> None:
    card.told["unit"] = fields.unit(child, card.inside(child), card.faults)


def _groups(card: Card, child: etree._Element) -> None:
    ids = (values.word(each.text) for each in child if LOCAL[each.tag] == "Ид")
    card.told["group_ids"] = tuple(filter(None, ids))


def _description(card: Card, child: etree._Element) -> None:
    card.told["description"] = fields.prose(child)


def _picture(card: Card, child: etree._Element) -> None:
    path = values.line(child.text).replace("\\", "/")
    card.more("pictures", *([Picture(path)] if path else []))


def _maker(card: Card, child: etree._Element) -> None:
    told = fields.texts(child)
    name = values.line(told.get("Наименование") or told.get("ОфициальноеНаименование") or child.text)
    card.told["maker"] = Maker(values.word(told.get("Ид")), name)


def _properties(card: Card, child: etree._Element) -> None:
    card.told["properties"] = tuple(map(_property_value, child))


def _property_value(element: etree._Element) -> PropertyValue:
    property_id = name = ""
    found: tuple[str, ...] = ()
    for part in element:
        tag = LOCAL[part.tag]
        if tag == "Значение":
            if text := values.line(part.text):
                found += (text,)
        elif tag == "Ид":
            property_id = values.word(part.text)
        elif tag == "Наименование":
            name = values.word(part.text)
    return PropertyValue(property_id, found, name)


def _taxes(card: Card, child: etree._Element) -> None:
    card.told["taxes"] = fields.tax_rates(child)


def _options(card: Card, child: etree._Element) -> None:
    card.told["options"] = fields.options(child)


def _requisites(card: Card, child: etree._Element) -> None:
    card.pairs += fields.requisites(child)


def _status(card: Card, child: etree._Element) -> None:
    card.marked_deleted(values.plain_name(child.text or "") == "удален")


def _deletion_mark(card: Card, child: etree._Element) -> None:
    mark = card.faults.flag(child.text, card.place, "ПометкаУдаления")
    if mark is not None:
        card.marked_deleted(mark)


def _size(card: Card, child: etree._Element) -> None:
    card.pairs.append((values.plain_name(LOCAL[child.tag]), child.text or ""))


def _prices(card: Card, child: etree._Element) -> None:
    rows = (_price(card, each, number) for number, each in enumerate(child, 1))
    card.more("prices", *filter(None, rows))


def _price(card: Card, element: etree._Element, number: int) -> PriceRow | None:
    told = {LOCAL[each.tag]: each.text for each in element}
    get = told.get
    place = f"{card.place}/Цены/Цена[{number}]"
    raw = get("ЦенаЗаЕдиницу") or ""
    try:
        terms = _terms(get("ИдТипаЦены"), get("Валюта"), get("Единица"), get("Коэффициент"), get("МинКоличество"))
        price = values.scaled(raw, values.MICRO)
    except (ValueError, OverflowError):
        _note_bad_price(card, told, place)
        return None
    if price < 0 or not terms[0] or terms[4] < 0:
        _note_bad_price(card, told, place)
        return None
    return PriceRow(terms[0], price, raw, terms[1], terms[2], terms[3], terms[4], terms[5], place, line_of(element))


Terms = tuple[str, str | None, str, str, int, int | None]


@lru_cache(maxsize=4096)
def _terms(
    price_type: str | None, currency: str | None, unit: str | None, factor: str | None, least: str | None
) -> Terms:
    """All of a price but the price: a handful of combinations serve a whole file."""
    word = values.line(currency)
    code = values.currency(word) if word else None
    times = values.scaled(factor, values.MICRO) if factor and factor.strip() else 0
    least_thousandths = values.thousandths(least) if least and least.strip() else None
    return values.line(price_type), code, word, values.line(unit), times or ONE, least_thousandths


def _note_bad_price(card: Card, told: dict[str, str | None], place: str) -> None:
    """Say what is wrong with a price that was not taken."""
    faults = card.faults
    for field in ("ИдТипаЦены", "ЦенаЗаЕдиницу"):
        if not (told.get(field) or "").strip():
            faults.note(refusals.MissingField, place, field, "")
    price = faults.scaled(told.get("ЦенаЗаЕдиницу"), values.MICRO, place, "ЦенаЗаЕдиницу")
    factor = faults.scaled(told.get("Коэффициент"), values.MICRO, place, "Коэффициент")
    faults.scaled(told.get("МинКоличество"), values.THOUSANDTHS, place, "МинКоличество")
    for field, number in (("ЦенаЗаЕдиницу", price), ("Коэффициент", factor)):
        if number is not None and number < 0:
            faults.note(refusals.NegativePrice, place, field, told.get(field) or "")


def _stock_attributes(card: Card, child: etree._Element) -> None:
    number = len(card.told.get("stock", ())) + 1
    place = f"{card.place}/{LOCAL[child.tag]}[{number}]"
    _stock(card, child.get("ИдСклада"), child.get("КоличествоНаСкладе"), place, "КоличествоНаСкладе")


def _rests(card: Card, child: etree._Element) -> None:
    card.told.setdefault("stock", [])
    for number, rest in enumerate(child, 1):
        place = f"{card.place}/Остатки/Остаток[{number}]"
        for part in rest:
            if LOCAL[part.tag] == "Склад":
                told = fields.texts(part)
                _stock(card, told.get("Ид"), told.get("Количество"), f"{place}/Склад", "Количество")
            elif LOCAL[part.tag] == "Количество":
                _stock(card, "", part.text, place, "Количество")


def _stock(card: Card, warehouse: str | None, raw: str | None, place: str, field: str) -> None:
    """A figure that is empty is not told; the list is, so a warehouse left out of it has nothing."""
    told = card.told
    told["stock"] = rows = told.get("stock") or []
    try:
        quantity = values.thousandths(raw or "")
    except (ValueError, OverflowError):
        card.faults.scaled(raw, values.THOUSANDTHS, place, field)
    else:
        rows.append(StockRow(values.word(warehouse), quantity, place))


def _total(card: Card, child: etree._Element) -> None:
    quantity = card.faults.scaled(child.text, values.THOUSANDTHS, card.place, "Количество")
    card.told["total_thousandths"] = quantity


_SHARED: dict[str, Taker] = {
    "Штрихкод": _barcode,
    "БазоваяЕдиница": _unit,
    "Группы": _groups,
    "Описание": _description,
    "Картинка": _picture,
    "ЗначенияСвойств": _properties,
    "СтавкиНалогов": _taxes,
    "ХарактеристикиТовара": _options,
    "ЗначенияРеквизитов": _requisites,
    "Статус": _status,
    "ПометкаУдаления": _deletion_mark,
    **dict.fromkeys(("Вес", "Длина", "Ширина", "Высота"), _size),
}
OF_GOODS: dict[str, Taker] = _SHARED | {"Изготовитель": _maker}
OF_OFFERS: dict[str, Taker] = _SHARED | {
    "Цены": _prices,
    "Склад": _stock_attributes,
    "Склады": _stock_attributes,
    "Остатки": _rests,
    "Количество": _total,
}


def kind_of(requisites: dict[str, str]) -> GoodsKind | None:
    """What ТипНоменклатуры makes of it, else ВидНоменклатуры, which is the user's own word and may mean nothing."""
    for name in ("типноменклатуры", "видноменклатуры"):
        if kind := _KINDS.get(values.plain_name(requisites.get(name, ""))):
            return kind
    return None
