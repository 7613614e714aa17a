"""The catalog as the exchange module of 1C-Bitrix sends it: one kind of thing a file, each object with a row version.

2.09 ("guid"): import___<id>, offers___<id>, prices___<id>, rests___<id>. 3.1 ("split"): units, groups, propertiesGoods,
priceLists, storages, goods, propertiesOffers, offers, prices, rests as <name>_1_<part>_<id>. Reference files hold a
stub of the catalog without goods; an element that is absent was not told.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence

from lxml import etree

from emporion.demo.onec.assortment import SHORT_UNITS, UNITS
from emporion.demo.onec.base import Base
from emporion.demo.onec.catalog_files import (
    CATALOG,
    goods_properties,
    goods_requisites,
    goods_vat,
    picture_files,
    picture_path,
    pictures_of,
)
from emporion.demo.onec.commerceml import BARCODE, LONGEST_COMMENT, LONGEST_NAME, Writer, flag, offer_name
from emporion.demo.onec.numbers import minor_text, stream, thousandths_text, uuid_from
from emporion.demo.onec.offer_files import figures_of
from emporion.demo.onec.profiles import Profile

Files = dict[str, bytes]
Fill = Callable[[Writer, etree._Element], None]


class ModuleFiles:
    """Writes the files of one exchange; `changes_only` is what they say of themselves."""

    def __init__(self, base: Base, profile: Profile, *, changes_only: bool) -> None:
        self.base = base
        self.profile = profile
        self.changes_only = changes_only

    @property
    def _split(self) -> bool:
        return self.profile.layout == "split"

    def references(self) -> Files:
        """The classifier: in 2.09 as one file, in 3.1 one for each of its parts, units first."""
        parts: dict[str, tuple[Fill, ...]] = {
            "units": (_units,),
            "groups": (_groups,),
            "propertiesGoods": (_properties,),
            "priceLists": (_price_types,),
            "storages": (_warehouses,),
        }
        if not self._split:
            parts = {"import": (_groups, _properties, _price_types, _warehouses, _units)}
        return {self._name(name, 1): self._classifier(fills) for name, fills in parts.items()}

    def portion(self, goods: Sequence[str], number: int) -> Files:
        """The files of these goods: cards with their pictures, then offers, prices, stock."""
        offers = [row for one in goods for row in self.base.rows(_OFFERS, one)]
        cards = {self._name("goods" if self._split else "import", number): self._goods(goods)}
        pictures = picture_files(self.base, goods, dashes=True)
        options = self._name("propertiesOffers" if self._split else "offers", number)
        return (
            cards
            | pictures
            | ({options: self._offer_properties()} if number == 1 else {})
            | {self._name("offers", number): self._package(offers, _offer)}
            | self.figures(offers, offers, number)
        )

    def changes(self, changed: Sequence[tuple[str, frozenset[str]]], number: int) -> Files:
        """Offers whose price or stock changed, each in the file of what changed."""
        by_kind = {
            kind: [row for offer, kinds in changed if kind in kinds for row in self.base.rows(_OFFER, offer)]
            for kind in ("price", "stock")
        }
        return self.figures(by_kind["price"], by_kind["stock"], number)

    def figures(self, priced: Sequence[sqlite3.Row], counted: Sequence[sqlite3.Row], number: int) -> Files:
        """prices and rests; a file without offers is not sent."""
        with_price = [row for row in priced if self.base.one("SELECT 1 FROM price WHERE offer = ?", row["id"])]
        files = {}
        if with_price:
            files[self._name("prices", number)] = self._package(with_price, _prices)
        if counted:
            files[self._name("rests", number)] = self._package(counted, _rests)
        return files

    def _name(self, what: str, part: int) -> str:
        made = self.base.new_id()
        return f"{what}_1_{part}_{made}.xml" if self._split else f"{what}___{made}.xml"

    def _classifier(self, fills: Iterable[Fill]) -> bytes:
        writer = Writer(self.base, self.profile)
        if self._split:
            self._catalog(writer)
        self._classifier_head(writer, fills)
        if not self._split:
            self._catalog(writer)
        return writer.file()

    def _classifier_head(self, writer: Writer, fills: Iterable[Fill]) -> None:
        classifier = writer.add(writer.root, "Классификатор", СодержитТолькоИзменения=flag(self.changes_only))
        writer.add(classifier, "Ид", self.base.constant("catalog"))
        writer.add(classifier, "Наименование", CATALOG)
        for fill in fills:
            fill(writer, classifier)

    def _catalog(self, writer: Writer) -> etree._Element:
        catalog = writer.add(writer.root, "Каталог", СодержитТолькоИзменения=flag(self.changes_only))
        writer.add(catalog, "Ид", self.base.constant("catalog"))
        writer.add(catalog, "ИдКлассификатора", self.base.constant("catalog"))
        writer.add(catalog, "Наименование", CATALOG)
        return catalog

    def _goods(self, goods: Sequence[str]) -> bytes:
        writer = Writer(self.base, self.profile)
        cards = writer.add(self._catalog(writer), "Товары")
        for one in goods:
            for row in self.base.rows("SELECT * FROM goods WHERE id = ?", one):
                _card(writer, cards, row, split=self._split)
        return writer.file()

    def _pack(self, writer: Writer) -> etree._Element:
        catalog = self.base.constant("catalog")
        pack = writer.add(writer.root, "ПакетПредложений", СодержитТолькоИзменения=flag(self.changes_only))
        writer.add(pack, "Ид", f"#{catalog}" if self._split else f"{catalog}#")
        writer.add(pack, "Наименование", f"Пакет предложений ({CATALOG})")
        writer.add(pack, "ИдКаталога", catalog)
        writer.add(pack, "ИдКлассификатора", catalog)
        return pack

    def _package(
        self, rows: Sequence[sqlite3.Row], one: Callable[[Writer, etree._Element, sqlite3.Row], None]
    ) -> bytes:
        writer = Writer(self.base, self.profile)
        offers = writer.add(self._pack(writer), "Предложения")
        for row in rows:
            one(writer, offers, row)
        return writer.file()

    def _offer_properties(self) -> bytes:
        writer = Writer(self.base, self.profile)
        self._pack(writer)
        self._classifier_head(writer, (_options,))
        return writer.file()


_OFFERS = """
    SELECT offer.id, offer.variant, offer.barcode, goods.name, goods.deleted
    FROM offer JOIN goods ON goods.id = offer.goods WHERE goods.id = ? ORDER BY offer.place
"""
_OFFER = _OFFERS.replace("goods.id = ?", "offer.id = ?")


def _units(writer: Writer, classifier: etree._Element) -> None:
    units = writer.add(classifier, "ЕдиницыИзмерения")
    for code, (full, international) in UNITS.items():
        unit = writer.versioned(units, "ЕдиницаИзмерения", f"{code} ")  # codes are padded to four signs
        writer.add(unit, "НаименованиеКраткое", SHORT_UNITS[code])
        writer.add(unit, "Код", f"{code} ")
        writer.add(unit, "НаименованиеПолное", full)
        writer.add(unit, "МеждународноеСокращение", international)
        writer.stamp(unit)


def _groups(writer: Writer, classifier: etree._Element) -> None:
    _groups_below(writer, classifier, None)


def _groups_below(writer: Writer, parent: etree._Element, above: str | None) -> None:
    found = writer.base.rows("SELECT * FROM goods_group WHERE parent IS ? ORDER BY place", above)
    if not found:
        return
    groups = writer.add(parent, "Группы")
    for row in found:
        group = writer.versioned(groups, "Группа", row["id"])
        writer.add(group, "Наименование", row["name"])
        _groups_below(writer, group, row["id"])
        writer.stamp(group)


def _properties(writer: Writer, classifier: etree._Element) -> None:
    properties = writer.add(classifier, "Свойства")
    for row in writer.base.rows("SELECT * FROM property ORDER BY place"):
        element = _property(writer, properties, row["id"], row["name"], row["kind"])
        values = writer.base.rows("SELECT * FROM property_value WHERE property = ? ORDER BY value", row["id"])
        variants = writer.add(element, "ВариантыЗначений") if values else element
        for value in values:
            entry = writer.add(variants, "Справочник")
            writer.add(entry, "ИдЗначения", value["id"])
            writer.add(entry, "Значение", value["value"])
        writer.stamp(element)


def _options(writer: Writer, classifier: etree._Element) -> None:
    """The characteristics of variants as properties; their values stand in the offers as text."""
    properties = writer.add(classifier, "Свойства")
    for row in writer.base.rows("SELECT DISTINCT name FROM offer_option ORDER BY name"):
        key = uuid_from(stream(int(writer.base.constant("seed")), "option", row["name"]))
        writer.stamp(_property(writer, properties, key, row["name"], "Справочник"))


def _property(writer: Writer, parent: etree._Element, key: str, name: str, kind: str) -> etree._Element:
    element = writer.versioned(parent, "Свойство", key)
    writer.add(element, "Наименование", name)
    writer.add(element, "Внешний", "false")
    writer.add(element, "Информационное", "true")
    writer.add(element, "ТипЗначений", kind)
    return element


def _price_types(writer: Writer, classifier: etree._Element) -> None:
    types = writer.add(classifier, "ТипыЦен")
    for row in writer.base.rows("SELECT * FROM price_type ORDER BY place"):
        kind = writer.versioned(types, "ТипЦены", row["id"])
        writer.add(kind, "Наименование", row["name"])
        writer.add(kind, "Валюта", row["currency"])
        _included_tax(writer, kind)
        writer.stamp(kind)


def _included_tax(writer: Writer, parent: etree._Element) -> None:
    tax = writer.add(parent, "Налог")
    writer.add(tax, "Наименование", "НДС")
    writer.add(tax, "УчтеноВСумме", "true")
    writer.add(tax, "Акциз", "false")


def _warehouses(writer: Writer, classifier: etree._Element) -> None:
    warehouses = writer.add(classifier, "Склады")
    for row in writer.base.rows("SELECT * FROM warehouse ORDER BY place"):
        warehouse = writer.versioned(warehouses, "Склад", row["id"])
        writer.add(warehouse, "Наименование", row["name"])
        writer.stamp(warehouse)


def _card(writer: Writer, parent: etree._Element, row: sqlite3.Row, *, split: bool) -> None:
    card = writer.versioned(parent, "Товар", row["id"], deleted=row["deleted"])
    writer.add(card, "Штрихкод", row["barcode"] if len(row["barcode"]) in BARCODE else "")
    writer.add(card, "Артикул", row["article"])
    writer.add(card, "Наименование", row["name"][:LONGEST_NAME])
    _unit(writer, card, row["unit"], split=split)
    if row["goods_group"]:
        writer.add(writer.add(card, "Группы"), "Ид", row["goods_group"])
    writer.add(card, "Описание", row["description"][:LONGEST_COMMENT])
    pictures = [picture_path(one, dashes=True) for one in pictures_of(writer.base, row["id"])]
    for path in pictures:
        writer.add(card, "Картинка", path)
    writer.add_told(card, "Страна", row["country"])
    goods_properties(writer, card, row["id"])
    goods_vat(writer, card, row["vat"])
    captions = {"ОписаниеФайла": f"{pictures[0]}#{row['name']}"} if pictures else {}
    writer.requisites(card, goods_requisites(row) | captions)
    writer.stamp(card)


def _unit(writer: Writer, card: etree._Element, code: str, *, split: bool) -> None:
    """3.1 names the code alone, with its trailing blank; 2.09 spells the unit out."""
    if split:
        writer.add(card, "БазоваяЕдиница", f"{code} ")
        return
    full, international = UNITS.get(code, ("", ""))
    unit = writer.add(card, "БазоваяЕдиница", SHORT_UNITS.get(code, ""), Код=code)
    unit.set("НаименованиеПолное", full)
    unit.set("МеждународноеСокращение", international)


def _offer(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    offer = writer.versioned(parent, "Предложение", row["id"], deleted=row["deleted"])
    writer.barcode(offer, row["barcode"])
    writer.add(offer, "Наименование", offer_name(row["name"], row["variant"]))
    writer.options(offer, row["id"])
    writer.stamp(offer)


def _prices(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    offer = writer.add(parent, "Предложение")
    writer.add(offer, "Ид", row["id"])
    prices = writer.add(offer, "Цены")
    for one in writer.base.rows(
        "SELECT minor, id, currency FROM price JOIN price_type ON id = price_type WHERE offer = ? ORDER BY place",
        row["id"],
    ):
        price = writer.add(prices, "Цена")
        writer.add(price, "Представление", f"{minor_text(one['minor'])} {one['currency']}")
        writer.add(price, "ИдТипаЦены", one["id"])
        writer.add(price, "ЦенаЗаЕдиницу", minor_text(one["minor"]))
        writer.add(price, "Валюта", one["currency"])


def _rests(writer: Writer, parent: etree._Element, row: sqlite3.Row) -> None:
    offer = writer.add(parent, "Предложение")
    writer.add(offer, "Ид", row["id"])
    rests = writer.add(offer, "Остатки")
    for warehouse, told in figures_of(writer.base, row["id"]):
        place = writer.add(writer.add(rests, "Остаток"), "Склад")
        writer.add(place, "Ид", warehouse)
        writer.add(place, "Количество", thousandths_text(told))
