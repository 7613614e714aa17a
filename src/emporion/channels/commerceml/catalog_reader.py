"""From a row of the catalog side to its record: groups, properties, price types, warehouses, units, goods, offers.

A row without an id is refused (`FieldRefused`); any other field that cannot be used becomes a `Fault` of the record.
"""

from __future__ import annotations

from lxml import etree

from emporion.channels.commerceml import fields, refusals, values
from emporion.channels.commerceml.cards import GOODS_LINES, LINES, OF_GOODS, OF_OFFERS, Card, kind_of
from emporion.channels.commerceml.fields import Faults
from emporion.channels.commerceml.records import (
    FileHead,
    Goods,
    Group,
    Head,
    Offer,
    Picture,
    PriceType,
    Property,
    Unit,
    Warehouse,
)
from emporion.channels.commerceml.rows import Row

_MEASURES = (
    ("вес", "weight_grams"),
    ("длина", "length_thousandths"),
    ("ширина", "width_thousandths"),
    ("высота", "height_thousandths"),
)


def file_head(row: Row) -> FileHead:
    """The root of the file."""
    raw = row.element.get("ДатаФормирования") or ""
    try:
        formed_at = values.moment(raw)
    except ValueError:
        formed_at = None
    return FileHead((row.element.get("ВерсияСхемы") or "").strip(), raw, formed_at)


def head(row: Row) -> Head:
    """A classifier, a catalog, an offers package or its changes."""
    told = fields.texts(row.element)
    mark = row.element.get("СодержитТолькоИзменения")
    return Head(
        row.key,
        values.line(told.get("Наименование")),
        Faults().flag(mark, row.place, "СодержитТолькоИзменения"),
        values.line(told.get("ИдКаталога")),
        values.line(told.get("ИдКлассификатора")),
    )


def group(row: Row) -> Group:
    """A group with the id of the one above it."""
    told = fields.texts(row.element)
    description = told.get("Описание", "absent")
    return Group(
        required(row),
        values.line(told.get("Наименование")),
        row.parent,
        None if description == "absent" else values.prose(description),
        fields.deleted(row.element, told, row.place, Faults()),
    )


def property_(row: Row) -> Property:
    """A property with its values; an unreadable flag counts as not told."""
    told, faults = fields.texts(row.element), Faults()
    lists = fields.children(row.element)
    flags = {
        name: faults.flag(told.get(tag), row.place, tag)
        for name, tag in (
            ("multiple", "Множественное"),
            ("required", "Обязательное"),
            ("for_goods", "ДляТоваров"),
            ("for_offers", "ДляПредложений"),
            ("for_documents", "ДляДокументов"),
        )
    }
    return Property(
        required(row),
        values.line(told.get("Наименование")),
        values.line(told.get("ТипЗначений")),
        _choices(lists["ВариантыЗначений"]) if "ВариантыЗначений" in lists else None,
        deleted=fields.deleted(row.element, told, row.place, faults),
        **flags,
    )


def _choices(element: etree._Element) -> dict[str, str]:
    found = {}
    for child in element:
        if len(child):
            told = fields.texts(child)
            text = values.line(told.get("Значение"))
            found[values.line(told.get("ИдЗначения") or told.get("Ид")) or text] = text
        elif text := values.line(child.text):
            found[text] = text
    return found


def price_type(row: Row) -> PriceType:
    """A price type; its currency may be a word."""
    told, faults = fields.texts(row.element), Faults()
    lists = fields.children(row.element)
    tax = fields.texts(lists["Налог"]) if "Налог" in lists else {}
    raw = values.line(told.get("Валюта"))
    return PriceType(
        required(row),
        values.line(told.get("Наименование")),
        values.currency(raw),
        raw,
        values.line(tax["Наименование"]) if "Наименование" in tax else None,
        faults.flag(tax.get("УчтеноВСумме"), f"{row.place}/Налог", "УчтеноВСумме"),
        fields.deleted(row.element, told, row.place, faults),
    )


def warehouse(row: Row) -> Warehouse:
    """A warehouse of a list."""
    required(row)
    return warehouse_of(row.element, row.place)


def warehouse_of(element: etree._Element, place: str) -> Warehouse:
    """A Склад wherever it describes a warehouse."""
    told, parts = fields.texts(element), fields.children(element)
    return Warehouse(
        values.line(told.get("Ид")),
        values.line(told.get("Наименование")),
        fields.address(parts["Адрес"]) if "Адрес" in parts else None,
        fields.contacts(parts["Контакты"]) if "Контакты" in parts else None,
        fields.deleted(element, told, place, Faults()),
    )


def unit(row: Row) -> Unit:
    """A unit of a classifier; one without a code and an id is refused."""
    told = {name: values.line(raw) for name, raw in fields.texts(row.element).items()}
    code = told.get("Код") or row.key
    if not code:
        raise missing(row, "Код")
    return Unit(
        code,
        told.get("НаименованиеКраткое", ""),
        told.get("НаименованиеПолное", ""),
        told.get("МеждународноеСокращение", ""),
        id=row.key or code,
        deleted=fields.deleted(row.element, fields.texts(row.element), row.place, Faults()),
    )


def goods(row: Row) -> Goods:
    """A Товар of a catalog; FieldRefused without an id."""
    card = Card(row.element, row.place)
    card.read(row.element, GOODS_LINES, OF_GOODS)
    if card.pairs:
        _by_requisites(card)
    told = card.told
    told["description_is_html"] = values.is_html(told.get("description") or "")
    goods_id, variant_id = values.split_key(required(row))
    return Goods(row.key, goods_id, variant_id, row.place, faults=tuple(card.faults), **told)


def offer(row: Row) -> Offer:
    """A Предложение of a package or of its changes; FieldRefused without an id."""
    card = Card(row.element, row.place)
    card.read(row.element, LINES, OF_OFFERS)
    if card.pairs:
        card.told["requisites"] = fields.first_of_each(card.pairs)
    if "stock" in card.told:
        card.told["stock"] = tuple(card.told["stock"])
    goods_id, variant_id = values.split_key(required(row))
    return Offer(row.key, goods_id, variant_id, row.place, faults=tuple(card.faults), **card.told)


def _by_requisites(card: Card) -> None:
    """What 1C has no element for and puts into ЗначенияРеквизитов."""
    told = card.told
    requisites = told["requisites"] = fields.first_of_each(card.pairs)
    told["kind"] = kind_of(requisites)
    for name in ("полноенаименование", "повненайменування"):
        if name in requisites:
            told.setdefault("full_name", requisites[name])
    if "код" in requisites:
        told.setdefault("code", requisites["код"])
    if html := requisites.get("описаниевформатеhtml"):
        told["description"] = html
    for name, field in _MEASURES:
        if name in requisites:
            told[field] = card.faults.scaled(
                requisites[name], values.THOUSANDTHS, f"{card.place}/ЗначенияРеквизитов", name.capitalize()
            )
    if "pictures" in told:
        told["pictures"] = _with_captions(told["pictures"], card.pairs)


def _with_captions(pictures: tuple[Picture, ...], pairs: list[tuple[str, str]]) -> tuple[Picture, ...]:
    """ОписаниеФайла is `<path>#<caption>`, once for each picture that has one."""
    described = (value.replace("\\", "/").partition("#") for name, value in pairs if name == "описаниефайла")
    captions = {path: caption for path, _, caption in described}
    return tuple(Picture(each.path, captions.get(each.path, "")) for each in pictures) if captions else pictures


def required(row: Row) -> str:
    """The row's key; a row without one says nothing of anything."""
    if not row.key:
        raise missing(row, "Ид")
    return row.key


def missing(row: Row, field: str) -> refusals.MissingField:
    """The refusal of a row for a field that is not there."""
    return refusals.MissingField(element=row.name, field=field, raw="", place=row.place)
