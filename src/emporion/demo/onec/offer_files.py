"""offers0_n.xml: whole offers beside the cards of a portion, or only what changed in price and stock."""

import sqlite3
from collections.abc import Sequence

from lxml import etree

from emporion.demo.onec.assortment import UNITS
from emporion.demo.onec.base import Base
from emporion.demo.onec.catalog_files import CATALOG, classifier_head
from emporion.demo.onec.commerceml import Writer, flag, offer_name
from emporion.demo.onec.numbers import minor_text, thousandths_text
from emporion.demo.onec.profiles import Profile
from emporion.demo.onec.trade import figure

UNIT_OF_A_PRICE = 3  # signs; 1C leaves a longer or shorter one out


def offers_file(
    base: Base, profile: Profile, goods: Sequence[str], *, changes_only: bool, with_classifier: bool
) -> bytes:
    """All offers of the goods named. An offer without any price is not sent: the schema of 2.07 has no room for it."""
    writer = Writer(base, profile)
    if with_classifier:
        classifier_head(writer)
    pack = writer.add(writer.root, "ПакетПредложений", СодержитТолькоИзменения=flag(changes_only))
    writer.add(pack, "Ид", f"{base.constant('catalog')}#")
    writer.add(pack, "Наименование", f"Пакет предложений ({CATALOG})")
    writer.add(pack, "ИдКаталога", base.constant("catalog"))
    writer.add(pack, "ИдКлассификатора", base.constant("catalog"))
    writer.owner(pack)
    _price_types(writer, pack)
    _warehouses(writer, pack)
    offers = writer.add(pack, "Предложения")
    for one in goods:
        for row in base.rows(_OFFERS, one):
            _offer(writer, offers, row)
    return writer.file()


def changes_file(base: Base, profile: Profile, changed: Sequence[tuple[str, frozenset[str]]]) -> bytes:
    """Offers with what changed of them: `price`, `stock`, or both."""
    writer = Writer(base, profile)
    pack = writer.add(writer.root, "ИзмененияПакетаПредложений", СодержитТолькоИзменения="true")
    writer.add(pack, "Ид", f"{base.constant('catalog')}#")
    writer.add(pack, "ИдКаталога", base.constant("catalog"))
    offers = writer.add(pack, "Предложения")
    for offer, kinds in changed:
        _change(writer, offers, offer, kinds)
    return writer.file()


_OFFERS = """
    SELECT offer.id, offer.variant, offer.barcode, goods.article, goods.name, goods.unit, goods.deleted
    FROM offer JOIN goods ON goods.id = offer.goods
    WHERE goods.id = ? AND EXISTS (SELECT 1 FROM price WHERE price.offer = offer.id) ORDER BY offer.place
"""


def _price_types(writer: Writer, pack: etree._Element) -> None:
    types = writer.add(pack, "ТипыЦен")
    for row in writer.base.rows("SELECT * FROM price_type ORDER BY place"):
        kind = writer.add(types, "ТипЦены")
        writer.add(kind, "Ид", row["id"])
        writer.add(kind, "Наименование", row["name"])
        writer.add(kind, "Валюта", row["currency"])
        tax = writer.add(kind, "Налог")
        writer.add(tax, "Наименование", "НДС")
        writer.add(tax, "УчтеноВСумме", "true")
        writer.add(tax, "Акциз", "false")


def _warehouses(writer: Writer, pack: etree._Element) -> None:
    warehouses = writer.add(pack, "Склады")
    for row in writer.base.rows("SELECT * FROM warehouse ORDER BY place"):
        warehouse = writer.add(warehouses, "Склад")
        writer.add(warehouse, "Ид", row["id"])
        writer.add(warehouse, "Наименование", row["name"])


def _offer(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    offer = writer.add(parent, "Предложение")
    if row["deleted"]:
        offer.set("Статус", "Удален")
    writer.add(offer, "Ид", row["id"])
    writer.barcode(offer, row["barcode"])
    writer.add_told(offer, "Артикул", row["article"])
    writer.add(offer, "Наименование", offer_name(row["name"], row["variant"]))
    writer.unit(offer, row["unit"])
    writer.options(offer, row["id"])
    _prices(writer, offer, row["id"], row["unit"])
    figures = figures_of(writer.base, row["id"])
    writer.add(offer, "Количество", thousandths_text(sum(told for _, told in figures)))
    for warehouse, told in figures:
        writer.add(offer, "Склад", ИдСклада=warehouse, КоличествоНаСкладе=thousandths_text(told))


def _change(writer: Writer, parent: etree._Element, offer: str, kinds: frozenset[str]) -> None:
    goods, _, variant = offer.partition("#")
    change = writer.add(parent, "Предложение")
    writer.add(change, "Ид", goods)
    writer.add_told(change, "ИдХарактеристики", variant)
    figures = figures_of(writer.base, offer) if "stock" in kinds else []
    for warehouse, told in figures:
        writer.add(change, "Склады", ИдСклада=warehouse, КоличествоНаСкладе=thousandths_text(told))
    if "price" in kinds:
        _prices(writer, change, offer, writer.base.value("SELECT unit FROM goods WHERE id = ?", goods))
    if figures:
        writer.add(change, "Количество", thousandths_text(sum(told for _, told in figures)))


def _prices(writer: Writer, offer: etree._Element, key: str, unit: str) -> None:
    short = UNITS.get(unit, ("", ""))[1]
    prices = writer.add(offer, "Цены")
    for row in writer.base.rows(
        "SELECT minor, id, currency FROM price JOIN price_type ON id = price_type WHERE offer = ? ORDER BY place", key
    ):
        price = writer.add(prices, "Цена")
        writer.add(price, "Представление", f"{minor_text(row['minor'])} {row['currency']} за {short}")
        writer.add(price, "ИдТипаЦены", row["id"])
        writer.add(price, "ЦенаЗаЕдиницу", minor_text(row["minor"]))
        writer.add(price, "Валюта", row["currency"])
        if len(short) == UNIT_OF_A_PRICE:
            writer.add(price, "Единица", short)
        writer.add(price, "Коэффициент", "1")


def figures_of(base: Base, offer: str) -> list[tuple[str, int]]:
    """What the site is told of every warehouse; one without a record holds 0."""
    warehouses = base.rows("SELECT id FROM warehouse ORDER BY place")
    return [(row["id"], figure(base, offer, row["id"]).told) for row in warehouses]
