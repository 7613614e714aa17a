"""Amounts, prices and quantities as people type them, read exactly."""

from __future__ import annotations

import re

from babel.core import Locale

from emporion.kernel.money import MICRO, MILLI, NotANumber, exponent, plain, scaled

from .numbers import locale

WRITTEN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")


def money_typed(text: str, currency: str) -> int:
    """An amount in minor units; refuses what is finer than the currency and what is no number."""
    return _read(text, exponent(currency))


def price_typed(text: str) -> int:
    """A unit price in 10^-6 of the major unit."""
    return _read(text, MICRO)


def quantity_typed(text: str) -> int:
    """A quantity in thousandths."""
    return _read(text, MILLI)


def _read(text: str, digits: int) -> int:
    """Digits with one point at most: powers such as 1e3 and 1_000 are for programs, and a slip of the hand here."""
    bare = cleaned(text)
    if not WRITTEN.fullmatch(bare):
        raise NotANumber(text=text[:40], digits=digits)
    return scaled(bare, digits)


def money_text(minor: int, currency: str) -> str:
    """An amount for a field to edit, with all digits of its currency and without groups."""
    digits = exponent(currency)
    whole = plain(minor, digits)
    return _own_point(f"{whole}{'' if '.' in whole else '.'}{'0' * _lacking(whole, digits)}" if digits else whole)


def price_text(micro: int, currency: str) -> str:
    """A unit price for a field to edit, with at least the digits of its currency."""
    whole, digits = plain(micro, MICRO), exponent(currency)
    lacking = _lacking(whole, digits)
    return _own_point(f"{whole}{'' if '.' in whole or not lacking else '.'}{'0' * lacking}")


def quantity_text(thousandths: int) -> str:
    """A quantity for a field to edit."""
    return _own_point(plain(thousandths, MILLI))


def cleaned(text: str) -> str:
    """A number in the reader's or in the plain way of writing, with a point: "1 264,50" and "1,264.50" are 1264.50.

    Of two signs the last one is the point. One sign alone is the point, unless it is the language's sign of groups with
    three digits behind it.
    """
    bare = "".join(text.split()).replace("−", "-").replace("'", "")
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return bare
    sign, behind = bare[last], bare[last + 1 :]
    is_group = bare.count(sign) > 1 or (sign == _group() and len(behind) == MILLI and bare.count(_other(sign)) == 0)
    whole = bare[:last].replace(",", "").replace(".", "")
    return f"{whole}{behind}" if is_group else f"{whole}.{behind}"


def _group() -> str:
    sign: str = Locale.parse(locale()).number_symbols["latn"]["group"]
    return sign


def _other(sign: str) -> str:
    return "." if sign == "," else ","


def _lacking(whole: str, digits: int) -> int:
    return max(digits - len(whole.partition(".")[2]), 0)


def _own_point(text: str) -> str:
    sign: str = Locale.parse(locale()).number_symbols["latn"]["decimal"]
    return text.replace(".", sign)
