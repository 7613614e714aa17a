"""Pure rules of pricing: tax in and out of amounts, lines of documents, what the words of 1C mean."""

from __future__ import annotations

import re

from emporion.kernel.money import Money, UnitPrice, divided

from .types import LineSum, PriceGuard, TaxClass

WHOLE = 100_000  # 100 % in thousandths of a percent
WHOLE_POINTS = 10_000  # 100 % in hundredths of a percent
_RATE = re.compile(r"(\d+)(?:[.,]0+)?\s*%?")
# Russia's rates by the class they are or were: 18 until 2018, 20 until 2025, 22 since 2026; 12 and 16 are Kazakhstan's
_STANDARD = {"12", "16", "18", "19", "20", "21", "22", "24"}
_REDUCED = {"8", "9", "10", "11", "13"}
_EXEMPT = ("без", "не облаг", "exempt", "none", "scutit", "απαλλ")


def is_suspicious(stands_micro: int, told_micro: int, guard: PriceGuard) -> bool:
    """Whether a told price is so far from the one that stands that a person should look before it is sold at."""
    if stands_micro <= 0 or told_micro < 0:
        return False
    if not told_micro:
        return guard.zeros
    is_far = told_micro > stands_micro * guard.times or told_micro * guard.times < stands_micro
    return is_far and guard.times > 0


def tax_of_gross(gross_minor: int, rate_milli: int) -> int:
    """The tax inside an amount, in minor units, halves away from zero: gross × rate ÷ (100 % + rate)."""
    return divided(gross_minor * rate_milli, WHOLE + rate_milli)


def tax_on_net(net_minor: int, rate_milli: int) -> int:
    """The tax to be added to an amount, in minor units, halves away from zero: net × rate ÷ 100 %."""
    return divided(net_minor * rate_milli, WHOLE)


def line_sum(price: UnitPrice, thousandths: int, rate_milli: int, tax_included: bool) -> LineSum:
    """A line of a document. The price times the quantity is rounded once; the tax of the line is rounded once.

    With the tax included the gross amount is the given truth and net is what remains, and the other way round.
    """
    return split(price.times(thousandths), rate_milli, tax_included)


def split(total: Money, rate_milli: int, tax_included: bool) -> LineSum:
    """An amount with its tax told apart; also for a line whose total a discount has changed."""
    tax = Money((tax_of_gross if tax_included else tax_on_net)(total.minor, rate_milli), total.currency)
    net, gross = (total + -tax, total) if tax_included else (total, total + tax)
    return LineSum(net, tax, gross, rate_milli, tax_included)


def with_tax(price: UnitPrice, rate_milli: int) -> UnitPrice:
    """A unit price with the tax added, at the fineness of 10^-6."""
    return UnitPrice(divided(price.micro * (WHOLE + rate_milli), WHOLE), price.currency)


def without_tax(price: UnitPrice, rate_milli: int) -> UnitPrice:
    """A unit price with the tax taken out, at the fineness of 10^-6."""
    return UnitPrice(divided(price.micro * WHOLE, WHOLE + rate_milli), price.currency)


def tax_class_of(text: str) -> TaxClass | None:
    """The tax class that an outside system means by "20", "18%", "10", "0", "Без НДС"; None when it cannot be told.

    Systems write the rate, which changes by law; we keep the class, which does not.
    """
    plain = text.strip().casefold()
    if plain.startswith(_EXEMPT):
        return "exempt"
    found = _RATE.fullmatch(plain.removeprefix("ндс").strip())
    if not found:
        return None
    rate = found[1].lstrip("0") or "0"
    if rate == "0":
        return "zero"
    return "standard" if rate in _STANDARD else "reduced" if rate in _REDUCED else None


def raised(micro: int, basis_points: int, step_micro: int, less_micro: int = 0) -> int:
    """A price raised by hundredths of a percent (below nothing: lowered), then rounded to whole steps, halves up.

    less_micro is taken off the rounded price, for prices that end on .99.
    """
    exact = micro * (WHOLE_POINTS + basis_points)
    return divided(exact, WHOLE_POINTS * step_micro) * step_micro - less_micro
