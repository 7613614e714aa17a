"""Words of the set-up: countries, currencies, regimes, tax classes, time zones, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence, Set as AbstractSet
from functools import cache
from zoneinfo import available_timezones

from babel.core import Locale, get_global
from django.utils.translation import gettext, gettext_noop

from emporion.parties.types import FirmView
from emporion.pricing.queries import tax_table
from emporion.pricing.types import TAX_CLASSES

from .. import numbers

Choices = list[tuple[str, str]]
Groups = list[tuple[str, str | Choices]]

REGIME_WORDS = {
    "general": gettext_noop("General, adds VAT"),
    "simplified": gettext_noop("Simplified, adds no VAT"),
    "simplified_5": gettext_noop("Simplified with VAT of 5 %"),
    "simplified_7": gettext_noop("Simplified with VAT of 7 %"),
}
CLASS_WORDS = {
    "standard": gettext_noop("Standard"),
    "reduced": gettext_noop("Reduced"),
    "super_reduced": gettext_noop("Super-reduced"),
    "zero": gettext_noop("Zero"),
    "exempt": gettext_noop("Exempt"),
}
REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ALPHA_2 = 2


def country(code: str) -> str:
    """A country by its name, or its code where the language has none."""
    return str(Locale.parse(numbers.locale()).territories.get(code, code))


def regime(code: str) -> str:
    """A tax regime in words; a dash before the first."""
    return gettext(REGIME_WORDS[code]) if code in REGIME_WORDS else code or numbers.NOTHING


def tax_class(code: str) -> str:
    """A class of goods for the tax in words."""
    return gettext(CLASS_WORDS[code]) if code in CLASS_WORDS else code


def regimes() -> Choices:
    """All regimes to choose from."""
    return [(code, gettext(word)) for code, word in REGIME_WORDS.items()]


def tax_classes() -> Choices:
    """All tax classes to choose from."""
    return [(code, tax_class(code)) for code in TAX_CLASSES]


def countries() -> Groups:
    """All countries by name; first those whose tax rates are known."""
    known = {rate.country for rate in tax_table()}
    return [
        ("", "—"),
        (gettext("Tax rates are known"), _by_name(known)),
        (gettext("Others"), _by_name(_states() - known)),
    ]


def currencies(near: Sequence[str] = ()) -> Groups:
    """All currencies that are in use somewhere; first those of countries whose tax rates are known."""
    first = {*near, *(code for rate in tax_table() for code in tender(rate.country))}
    rest = {code for state in _states() for code in tender(state)} - first
    return [
        ("", "—"),
        (gettext("Near"), [_currency(code) for code in sorted(first)]),
        (gettext("Others"), [_currency(code) for code in sorted(rest)]),
    ]


def time_zones(own: str = "") -> Groups:
    """Zones by region; the person's own one even where it is an old name."""
    grouped = [(region, [(zone, _place(zone)) for zone in zones]) for region, zones in _zones()]
    known = {zone for _region, zones in _zones() for zone in zones} | {"UTC"}
    further = [(own, own)] if own and own not in known else []
    return [("UTC", "UTC"), *further, *grouped]


def _place(zone: str) -> str:
    """The city of a zone in the reader's language; what CLDR does not name stays as the zone writes it."""
    city = Locale.parse(numbers.locale()).time_zones.get(zone, {}).get("city")
    return city or zone.partition("/")[2].replace("_", " ")


def base_currencies(firms: Sequence[FirmView]) -> list[str]:
    """The currencies in which our firms keep their books."""
    return sorted({firm.base_currency for firm in firms})


def _by_name(codes: AbstractSet[str]) -> Choices:
    return sorted(((code, country(code)) for code in codes), key=lambda pair: pair[1].casefold())


def _currency(code: str) -> tuple[str, str]:
    name = Locale.parse(numbers.locale()).currencies.get(code, "")
    return code, f"{code}, {name}" if name else code


@cache
def _states() -> frozenset[str]:
    """The register of the territories that CLDR knows also holds unions and places without money."""
    found = get_global("territory_currencies")
    return frozenset(code for code in found if len(code) == ALPHA_2 and code != "EU" and tender(code))


@cache
def tender(state: str) -> tuple[str, ...]:
    """What is legal tender in a country now."""
    told = get_global("territory_currencies").get(state, ())
    return tuple(code for code, _start, end, is_tender in told if is_tender and end is None)


@cache
def _zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = sorted(available_timezones())
    return tuple((region, tuple(zone for zone in found if zone.startswith(f"{region}/"))) for region in REGIONS)
