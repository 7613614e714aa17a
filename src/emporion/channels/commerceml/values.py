"""Numbers, flags, dates, currencies and words as real exporters write them, read without floats.

Everything here takes the raw text of an element and either answers or raises ValueError; who asks knows the place.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from html import unescape

from babel.core import get_global

MICRO = 6
THOUSANDTHS = 3
MAX_DIGITS = 60

_PLAIN = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{1,40}))?", re.ASCII)
_TENS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
_BLANKS = dict.fromkeys(map(ord, " \t\r\n\u00a0\u2007\u2009\u202f\u2006'’`\"«»"))
_MINUS = {ord("−"): "-", ord("–"): "-"}
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_MOMENT = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})(\d\d)(\d\d))"
    r"(?:(?:[T ]|UTC)+(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_TIME = re.compile(r"(?:.*[T ])?(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_TRUE = frozenset(("true", "1", "да", "истина", "yes", "y", "t"))
_FALSE = frozenset(("false", "0", "нет", "ложь", "no", "n", "f"))
_ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|laquo|raquo|mdash|ndash|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_CURRENCIES = {
    "руб": "RUB", "рубль": "RUB", "рублей": "RUB", "р": "RUB", "rur": "RUB", "₽": "RUB", "643": "RUB", "810": "RUB",
    "грн": "UAH", "гривна": "UAH", "980": "UAH", "тенге": "KZT", "тнг": "KZT", "тг": "KZT", "₸": "KZT", "398": "KZT",
    "долл": "USD", "$": "USD", "840": "USD", "евро": "EUR", "€": "EUR", "978": "EUR", "лей": "MDL", "498": "MDL",
    "белруб": "BYN", "933": "BYN", "974": "BYR", "сом": "KGS", "417": "KGS", "сум": "UZS", "860": "UZS",
    "драм": "AMD", "051": "AMD", "51": "AMD", "ман": "AZN", "944": "AZN", "лари": "GEL", "981": "GEL",
    "946": "RON", "юань": "CNY", "156": "CNY", "826": "GBP", "£": "GBP",
}  # fmt: skip
_KNOWN: frozenset[str] = frozenset(get_global("all_currencies"))


def scaled(raw: str, digits: int) -> int:
    """The number as an integer of 10^-digits, rounded half away from zero.

    ValueError for garbage, OverflowError beyond 64 bits.

    Takes 1234.5, 1 234,50 (any kind of blank), 1,234.50, quotes around it, a leading plus. A lone comma is a decimal
    comma. "-999 999 999,9" is a number here: who reads prices refuses it for being negative.
    """
    if len(raw) > MAX_DIGITS:
        raise ValueError(raw[:MAX_DIGITS])
    found = _PLAIN.fullmatch(raw) or _PLAIN.fullmatch(_plain(raw))
    if not found:
        raise ValueError(raw)
    sign, whole, fraction = found.groups("")
    number: int
    if len(fraction) <= digits:
        number = int(whole + fraction) * _TENS[digits - len(fraction)]
    else:
        number = int(whole + fraction[:digits]) + (fraction[digits] >= "5")
    if number >= 1 << 63:
        raise OverflowError(raw)
    return -number if sign else number


@lru_cache(maxsize=4096)
def thousandths(raw: str) -> int:
    """A quantity: the same few figures come a hundred thousand times."""
    return scaled(raw, THOUSANDTHS)


def _plain(raw: str) -> str:
    """The same number with a point and nothing else."""
    text = raw.translate(_BLANKS).translate(_MINUS).removeprefix("+")
    if "." in text and "," in text:
        thousands = "," if text.rindex(".") > text.rindex(",") else "."
        whole = text[: max(text.rindex("."), text.rindex(","))].removeprefix("-")
        text = text.replace(thousands, "") if _GROUPED.fullmatch(whole) else ""
    elif text.count(",") > 1 or text.count(".") > 1:
        text = re.sub("[.,]", "", text) if _GROUPED.fullmatch(text.removeprefix("-")) else ""
    text = text.replace(",", ".")
    sign = "-" if text.startswith("-") else ""
    digits = text.removeprefix("-")
    if digits.startswith("."):
        digits = "0" + digits
    return sign + (digits[:-1] if digits.endswith(".") else digits)


def flag(raw: str) -> bool:
    """true/false, 1/0, Да/Нет, Истина/Ложь in any case."""
    word = raw.strip().casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(raw)


def moment(raw: str) -> datetime | None:
    """A date with or without time, ISO or dotted, with one-digit hours, fractions, a zone or the letters UTC in it.

    None for 1C's empty date 0001-01-01. Without a zone the answer has none: it is the clock of the 1C base.
    """
    found = _MOMENT.fullmatch(raw.strip())
    if not found:
        raise ValueError(raw)
    part = found.groups()
    year, month, day = next(three for three in (part[0:3], (part[5], part[4], part[3]), part[6:9]) if three[0])
    if int(year) <= 1:
        return None
    hour, minute, second = (int(each or 0) for each in part[9:12])
    micro = int((part[12] or "").ljust(6, "0")[:6] or 0)
    return datetime(int(year), int(month), int(day), hour, minute, second, micro, _zone(part[13], "UTC" in raw))


def _zone(written: str | None, utc_inside: bool) -> timezone | None:
    if written and written[0] in "+-":
        sign = -1 if written[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))
    return UTC if written or utc_inside else None


def day(raw: str) -> date | None:
    """The date alone; a time beside it is dropped."""
    found = moment(raw)
    return found.date() if found else None


def clock(raw: str) -> time:
    """The time of day; a date before it is dropped."""
    found = _TIME.fullmatch(raw.strip())
    if not found:
        raise ValueError(raw)
    hour, minute, second = (int(each or 0) for each in found.groups())
    return time(hour, minute, second)


@lru_cache(maxsize=1024)
def currency(raw: str) -> str | None:
    """The ISO code for a code, a number or a word (руб, руб., RUR, грн); None for a word nobody knows.

    BYR stays BYR: it is worth a ten-thousandth of BYN, and only the owner knows which one a base means by it.
    """
    word = re.sub(r"[\s.]", "", raw).casefold()
    code = _CURRENCIES.get(word, word.upper())
    return code if code in _KNOWN else None


def line(raw: str | None) -> str:
    """One line of text: stripped, double escaping (&amp;quot;) undone, line breaks turned into blanks."""
    if not raw:
        return ""
    text = raw.strip()
    if "&" in text:
        text = unescaped(text)
    return " ".join(text.split()) if "\n" in text or "\t" in text else text


@lru_cache(maxsize=8192)
def word(raw: str | None) -> str:
    """A line that comes again and again: an id of a price type or a property, a unit, a requisite's name."""
    return line(raw)


def unescaped(text: str) -> str:
    """The text without escaping left over from escaping twice or thrice; a bare & stays."""
    for _ in range(3):
        if not _ESCAPED.search(text):
            break
        text = unescape(text)
    return text.strip()


def allowed(text: str) -> str:
    """The text without the control characters that XML forbids even as references."""
    return FORBIDDEN.sub("", text)


def prose(raw: str | None) -> str:
    """A description: may hold HTML and line breaks. Escaping is undone only where no tag shows that it is HTML."""
    text = (raw or "").strip()
    return unescaped(text) if "&" in text and not _TAG.search(text) else text


def is_html(text: str) -> bool:
    """Whether there is a tag in it."""
    return "<" in text and bool(_TAG.search(text))


@lru_cache(maxsize=4096)
def plain_name(raw: str) -> str:
    """A name for comparing: blanks and case removed, as «СтатусЗаказа» and «Статус заказа» are one."""
    return "".join(line(raw).split()).casefold().replace("ё", "е")


def bracketed(name: str) -> str:
    """What the last brackets of a name hold, brackets inside it included: the variant where nothing else tells it."""
    text = name.rstrip()
    if not text.endswith(")"):
        return ""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if not depth:
            return text[at + 1 : -1].strip()
    return ""


def split_key(key: str) -> tuple[str, str]:
    """Goods id and variant id of `a#b`; the variant is "" without one."""
    goods_id, _, variant_id = key.partition("#")
    return goods_id.strip(), variant_id.strip()
