"""What a country says of a firm: its money, its clock, its tax number, as a proposal that a person may change."""

from __future__ import annotations

from dataclasses import dataclass

from babel.core import get_global
from django.utils.translation import gettext as _

from emporion.pricing.queries import tax_table

from ..settings import words

# The name of the number in the country's own words, and one whose check digits fit, as the standards print it.
TAX_NUMBERS = {
    "CY": ("ΑΦΜ / VAT", "10259033P"),
    "GR": ("ΑΦΜ", "094259216"),
    "KZ": ("БИН", "060140000003"),
    "MD": ("IDNO", "1008600038413"),
    "RO": ("CUI", "18547290"),
    "RU": ("ИНН", "1234567894"),
}
CLOCKS = {"KZ": "Asia/Almaty", "RU": "Europe/Moscow"}  # of a country with several, where most people live
TONGUES = {"el": "GR", "ro": "RO", "ru": "RU"}


@dataclass(frozen=True, slots=True)
class Near:
    """A country's proposals; has_rates: tax rates are known there."""

    country: str
    currency: str
    time_zone: str
    tax_hint: str
    has_rates: bool


def near(country: str, own_zone: str = "") -> Near:
    """The proposals of a country; the clock of the person's own computer where it is one of that country's."""
    tender = words.tender(country)
    zones = get_global("territory_zones").get(country, [])
    clock = own_zone if own_zone in zones else CLOCKS.get(country) or next(iter(sorted(zones)), "UTC")
    name, sample = TAX_NUMBERS.get(country, ("", ""))
    hint = (
        _("Called %(name)s there, such as %(sample)s.") % {"name": name, "sample": sample}
        if name
        else _("As the certificate writes it.")
    )
    rates = any(rate.country == country for rate in tax_table())
    return Near(country, tender[0] if tender else "", clock, hint, rates)


def guessed(languages: str, own: str) -> str:
    """A country from what a browser says of its languages (ru-KZ,ru;q=0.9), else from the reader's own language."""
    for one in languages.split(","):
        _tongue, _dash, region = one.partition(";")[0].strip().partition("-")
        if region.upper() in TAX_NUMBERS:
            return region.upper()
    return TONGUES.get(own, "")
