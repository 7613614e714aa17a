"""Integers of the house as the reader writes numbers: the language's separators, "−" for minus."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal, get_currency_symbol
from django.utils import translation
from django.utils.translation import ngettext

from emporion.kernel.money import MICRO, MILLI, exponent

NOTHING = "—"
FIXED_SPACE = "\u00a0"  # keeps a figure and its unit on one line


def money(minor: int | None, currency: str) -> str:
    """An amount in minor units with all digits of its currency: 126400 EUR is 1,264.00. None is a dash."""
    digits = exponent(currency)
    return NOTHING if minor is None else _written(minor, digits, digits, digits)


def price(micro: int | None, currency: str) -> str:
    """A unit price of 10^-6: as many digits as it has, at least the currency's. None is a dash."""
    return NOTHING if micro is None else _written(micro, MICRO, exponent(currency), MICRO)


def quantity(thousandths: int | None) -> str:
    """A quantity without idle zeros: 1500 is 1.5. None is a dash."""
    return NOTHING if thousandths is None else _written(thousandths, MILLI, 0, MILLI)


def count(whole: int) -> str:
    """A whole number with the language's groups: 1204 is 1,204."""
    return _written(whole, 0, 0, 0)


def plain(told: str, least: int) -> str:
    """A decimal number as a peer or a file tells it, "1498.8", with at least so many digits: 1,498.80."""
    amount = Decimal(told)
    digits = max(least, -int(amount.as_tuple().exponent))
    return _written(int(amount.scaleb(digits)), digits, least, digits)


def rows(number: int) -> str:
    """So many rows of a file or a message: 1 row, 1,204 rows."""
    return ngettext("%(rows)s row", "%(rows)s rows", number) % {"rows": count(number)}


def percent(basis_points: int | None, *, signed: bool = False) -> str:
    """Hundredths of a percent with one digit: 612 is 6.1, signed +6.1; the sign % stands in the head of a column."""
    if basis_points is None:
        return NOTHING
    tenths = (abs(basis_points) + 5) // 10
    plus = "+" if signed and basis_points > 0 else ""
    return plus + _written(tenths if basis_points >= 0 else -tenths, 1, 1, 1)


def symbol(currency: str) -> str:
    """The sign of a currency for a head or a single amount: € for EUR; the code where the language has no sign."""
    exponent(currency)
    return get_currency_symbol(currency, locale=locale())


def _written(amount: int, scale: int, least: int, most: int) -> str:
    figure = _figure(abs(amount), scale, f".{'0' * least}{'#' * (most - least)}" if most else "", locale())
    return f"−{figure}" if amount < 0 else figure


@lru_cache(maxsize=4096)  # the same figures stand on page after page, and Babel takes its time over each
def _figure(amount: int, scale: int, behind: str, language: str) -> str:
    exact = Decimal(amount).scaleb(-scale)
    return format_decimal(exact, format=f"#,##0{behind}", locale=language, decimal_quantization=False)


def locale() -> str:
    """The reader's language as Babel names it."""
    return (translation.get_language() or "en").replace("-", "_")
