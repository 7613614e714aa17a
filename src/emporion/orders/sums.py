"""From wishes to lines with their sums: what is asked, at which price, with which tax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from emporion.catalog.queries import variants
from emporion.catalog.types import VariantView
from emporion.kernel.money import MILLI, Money, Quantity, UnitPrice, plain
from emporion.parties.queries import regime_at
from emporion.pricing.queries import line_sum, price_for, rate_for, rates_for, split
from emporion.pricing.types import LineSum

from .types import (
    DiscountTooLarge,
    ForeignPrice,
    LineKey,
    NoPrice,
    NotForSale,
    NothingAsked,
    ServiceWish,
    ShopView,
    Wish,
    line_key,
)

STANDARD = "standard"
NAME = 400  # characters of a line's name


@dataclass(frozen=True, slots=True)
class Terms:
    """What a line that stands keeps when lines are changed: its tax class, whether its price holds the tax, and what
    its goods were called when they were ordered."""

    tax_class: str
    tax_included: bool
    name: str = ""
    sku: str = ""


NO_TERMS: Mapping[LineKey, Terms] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A line with everything that will be frozen; quantity in thousandths."""

    kind: str
    variant: int | None
    name: str
    sku: str
    unit: str
    quantity: int
    price: UnitPrice
    discount_minor: int
    tax_class: str
    sums: LineSum


def drafted(
    shop: ShopView,
    wishes: Sequence[Wish],
    services: Sequence[ServiceWish],
    on: date,
    stands: Mapping[LineKey, Terms] = NO_TERMS,
) -> list[Drafted]:
    """Lines for a shop's wishes at the rates of a day; what stands already keeps its terms.

    Refuses unknown, hidden and priceless goods, broken steps, lines of nothing and prices in another currency.
    """
    known = variants({wish.variant for wish in wishes})
    prices = _prices(shop, [wish for wish in wishes if wish.price is None])
    rates = _Rates(shop, on)
    goods = [_goods(shop, wish, known, prices, rates=rates, stands=stands) for wish in wishes]
    return goods + [_service(shop, wish, rates, stands) for wish in services]


class _Rates:
    """The rates of the shop's country under its firm's regime on a day, asked once."""

    def __init__(self, shop: ShopView, on: date) -> None:
        self.asked = (shop.country, regime_at(shop.firm, on), on)
        self.known = rates_for(*self.asked)

    def of(self, tax_class: str) -> int:
        """The rate of a class in thousandths of a percent; refuses one that nobody told."""
        country, regime, on = self.asked
        found = self.known.get(tax_class)
        return rate_for(country, tax_class, regime, on) if found is None else found


def _prices(shop: ShopView, wishes: Sequence[Wish]) -> Mapping[int, UnitPrice | None]:
    if not wishes:
        return {}
    found = price_for({wish.variant for wish in wishes}, shop.price_type, {w.variant: w.quantity for w in wishes})
    return {variant: answer.price for variant, answer in found.items()}


def _goods(
    shop: ShopView,
    wish: Wish,
    known: Mapping[int, VariantView],
    prices: Mapping[int, UnitPrice | None],
    *,
    rates: _Rates,
    stands: Mapping[LineKey, Terms],
) -> Drafted:
    variant, terms = known[wish.variant], stands.get(line_key(wish.variant, ""))
    if variant.is_hidden:
        raise NotForSale(name=variant.name)
    _must_ask(variant.name, wish.quantity)
    Quantity(wish.quantity, variant.unit).in_steps()
    price = wish.price or prices.get(wish.variant)
    if price is None:
        raise NoPrice(name=variant.name, price_type=shop.price_type_name)
    _must_be_in(shop.currency, price, variant.name)
    tax_class = terms.tax_class if terms else variant.tax_class
    included = terms.tax_included if terms and wish.price else shop.tax_included  # the shop's own price is its own way
    sums = _sums(price, wish, rates.of(tax_class), included)
    name, sku = (terms.name, terms.sku) if terms else (variant.name[:NAME], variant.sku[:120])
    named = (name, sku, variant.unit_short)
    return Drafted("goods", wish.variant, *named, wish.quantity, price, wish.discount_minor, tax_class, sums)


def _sums(price: UnitPrice, wish: Wish, rate_milli: int, tax_included: bool) -> LineSum:
    """The price times the quantity less the line's discount, with its tax told apart."""
    if not wish.discount_minor:
        return line_sum(price, wish.quantity, rate_milli, tax_included)
    whole = price.times(wish.quantity)
    if not 0 <= wish.discount_minor <= whole.minor:
        raise DiscountTooLarge(discount=str(Money(wish.discount_minor, whole.currency)), total=str(whole))
    return split(whole + Money(-wish.discount_minor, whole.currency), rate_milli, tax_included)


def _service(shop: ShopView, wish: ServiceWish, rates: _Rates, stands: Mapping[LineKey, Terms]) -> Drafted:
    terms = stands.get(line_key(None, wish.name[:NAME])) or Terms(STANDARD, shop.tax_included)
    tax_class = wish.tax_class or terms.tax_class
    _must_ask(wish.name, wish.quantity)
    _must_be_in(shop.currency, wish.price, wish.name)
    sums = line_sum(wish.price, wish.quantity, rates.of(tax_class), terms.tax_included)
    return Drafted(wish.kind, None, wish.name[:NAME], "", "", wish.quantity, wish.price, 0, tax_class, sums)


def _must_ask(name: str, quantity: int) -> None:
    if quantity <= 0:
        raise NothingAsked(name=name, quantity=plain(quantity, MILLI))


def _must_be_in(currency: str, price: UnitPrice, name: str) -> None:
    """An order adds its lines up, so they are all in its one currency."""
    if price.currency != currency:
        raise ForeignPrice(name=name, currency=price.currency, expected=currency)
