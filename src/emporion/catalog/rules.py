"""Pure rules of the catalog: how texts are cleaned, folded for the search, and shown."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

import nh3

from .types import Options

# OKEI: what is weighed, poured, cut or timed is sold to the thousandth, everything else in whole steps
MEASURED = frozenset(
    f"{code:03}"
    for code in (
        *(3, 4, 5, 6, 8, 51, 53, 55, 58, 59, 110, 111, 112, 113, 114, 118),
        *(160, 161, 162, 163, 166, 168, 245, 246, 354, 355, 356),
    )
)
GTIN = (8, 12, 13, 14)  # digits
_SPECIAL = re.compile(r"[<>&\n\r]")
_MARKS = re.compile("[\u0300-\u036f]")
SHOWN = 500  # characters of a long text that a fact carries
INDEXED = 2600  # bytes of an indexed text: a row of an index holds at most 2,704 on PostgreSQL


PLACE = ("variant_id", "property_id", "field")  # how the field of a product is kept


def field_name(variant: int | None, property_id: int | None, field: str) -> str:
    """A field as verbs and pages name it: sku, "value:7" of property 7, "variant:3:sku" of variant 3."""
    if property_id is not None:
        return f"value:{property_id}"
    return field if variant is None else f"variant:{variant}:{field}"


def field_place(name: str) -> tuple[int | None, int | None, str]:
    """What a name of `field_name` speaks of: the variant, the property, the field."""
    kind, _colon, rest = name.partition(":")
    if kind == "value":
        return None, int(rest), ""
    if kind == "variant":
        number, _colon, field = rest.partition(":")
        return int(number), None, field
    return None, None, name


def check_digit(code: str) -> int:
    """The digit that a GTIN must end in, by its others, which weigh 3, 1, 3, … from the right.

    Source: GS1 General Specifications, section 7.9.1.
    """
    weighed = sum(int(digit) * (1 if number % 2 else 3) for number, digit in enumerate(reversed(code[:-1])))
    return -weighed % 10


def is_gtin(code: str) -> bool:
    """Whether a code has the look of EAN-8, UPC-A, EAN-13 or GTIN-14; others have no check digit that we know."""
    return code.isascii() and code.isdecimal() and len(code) in GTIN


def default_step(code: str) -> int:
    """The step of a unit nobody spoke of, in thousandths: 1 for measured goods, 1000 for the rest."""
    return 1 if code in MEASURED else 1000


def folded(text: str) -> str:
    """A text as the search compares it: without case and accents, so that ё finds е and τονος finds τόνος.

    The database cannot be asked: LIKE of SQLite knows the case of Latin letters only.
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    return _MARKS.sub("", unicodedata.normalize("NFKD", lower).casefold())  # 𝝖 becomes Α only here


def searched_by(text: str) -> str:
    """A text folded for the search, no longer than a row of an index may be on PostgreSQL."""
    found = folded(text)
    return found if len(found) <= INDEXED // 4 else found.encode()[:INDEXED].decode(errors="ignore")


def cleaned(text: str) -> str:
    """A description as HTML that cannot do harm; plain text keeps its lines. Cleaning twice changes nothing more."""
    if not _SPECIAL.search(text):
        return text
    clean = nh3.clean(text)
    if "<" in clean:  # a tag, for any other one is written &lt; now
        return clean
    return clean.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")


def cut(text: str) -> str:
    """A long text as a fact keeps it: its beginning and its length."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… [{len(text)}]"


def options_json(options: Iterable[tuple[str, str]]) -> str:
    """Options as they are stored."""
    return json.dumps([list(pair) for pair in options], ensure_ascii=False, separators=(",", ":"))


def options_of(stored: str) -> Options:
    """Stored options as pairs again."""
    return tuple((name, value) for name, value in json.loads(stored))


def options_text(options: Options) -> str:
    """The values of options as a shopper reads them, such as 35, red."""
    return ", ".join(value for _, value in options)


def variant_name(product: str, own: str, options: Options) -> str:
    """The complete name of a variant: its own, or the product's with its options in brackets."""
    if own:
        return own
    return f"{product} ({options_text(options)})" if options else product
