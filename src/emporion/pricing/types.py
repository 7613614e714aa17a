"""Words of pricing: cards told, views answered, facts, refusals. Prices are 10^-6 of the currency's major unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext, gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused
from emporion.kernel.money import MICRO, Money, UnitPrice, plain

Done = Literal["created", "changed", "unchanged"]
TaxClass = Literal["standard", "reduced", "super_reduced", "zero", "exempt"]
Why = Literal["found", "not_told", "zero"]
PriceTold = tuple[int, int, int]  # price type id, smallest quantity in thousandths (0 = any), price in micro

TAX_CLASSES: tuple[TaxClass, ...] = ("standard", "reduced", "super_reduced", "zero", "exempt")
_WHY = {
    "found": gettext_noop("The price is set."),
    "not_told": gettext_noop("There is no price of this type."),
    "zero": gettext_noop("The price is 0, which means that it is not for sale."),
}


class UnknownPriceType(Refused):
    """No price type has this id."""

    code = "unknown_price_type"
    says = gettext_noop("There is no price type with number %(price_type)s.")
    remedy = gettext_noop("Add the price type first, or choose one that stands.")


class PriceTypeNameMissing(Refused):
    """A price type has no name."""

    code = "price_type_name_missing"
    says = gettext_noop("The price type has no name.")
    remedy = gettext_noop("Name it as the price list does, such as Retail.")


class PriceTypeInUse(Refused):
    """A price type would be closed at which somebody still sells, or for which prices still come."""

    code = "price_type_in_use"
    says = gettext_noop("“%(name)s” is still in use: %(users)s.")
    remedy = gettext_noop(
        "Give the shops another price type, and take this one out of the exchange of the connections; then close it."
    )


class PriceTypeIsClosed(Refused):
    """A closed price type would be put to use again."""

    code = "price_type_is_closed"
    says = gettext_noop("The price type “%(name)s” is closed.")
    remedy = gettext_noop("Choose another one, or open it again in the settings.")


class CurrencyFixed(Refused):
    """The currency of a price type with prices would change, and every price with it."""

    code = "currency_fixed"
    says = gettext_noop("Prices of type “%(name)s” stand in %(currency)s; they do not become %(wanted)s by renaming.")
    remedy = gettext_noop("Add a price type in %(wanted)s.")


class NegativePrice(Refused):
    """A price or a smallest quantity below nothing."""

    code = "negative_price"
    says = gettext_noop("A price of %(price)s from a quantity of %(quantity)s is not possible.")
    remedy = gettext_noop("Give a price and a quantity of 0 or more; a price of 0 means “not for sale”.")


class PriceJumped(Refused):
    """A told price is so far from the one that stands that a person should look first."""

    code = "price_jumped"
    says = gettext_noop("A price of type “%(price_type)s” would go from %(stands)s to %(comes)s.")
    remedy = gettext_noop(
        "The old price stays for sale. Take the new one as told if it is meant; if not, correct it where it comes from."
    )

    def shown(self) -> Mapping[str, Any]:
        """The prices as plain figures."""
        return {**self.facts, **{name: _figure(self.facts.get(name, "")) for name in ("stands", "comes")}}


def _figure(micro: int | str) -> str:
    """A price of 10^-6 as text; one that a reader may not see is a text already."""
    return micro if isinstance(micro, str) else plain(micro, MICRO)


class PriceWouldVanish(Refused):
    """A price would come to nothing or less by a percentage or its rounding."""

    code = "price_would_vanish"
    says = gettext_noop("The price would come to nothing.")
    remedy = gettext_noop("Choose a smaller percentage or finer rounding.")


class NoTaxRate(Refused):
    """Nobody told the rate for this country, class, regime and day; guessing one would make wrong invoices."""

    code = "no_tax_rate"
    says = gettext_noop(
        "The tax rate for %(country)s, class “%(tax_class)s”, regime “%(regime)s” on %(day)s is not known."
    )
    remedy = gettext_noop("Enter the rate in the tax table.")


class RateOverlaps(Refused):
    """A later rate stands already; a rate is entered after the ones before it."""

    code = "rate_overlaps"
    says = gettext_noop("A rate valid from %(known)s stands already, which is not before %(day)s.")
    remedy = gettext_noop("Enter rates in the order of their days.")


@dataclass(frozen=True, slots=True)
class PriceTypeCard:
    """A price type as told: None means "not told". is_cost marks what goods cost us; the margin reads it."""

    id: int | None = None
    code: str | None = None
    name: str | None = None
    currency: str | None = None
    tax_included: bool | None = None
    is_cost: bool | None = None
    position: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PriceCard:
    """Prices of one variant. whole=True removes its other prices of the named types (all types when none is named).

    looked_at are prices, by type and smallest quantity, that a person has seen: no guard holds them.
    """

    variant_id: int
    prices: tuple[PriceTold, ...]
    whole: bool = False
    types: tuple[int, ...] = ()
    place: str = ""
    looked_at: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class PriceGuard:
    """Which told prices wait for a person's look while what stands stays.

    Those of more than so many times what stands, or less than that part of it (0: none of these); with zeros also
    those that take goods out of sale. A first price has nothing to be held against.
    """

    times: int = 0
    zeros: bool = False


NO_GUARD = PriceGuard()


@dataclass(frozen=True, slots=True)
class HeldPrice:
    """A price that a guard held: what stands and what was told, in micro."""

    price_type_id: int
    min_quantity: int
    stands_micro: int
    told_micro: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a card; id is the price type's or the variant's. held are prices of it that wait for a look."""

    id: int
    done: Done
    held: tuple[HeldPrice, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One price before and after, in micro; None where there was or is none."""

    price_type_id: int
    min_quantity: int
    old_micro: int | None
    new_micro: int | None


@dataclass(frozen=True, slots=True)
class PricesChanged(Event):
    """Prices of a variant changed, all by one card. The subject is variant:<id>."""

    changes: tuple[PriceChange, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a price type before and after."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PriceTypeAdded(Event):
    """The firm keeps one more kind of price. The subject is price_type:<id>."""

    name: str
    currency: str


@dataclass(frozen=True, slots=True)
class PriceTypeChanged(Event):
    """A price type was renamed or means something else."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class TaxRateSet(Event):
    """A tax rate holds from a day on; 20000 is 20 %. The subject is tax:<country>."""

    tax_class: str
    regime: str
    percent_milli: int
    valid_from: str


@dataclass(frozen=True, slots=True)
class PriceTypeView:
    """A price type."""

    id: int
    code: str
    name: str
    currency: str
    tax_included: bool
    is_cost: bool
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class PriceView:
    """A price of a variant; min_quantity is where it begins to hold, in thousandths."""

    price_type: PriceTypeView
    min_quantity: int
    price: UnitPrice
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """The price to sell at, or why there is none."""

    variant_id: int
    price: UnitPrice | None
    tax_included: bool
    why: Why

    @property
    def sentence(self) -> str:
        """The reason in the language active now."""
        return gettext(_WHY[self.why])


@dataclass(frozen=True, slots=True)
class LineSum:
    """A line of a document: net + tax = gross exactly; rate_milli 20000 is 20 %."""

    net: Money
    tax: Money
    gross: Money
    rate_milli: int
    tax_included: bool


@dataclass(frozen=True, slots=True)
class TaxRateView:
    """A row of the tax table; valid_to None means until further notice."""

    country: str
    tax_class: str
    regime: str
    percent_milli: int
    valid_from: date
    valid_to: date | None
