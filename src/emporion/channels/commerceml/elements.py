"""Elements of a file, whatever namespace they come in, and the bytes that stand for them."""

from __future__ import annotations

import re
from hashlib import sha256

from lxml import etree

MAX_NAMES = 5000  # only a hostile file has so many names of elements


class LocalNames(dict[object, str]):
    """Tag to local name; the same few hundred tags come a million times, so each is cut once."""

    def __missing__(self, tag: object) -> str:
        if len(self) > MAX_NAMES:
            self.clear()
        self[tag] = name = str(tag).rpartition("}")[2]
        return name


LOCAL = LocalNames()


class Needles:
    """Counts of an offer's prices and stock figures, taken from its bytes: a tenth of the cost of walking its tree.

    Safe because a written-back element holds "<" in tags only.
    """

    def __init__(self, prefix: str | None) -> None:
        lead = f"{prefix}:" if prefix else ""
        self.price, self.place, self.rest, self.total, self.variant = (
            f"</{lead}{name}>".encode() for name in ("Цена", "Склад", "Остаток", "Количество", "ИдХарактеристики")
        )
        self.attributed = (f"<{lead}Склад ".encode(), f"<{lead}Склады ".encode())

    def stocks(self, data: bytes) -> int:
        """Figures by warehouse in any of the three spellings; 1 for a bare total."""
        return (
            data.count(self.attributed[0])
            or data.count(self.attributed[1])
            or max(data.count(self.place), data.count(self.rest))
            or int(self.total in data)
        )


STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")
LAST_LINE = 65535  # libxml2 counts no further on an element, and says where the text nearest to it ends


def inner(element: etree._Element, path: str) -> etree._Element:
    """The part of a row that the rest of a place names, such as Цены/Цена[2], or the deepest that can be found."""
    for step in path.strip("/").split("/"):
        found = STEP.fullmatch(step)
        if not found:
            break
        same = [child for child in element if LOCAL[child.tag] == found[1]]
        number = int(found[2] or 1)
        if not 1 <= number <= len(same):
            break
        element = same[number - 1]
    return element


def line_of(element: etree._Element) -> int:
    """The line of the file in which an element begins, counted from 1; 0 where nobody knows."""
    told = element.sourceline or 0
    return told if told < LAST_LINE else _line_by_text(element, told)


def _line_by_text(element: etree._Element, told: int) -> int:
    """What libxml2 told, less the lines of the text that it was told by; a child before it begins in the same line."""
    if element.text is not None:
        return told - element.text.count("\n")
    if len(element):
        return line_of(element[0])
    return told - element.tail.count("\n") if element.tail else 0


def to_bytes(element: etree._Element) -> bytes:
    """The element written back in UTF-8: the same for the same content, whatever the encoding of the file."""
    return etree.tostring(element, encoding="utf-8", with_tail=False)


def digest(*parts: bytes) -> bytes:
    """16 bytes that stand for what the parts say.

    SHA-256 cut short, as processors have it built in: blake2b takes 2.5 times as long.
    """
    return sha256(parts[0] if len(parts) == 1 else b"\0".join(parts)).digest()[:16]


def own_text(element: etree._Element, name: str) -> str:
    """The stripped text of the first child of this name; "" without one."""
    for child in element:
        if LOCAL[child.tag] == name:
            return (child.text or "").strip()
    return ""


def joined_key(goods_id: str, variant_id: str) -> str:
    """`a#b`, also when the two parts come apart or both ways at once."""
    return f"{goods_id}#{variant_id}" if variant_id and "#" not in goods_id else goods_id
