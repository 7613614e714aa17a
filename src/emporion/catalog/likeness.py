"""Pure rules: whether two products may be one and the same, how sure that is, and why.

Nothing here merges anything. A number that differs makes two: 64 GB are not 128 GB, 500 ml not 1000 ml. A barcode or an
article alone is never sure, for peers repeat both; a name alone never is, for two makers give the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from emporion.exchange.types import article_folded, is_alike
from emporion.kernel.naming import named
from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE, Likeness, key_number
from emporion.kernel.spelling import folded_words, sounded

SHORTEST = 3  # signs of an article or a code: shorter ones are anybody's
WORDS = 12  # of a name that are asked for
GTIN = 14  # digits to which shorter ones are filled up with zeros
WHOLE = frozenset(("name", "name_order", "name_spacing"))
SAME = WHOLE | {"name_letters", "name_spelling", "name_near"}
_PARTS = re.compile(r"\d+|[^\W\d_]+")  # 500мл is 500 and мл


@dataclass(frozen=True)
class Sight:
    """What is compared of one product: name, article and brand as written, the barcodes of all its variants."""

    id: int
    name: str
    sku: str = ""
    brand: str = ""
    barcodes: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, with figures apart from letters."""
        return tuple(part for word in folded_words(self.name) for part in _PARTS.findall(word))

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The words as all alphabets write them."""
        return tuple(one for word in self.words for one in (sounded(word) or (word,)))

    @cached_property
    def article(self) -> str:
        """The article as it is compared; empty where it is too short to tell anything."""
        found = article_folded(self.sku)
        return found if len(found) >= SHORTEST else ""

    @cached_property
    def codes(self) -> frozenset[str]:
        """The barcodes as they are compared: UPC and EAN of one thing are one."""
        told = ("".join(code.split()) for code in self.barcodes)
        return frozenset(code.zfill(GTIN) if code.isdecimal() else code for code in told if len(code) >= SHORTEST)


def keys(one: Sight) -> set[int]:
    """Numbers that two products share if they may be one: only what shares one is ever compared."""
    return {key_number(text) for text in _texts(one)}


def _texts(one: Sight) -> Iterator[str]:
    yield from (f"b{code}" for code in one.codes)
    if one.article:
        yield f"a{one.article}"
    if one.sounds:
        yield f"j{''.join(one.sounds)}"
        words = sorted(one.sounds)[:WORDS]
        yield f"w{' '.join(words)}"
        if len(words) > 1:  # one word may have a slip, or be one more: the others are the same
            yield from (f"w{' '.join(words[:at] + words[at + 1 :])}" for at in range(len(words)))


def compared(one: Sight, other: Sight) -> Likeness | None:
    """Whether two may be one; None where nothing says so."""
    name = _name(one, other)
    barcode, article = bool(one.codes & other.codes), bool(one.article) and one.article == other.article
    marks = [mark for mark, agrees in (("barcode", barcode), ("article", article)) if agrees]
    against = _against(one, other)
    sureness = _sureness(marks, name, against=against, brand=_two_brands(one, other))
    return (
        Likeness(sureness, (*marks, name, *(["brand_differs"] if _two_brands(one, other) else [])))
        if sureness
        else None
    )


def _sureness(marks: Sequence[str], name: str, *, against: bool, brand: bool) -> int:
    """A mark and the name are sure where no other mark speaks against it; a mark or a name alone is for a person."""
    if marks and name in SAME:
        return LIKELY if against or brand else CERTAIN
    if len(marks) > 1 and name != "numbers":
        return LIKELY
    if marks and name == "name_alike":
        return POSSIBLE if against else LIKELY
    if "barcode" in marks:
        return POSSIBLE
    if marks or against or brand or name not in SAME:
        return 0
    return LIKELY if name in WHOLE else POSSIBLE


def _against(one: Sight, other: Sight) -> bool:
    """Whether both have articles, or both barcodes, and share none."""
    articles = bool(one.article and other.article) and one.article != other.article
    return articles or (bool(one.codes and other.codes) and not one.codes & other.codes)


def _two_brands(one: Sight, other: Sight) -> bool:
    mine, theirs = (sorted(sounded(of.brand)) for of in (one, other))
    return bool(mine and theirs) and mine != theirs


def _name(one: Sight, other: Sight) -> str:
    """How their names stand to each other: as `kernel.naming` says it, or numbers, name_spacing, name_alike."""
    if _numbers(one) != _numbers(other):
        return "numbers"
    found = named(one.words, other.words)
    if found in SAME:
        return found
    if one.sounds and "".join(one.sounds) == "".join(other.sounds):
        return "name_spacing"
    return "name_alike" if is_alike(" ".join(one.sounds), " ".join(other.sounds)) else "name_differs"


def _numbers(of: Sight) -> list[str]:
    return sorted(word for word in of.words if word.isdecimal())
