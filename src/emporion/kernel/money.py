"""Money, unit prices and quantities: integers with a name, so that sums never drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import cache
from typing import Any

from babel.core import get_global
from django.utils.translation import gettext_noop

from .errors import Refused
from .units import unit_word

MICRO = 6
MILLI = 3
# ISO 4217 minor units where they are not 2. Babel's own digits are CLDR's, which round some currencies for display.
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_EXPONENTS = dict.fromkeys(_WITHOUT.split(), 0)
_EXPONENTS |= {"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4}
# Decimal's own context rounds silently behind 28 digits
_EXACT = Context(prec=80, traps=[InvalidOperation, Inexact, Overflow])
_WIDEST = 2**63  # what a column of the database takes


class UnknownCurrency(Refused):
    """Not a code of ISO 4217."""

    code = "unknown_currency"
    says = gettext_noop("%(currency)s is not a currency code of ISO 4217, such as EUR or RUB.")
    remedy = gettext_noop("Write the three letters of the currency.")


class OffStep(Refused):
    """The quantity cannot be sold in this step, such as half a cup."""

    code = "off_step"
    says = gettext_noop("%(quantity)s %(unit)s is not a whole number of steps of %(step)s.")
    remedy = gettext_noop("Take a whole number of steps.")

    def shown(self) -> Mapping[str, Any]:
        """The unit as people call it."""
        return {**self.facts, "unit": unit_word(str(self.facts.get("unit", "")))}


class NotANumber(Refused):
    """The text is no exact number of the asked fineness."""

    code = "not_a_number"
    says = gettext_noop("“%(text)s” is not a number with at most %(digits)s digits after the point.")
    remedy = gettext_noop("Write digits, with one point or comma at the most.")


class TooLarge(Refused):
    """The number does not fit into an amount of ours, which has 63 bits."""

    code = "too_large"
    says = gettext_noop("“%(text)s” is too large a number.")
    remedy = gettext_noop("Write a smaller number.")


@cache
def exponent(currency: str) -> int:
    """Digits of the minor unit: 2 for euro cents, 0 for yen, 3 for Kuwaiti fils; refuses an unknown code."""
    if currency not in get_global("all_currencies"):
        raise UnknownCurrency(currency=currency)
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of its own currency."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: str, currency: str) -> Money:
        """Read major units exactly; an amount finer than the currency is refused, never rounded away."""
        return cls(scaled(amount, exponent(currency)), currency)

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __str__(self) -> str:
        return f"{plain(self.minor, exponent(self.currency))} {self.currency}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a thing is counted in; step is the smallest amount that can be sold, in thousandths.

    The code tells units apart (OKEI's 796); the short name is what people read (pcs).
    """

    code: str
    step: int = 1000
    short: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """What people read: the short name, or the code of a unit that has none."""
        return self.short or self.code


PIECE = Unit("pcs")


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of a unit, in thousandths."""

    thousandths: int
    unit: Unit = PIECE

    @classmethod
    def of(cls, amount: str, unit: Unit = PIECE) -> Quantity:
        """Read an amount exactly, such as 0.250 kg; what is not a whole number of steps is refused."""
        return cls(scaled(amount, MILLI), unit).in_steps()

    def in_steps(self) -> Quantity:
        """The same quantity, or a refusal when it is not a whole number of steps."""
        if self.thousandths % self.unit.step:
            raise OffStep(
                quantity=plain(self.thousandths, MILLI), unit=self.unit.name, step=plain(self.unit.step, MILLI)
            )
        return self

    def __str__(self) -> str:
        return f"{plain(self.thousandths, MILLI)} {self.unit.name}"


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one unit in 10^-6 of the currency's major unit, finer than any coin."""

    micro: int
    currency: str

    @classmethod
    def of(cls, amount: str, currency: str) -> UnitPrice:
        """Read a price of up to six digits behind the point."""
        exponent(currency)
        return cls(scaled(amount, MICRO), currency)

    def times(self, thousandths: int) -> Money:
        """The line total: the one place where an amount is rounded, halves away from zero."""
        per = 10 ** (MICRO + MILLI - exponent(self.currency))
        return Money(divided(self.micro * thousandths, per), self.currency)


def divided(amount: int, by: int) -> int:
    """Integer division that rounds halves away from zero, as invoices do; by is positive."""
    half_up = (2 * abs(amount) + by) // (2 * by)
    return half_up if amount >= 0 else -half_up


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """Cut an amount by weights so that the parts add up exactly; what rounding leaves goes to the largest remainders.

    Hamilton's method. With all weights 0 the first part takes everything.
    """
    whole = sum(weights)
    if not weights:
        return []
    if whole == 0:
        return [amount, *([0] * (len(weights) - 1))]
    parts = [divmod(amount * weight, whole) for weight in weights]
    left = amount - sum(part for part, _ in parts)
    by_rest = sorted(range(len(parts)), key=lambda n: -parts[n][1])
    lucky = set(by_rest[:left])
    return [part + (n in lucky) for n, (part, _) in enumerate(parts)]


def scaled(amount: str, digits: int) -> int:
    """A decimal text as an integer of 10^-digits, exactly; refuses no number, a finer one, and one over 63 bits."""
    try:
        exact = Decimal(amount).scaleb(digits, _EXACT)
    except ArithmeticError:
        exact = Decimal("NaN")
    if exact.is_infinite() or exact != exact.to_integral_value():
        raise NotANumber(text=amount[:40], digits=digits)
    if exact.copy_abs() >= _WIDEST:
        raise TooLarge(text=amount[:40])
    return int(exact)


def plain(amount: int, digits: int) -> str:
    """An integer of 10^-digits as the shortest decimal text: 1500 of 3 digits is 1.5."""
    text = f"{Decimal(amount).scaleb(-digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
