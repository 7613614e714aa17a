"""Questions about tax rates."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ..models import TaxRate
from ..types import NoTaxRate, TaxRateView


def rate_for(country: str, tax_class: str, regime: str, on: date) -> int:
    """The rate that holds on a day, in thousandths of a percent (20000 is 20 %); refuses when nobody told it."""
    row = _held(on).filter(country=country, tax_class=tax_class, regime=regime).first()
    if row is None:
        raise NoTaxRate(country=country, tax_class=tax_class, regime=regime, day=on.isoformat())
    return row.percent_milli


def rates_for(country: str, regime: str, on: date) -> dict[str, int]:
    """All rates of a country and regime on a day by class, for documents of many lines; one query."""
    found = _held(on).filter(country=country, regime=regime).order_by("valid_from")
    return dict(found.values_list("tax_class", "percent_milli"))


def _held(on: date) -> QuerySet[TaxRate]:
    until = Q(valid_to=None) | Q(valid_to__gte=on)
    return TaxRate.objects.filter(until, valid_from__lte=on)


def tax_table(country: str = "") -> tuple[TaxRateView, ...]:
    """The tax table for a page, newest rates first; of one country or of all."""
    found = TaxRate.objects.filter(country=country) if country else TaxRate.objects.all()
    return tuple(
        TaxRateView(row.country, row.tax_class, row.regime, row.percent_milli, row.valid_from, row.valid_to)
        for row in found.order_by("country", "regime", "tax_class", "-valid_from")
    )
