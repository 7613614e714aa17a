"""Write CommerceML as 1C's own writers do: a BOM, the edition's namespace, elements in the schema's order."""

import base64
import hashlib

from lxml import etree

from emporion.demo.onec.assortment import UNITS
from emporion.demo.onec.base import Base
from emporion.demo.onec.profiles import Profile

_HEAD = b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n'
LONGEST_NAME, LONGEST_COMMENT, LONGEST_VALUE = 250, 3000, 1000
BARCODE = range(8, 15)


class Writer:
    """The root of one file and the pieces that several kinds of files share."""

    def __init__(self, base: Base, profile: Profile) -> None:
        self.base = base
        self._namespace = profile.namespace
        self.root = etree.Element(f"{{{profile.namespace}}}КоммерческаяИнформация", nsmap={None: profile.namespace})
        self.root.set("ВерсияСхемы", profile.schema_version)
        self.root.set("ДатаФормирования", base.now().isoformat())
        if profile.layout != "classic":
            self.root.set("Ид", "Обмен с сайтом" if profile.layout == "split" else "")

    def add(self, parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
        """Append an element; its text may be empty, as 1C writes it."""
        element = etree.SubElement(parent, f"{{{self._namespace}}}{tag}", attributes)
        element.text = text
        return element

    def add_told(self, parent: etree._Element, tag: str, text: str) -> None:
        """Append an element unless there is nothing to say."""
        if text:
            self.add(parent, tag, text)

    def file(self) -> bytes:
        """The file as it goes over the wire."""
        return _HEAD + etree.tostring(self.root, encoding="UTF-8")

    def versioned(self, parent: etree._Element, tag: str, key: str, *, deleted: object = False) -> etree._Element:
        """Begin an object of the exchange module: Ид, row version, deletion mark; `stamp` closes it."""
        element = self.add(parent, tag)
        self.add(element, "Ид", key)
        self.add(element, "НомерВерсии")
        self.add(element, "ПометкаУдаления", flag(deleted))
        return element

    def stamp(self, element: etree._Element) -> None:
        """Fill in the row version: another one for another content, the same for the same."""
        digest = hashlib.sha256(etree.tostring(element, method="c14n")).digest()
        for version in element.findall(f"{{{self._namespace}}}НомерВерсии"):
            version.text = base64.b64encode(digest[:8]).decode()

    def owner(self, parent: etree._Element) -> None:
        """The firm whose catalog it is."""
        owner = self.add(parent, "Владелец")
        self.add(owner, "Ид", self.base.constant("owner"))
        self.add(owner, "Наименование", self.base.constant("owner_name"))
        self.add(owner, "ОфициальноеНаименование", self.base.constant("owner_name"))

    def unit(self, parent: etree._Element, code: str) -> None:
        """The base unit with its own recalculation, without a text: UT's form."""
        full, short = UNITS.get(code, ("", ""))
        unit = self.add(parent, "БазоваяЕдиница", Код=code)
        if full:
            unit.set("НаименованиеПолное", full)
            unit.set("МеждународноеСокращение", short)
        recalculation = self.add(unit, "Пересчет")
        self.add(recalculation, "Единица", code)
        self.add(recalculation, "Коэффициент", "1")

    def barcode(self, parent: etree._Element, barcode: str) -> None:
        """A barcode of 8 to 14 signs; UT leaves others out."""
        if len(barcode) in BARCODE:
            self.add(parent, "Штрихкод", barcode)

    def requisites(self, parent: etree._Element, pairs: dict[str, str]) -> None:
        """The name-and-value list at the end of goods and documents."""
        rows = self.add(parent, "ЗначенияРеквизитов")
        for name, value in pairs.items():
            row = self.add(rows, "ЗначениеРеквизита")
            self.add(row, "Наименование", name)
            self.add(row, "Значение", value[:LONGEST_VALUE])

    def options(self, parent: etree._Element, offer: str) -> None:
        """The characteristics of a variant, if it has any."""
        found = self.base.rows("SELECT name, value FROM offer_option WHERE offer = ? ORDER BY place", offer)
        if not found:
            return
        options = self.add(parent, "ХарактеристикиТовара")
        for row in found:
            option = self.add(options, "ХарактеристикаТовара")
            self.add(option, "Наименование", row["name"])
            self.add(option, "Значение", row["value"])


def flag(yes: object) -> str:
    """A boolean of the schema."""
    return "true" if yes else "false"


def offer_name(goods_name: str, variant: str) -> str:
    """`Name (variant)`, as 1C presents a variant."""
    return (f"{goods_name} ({variant})" if variant else goods_name)[:LONGEST_NAME]
