"""Which elements are rows, told by their name and by what they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from emporion.channels.commerceml import refusals
from emporion.channels.commerceml.elements import LOCAL, Needles, digest, joined_key, own_text, to_bytes
from emporion.channels.commerceml.rows import Kind, Row

MAX_ROW_BYTES = 16 * 1024 * 1024
_HEADS = {
    "КоммерческаяИнформация": Kind.FILE,
    "Классификатор": Kind.CLASSIFIER,
    "Каталог": Kind.CATALOG,
    "ПакетПредложений": Kind.PACK,
    "ИзмененияПакетаПредложений": Kind.CHANGES,
}
_LISTS = frozenset(_HEADS) | {
    "Группы", "Свойства", "ТипыЦен", "Склады", "ЕдиницыИзмерения", "Категории", "Товары", "Предложения",
    "Документ", "Контейнер", "Контрагенты",
}  # fmt: skip


class Cutter:
    """Turns the parser's events into rows and forgets each element once its row is taken.

    An element is a row by its name and its surroundings: a Товар is goods in a catalog and a line in a document.
    """

    def __init__(self) -> None:
        self.untold: list[etree._Element] = []
        self.numbers: Counter[str] = Counter()
        self.in_document = 0
        self.in_group = 0
        self.containers = 0
        self.in_container = False
        self.offers = Kind.OFFER
        self.needles = Needles(None)
        self.silent_bytes = 0
        self.starts: dict[str, Callable[[etree._Element], None]] = {
            **dict.fromkeys(_HEADS, self.head_starts),
            "Документ": self.document_starts,
            "Группа": self.group_starts,
            "Контейнер": self.container_starts,
        }
        self.ends: dict[str, Callable[[etree._Element], Iterator[Row]]] = {
            **dict.fromkeys(_HEADS, self.head),
            "Товар": self.goods,
            "Предложение": self.offer,
            "Группа": self.group,
            "Свойство": self.property,
            "СвойствоНоменклатуры": self.property,
            "ТипЦены": self.price_type,
            "Склады": self.warehouses,
            "ЕдиницаИзмерения": self.unit,
            "Документ": self.document,
            "Контейнер": self.container,
            "Контрагент": self.counterparty,
        }

    def rows(self, events: Iterable[tuple[str, etree._Element]], fed_bytes: int) -> Iterator[Row]:
        """The rows that the events complete; what grows past `MAX_ROW_BYTES` without becoming a row is refused."""
        self.silent_bytes += fed_bytes
        for event, element in events:
            name = LOCAL[element.tag]
            if event == "end":
                yield from self.ends[name](element)
            elif name in self.starts:
                self.starts[name](element)
        if self.silent_bytes > MAX_ROW_BYTES:
            raise refusals.TooLarge(limit_mb=MAX_ROW_BYTES // 1024 // 1024)

    # -- heads: told as soon as a row of theirs comes, or at their end ------------------------------------------------

    def head_starts(self, element: etree._Element) -> None:
        """Remember it until its fields have come; CommerceML 1 has attributes in their place."""
        if element.get("Идентификатор") is not None:
            raise refusals.OldCommerceML()
        kind = _HEADS[LOCAL[element.tag]]
        if element.getparent() is None:
            self.needles = Needles(element.prefix)
        if kind in (Kind.PACK, Kind.CHANGES):
            self.offers = Kind.OFFER if kind is Kind.PACK else Kind.CHANGE_OFFER
        self.untold.append(element)

    def head(self, element: etree._Element) -> Iterator[Row]:
        """The end of a head: told now if nothing stood in it."""
        yield from self.tell_heads()
        self.forget(element)

    def tell_heads(self) -> Iterator[Row]:
        """The heads that have begun and were not told yet, outermost first."""
        untold, self.untold = self.untold, []
        for element in untold:
            yield self.row(_HEADS[LOCAL[element.tag]], element, digest(_own_bytes(element)))

    # -- rows of reference data ---------------------------------------------------------------------------------------

    def group_starts(self, element: etree._Element) -> None:
        """Groups nest; a whole branch becomes rows when its root ends, so that parents come before children."""
        self.in_group += 1

    def group(self, element: etree._Element) -> Iterator[Row]:
        """The branch in document order."""
        self.in_group -= 1
        if self.in_group or self.in_document or not in_head_list(element):
            return
        yield from self.tell_heads()
        branch = [(element, "")]
        while branch:
            node, parent = branch.pop()
            row = self.row(Kind.GROUP, node, digest(parent.encode(), _own_bytes(node)))
            row.parent = parent
            yield row
            children = [child for part in node if LOCAL[part.tag] == "Группы" for child in part]
            branch += [(child, row.key) for child in reversed(children) if LOCAL[child.tag] == "Группа"]
        self.forget(element)

    def property(self, element: etree._Element) -> Iterator[Row]:
        """A property of a classifier, or one defined inside a group."""
        if self.in_document or not (self.in_group or in_head_list(element)):
            return
        yield from self.tell_heads()
        yield self.row(Kind.PROPERTY, element, digest(to_bytes(element)))
        if not self.in_group:
            self.forget(element)

    def price_type(self, element: etree._Element) -> Iterator[Row]:
        """A price type of a package or a classifier."""
        yield from self.listed(Kind.PRICE_TYPE, element)

    def unit(self, element: etree._Element) -> Iterator[Row]:
        """A unit of measure of a classifier."""
        yield from self.listed(Kind.UNIT, element)

    def listed(self, kind: Kind, element: etree._Element) -> Iterator[Row]:
        """A row of a list right under a head."""
        if self.in_document or not in_head_list(element):
            return
        yield from self.tell_heads()
        yield self.row(kind, element, digest(to_bytes(element)))
        self.forget(element)

    def warehouses(self, element: etree._Element) -> Iterator[Row]:
        """A list of warehouses under a head; stock figures and documents use the same name for other things."""
        parent = element.getparent()
        if self.in_document or parent is None or LOCAL[parent.tag] not in _HEADS:
            return
        yield from self.tell_heads()
        for child in element:
            if LOCAL[child.tag] == "Склад":
                yield self.row(Kind.WAREHOUSE, child, digest(to_bytes(child)))

    # -- the rows that come by the hundred thousand -------------------------------------------------------------------

    def goods(self, element: etree._Element) -> Iterator[Row]:
        """Goods of a catalog."""
        if self.in_document or not stands_in(element, "Товары", "Каталог"):
            return
        if self.untold:
            yield from self.tell_heads()
        yield self.row(Kind.GOODS, element, digest(to_bytes(element)))
        self.forget(element)

    def offer(self, element: etree._Element) -> Iterator[Row]:
        """An offer of a package or of its changes."""
        if self.in_document or not stands_in(element, "Предложения", "ПакетПредложений", "ИзмененияПакетаПредложений"):
            return
        if self.untold:
            yield from self.tell_heads()
        data = to_bytes(element)
        row = self.row(self.offers, element, digest(data))
        row.prices = data.count(self.needles.price)
        row.stocks = self.needles.stocks(data)
        if self.needles.variant in data:
            row.key = joined_key(row.key, own_text(element, "ИдХарактеристики"))
        yield row
        self.forget(element)

    # -- documents and people -----------------------------------------------------------------------------------------

    def document_starts(self, element: etree._Element) -> None:
        """Whatever stands in a document is no row of its own."""
        if element.get("Идентификатор") is not None:
            raise refusals.OldCommerceML()
        self.in_document += 1

    def document(self, element: etree._Element) -> Iterator[Row]:
        """An order as a rule; its key is the number where there is no id."""
        self.in_document -= 1
        if self.in_document:
            return
        yield from self.tell_heads()
        row = self.row(Kind.DOCUMENT, element, digest(to_bytes(element)))
        row.key = row.key or own_text(element, "Номер")
        row.container = self.containers if self.in_container else 0
        yield row
        self.forget(element)

    def container_starts(self, element: etree._Element) -> None:
        """Документ are counted anew in each Контейнер, as their place names both."""
        self.containers += 1
        self.in_container = True
        self.numbers["Документ"] = 0

    def container(self, element: etree._Element) -> Iterator[Row]:
        """The end of a Контейнер, which is no row itself."""
        self.in_container = False
        yield from self.tell_heads()
        self.forget(element)

    def counterparty(self, element: etree._Element) -> Iterator[Row]:
        """A customer of a file of customers; those in documents come with their document."""
        if self.in_document or not in_head_list(element):
            return
        yield from self.tell_heads()
        yield self.row(Kind.COUNTERPARTY, element, digest(to_bytes(element)))
        self.forget(element)

    def row(self, kind: Kind, element: etree._Element, digested: bytes) -> Row:
        """The row with its number among those of the same name."""
        name = LOCAL[element.tag]
        self.numbers[name] += 1
        return Row(kind, name, self.numbers[name], own_text(element, "Ид"), digested, element)

    def forget(self, element: etree._Element) -> None:
        """Free the element and all before it; the parser still needs the empty element to hang the next one on."""
        self.silent_bytes = 0
        element.clear()
        parent = element.getparent()
        while parent is not None and (before := element.getprevious()) is not None:
            parent.remove(before)


def stands_in(element: etree._Element, *names: str) -> bool:
    """Whether the element's parent has one of these names."""
    parent = element.getparent()
    return parent is not None and LOCAL[parent.tag] in names


def in_head_list(element: etree._Element) -> bool:
    """Whether the element stands in a list directly under a head (or under the root)."""
    parent = element.getparent()
    above = None if parent is None else parent.getparent()
    return above is not None and LOCAL[above.tag] in _HEADS


def _own_bytes(element: etree._Element) -> bytes:
    """The element without the lists under it: a group does not change because a group below it does."""
    own = [f"{name}={value}".encode() for name, value in element.attrib.items()]
    return b"\0".join(own + [to_bytes(part) for part in element if LOCAL[part.tag] not in _LISTS])
