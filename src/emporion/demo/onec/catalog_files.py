"""import0_n.xml: the classifier (first portion only) and the cards of the goods, with the paths of their pictures."""

import sqlite3
from collections.abc import Sequence

from lxml import etree

from emporion.demo.onec.base import Base
from emporion.demo.onec.commerceml import LONGEST_COMMENT, LONGEST_NAME, Writer, flag
from emporion.demo.onec.numbers import thousandths_text
from emporion.demo.onec.pictures import picture
from emporion.demo.onec.profiles import Profile

CATALOG = "Основной каталог товаров"


def catalog_file(
    base: Base, profile: Profile, goods: Sequence[str], *, changes_only: bool, with_classifier: bool
) -> bytes:
    """The cards of the goods named; deleted ones are marked, not left out."""
    writer = Writer(base, profile)
    if with_classifier:
        _classifier(writer)
    catalog = writer.add(writer.root, "Каталог", СодержитТолькоИзменения=flag(changes_only))
    writer.add(catalog, "Ид", base.constant("catalog"))
    writer.add(catalog, "ИдКлассификатора", base.constant("catalog"))
    writer.add(catalog, "Наименование", CATALOG)
    writer.owner(catalog)
    cards = writer.add(catalog, "Товары")
    for one in goods:
        row = base.one("SELECT * FROM goods WHERE id = ?", one)
        if row is not None:
            _card(writer, cards, row)
    return writer.file()


def picture_files(base: Base, goods: Sequence[str], *, dashes: bool = False) -> dict[str, bytes]:
    """Path → PNG for the pictures of the goods named."""
    return {
        picture_path(row, dashes=dashes): picture(row["drawing"], row["colour"], row["view"])
        for one in goods
        for row in pictures_of(base, one)
    }


def picture_path(row: sqlite3.Row, *, dashes: bool = False) -> str:
    """import_files/<2 hex>/<goods>_<picture>.png; the exchange module leaves the dashes in."""
    goods, picture_id = row["goods"], row["id"]
    if not dashes:
        goods, picture_id = goods.replace("-", ""), picture_id.replace("-", "")
    return f"import_files/{goods[:2]}/{goods}_{picture_id}.png"


def classifier_head(writer: Writer) -> etree._Element:
    """The classifier without its lists, as offer files carry it."""
    classifier = writer.add(writer.root, "Классификатор")
    writer.add(classifier, "Ид", writer.base.constant("catalog"))
    writer.add(classifier, "Наименование", f"Классификатор ({CATALOG})")
    writer.owner(classifier)
    return classifier


def _classifier(writer: Writer) -> None:
    classifier = classifier_head(writer)
    _groups(writer, classifier, None)
    properties = writer.add(classifier, "Свойства")
    for row in writer.base.rows("SELECT * FROM property ORDER BY place"):
        _property(writer, properties, row)


def _groups(writer: Writer, parent: etree._Element, above: str | None) -> None:
    found = writer.base.rows("SELECT * FROM goods_group WHERE parent IS ? ORDER BY place", above)
    if not found:
        return
    groups = writer.add(parent, "Группы")
    for row in found:
        group = writer.add(groups, "Группа")
        writer.add(group, "Ид", row["id"])
        writer.add(group, "Наименование", row["name"])
        _groups(writer, group, row["id"])


def _property(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    element = writer.add(parent, "Свойство")
    writer.add(element, "Ид", row["id"])
    writer.add(element, "Наименование", row["name"])
    writer.add(element, "ТипЗначений", row["kind"])
    values = writer.base.rows("SELECT * FROM property_value WHERE property = ? ORDER BY value", row["id"])
    if values:
        variants = writer.add(element, "ВариантыЗначений")
        for value in values:
            entry = writer.add(variants, "Справочник")
            writer.add(entry, "ИдЗначения", value["id"])
            writer.add(entry, "Значение", value["value"])
    writer.add(element, "ДляТоваров", "true")


def _card(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    card = writer.add(parent, "Товар")
    if row["deleted"]:
        card.set("Статус", "Удален")
    writer.add(card, "Ид", row["id"])
    writer.barcode(card, row["barcode"])
    writer.add_told(card, "Артикул", row["article"])
    writer.add(card, "Наименование", row["name"][:LONGEST_NAME])
    writer.unit(card, row["unit"])
    if row["goods_group"]:
        writer.add(writer.add(card, "Группы"), "Ид", row["goods_group"])
    writer.add(card, "Описание", row["description"][:LONGEST_COMMENT])
    pictures = pictures_of(writer.base, row["id"])
    for one in pictures:
        writer.add(card, "Картинка", picture_path(one))
    writer.add_told(card, "Страна", row["country"])
    goods_properties(writer, card, row["id"])
    goods_vat(writer, card, row["vat"])
    captions = {"ОписаниеФайла": f"{picture_path(pictures[0])}#{row['name']}"} if pictures else {}
    writer.requisites(card, goods_requisites(row) | captions)


def goods_properties(writer: Writer, card: etree._Element, goods: str) -> None:
    """The values of the properties of a goods: ids of a list, or plain numbers."""
    found = writer.base.rows(
        "SELECT property, value FROM goods_property JOIN property ON property.id = property"
        " WHERE goods = ? ORDER BY place",
        goods,
    )
    if found:
        values = writer.add(card, "ЗначенияСвойств")
        for row in found:
            value = writer.add(values, "ЗначенияСвойства")
            writer.add(value, "Ид", row["property"])
            writer.add(value, "Значение", row["value"])


def goods_vat(writer: Writer, card: etree._Element, rate: str) -> None:
    """The rate of VAT of a goods."""
    tax = writer.add(writer.add(card, "СтавкиНалогов"), "СтавкаНалога")
    writer.add(tax, "Наименование", "НДС")
    writer.add(tax, "Ставка", rate)


def goods_requisites(row: sqlite3.Row) -> dict[str, str]:
    """What a card tells in its list of names and values."""
    named = {"ВидНоменклатуры": row["kind"], "ТипНоменклатуры": "Товар", "Полное наименование": row["name"]}
    weight = {"Вес": thousandths_text(row["grams"])} if row["grams"] else {}
    return named | {"Код": f"{row['code']:011d}"} | weight


def pictures_of(base: Base, goods: str) -> list[sqlite3.Row]:
    """The pictures of a goods, the main one first."""
    return base.rows("SELECT * FROM picture WHERE goods = ? ORDER BY place", goods)
