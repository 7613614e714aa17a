"""The tax table."""

from __future__ import annotations

from datetime import date, timedelta

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import TaxRate
from ..types import RateOverlaps, TaxRateSet


@command
def set_tax_rate(
    work: Work, *, country: str, tax_class: str, regime: str, percent_milli: int, valid_from: date
) -> None:
    """Let a rate (20000 is 20 %) hold from a day until further notice; the one before it ends the day before.

    The same rate told again changes nothing. Refuses a day that is not after the last known one.
    """
    of = TaxRate.objects.select_for_update().filter(country=country, tax_class=tax_class, regime=regime)
    last = of.order_by("-valid_from").first()
    if last is not None:
        if (last.valid_from, last.percent_milli, last.valid_to) == (valid_from, percent_milli, None):
            return
        if last.valid_from >= valid_from:
            raise RateOverlaps(known=last.valid_from.isoformat(), day=valid_from.isoformat())
        last.valid_to = min(last.valid_to or valid_from, valid_from - timedelta(days=1))
        last.save()
    TaxRate.objects.create(
        country=country, tax_class=tax_class, regime=regime, percent_milli=percent_milli, valid_from=valid_from
    )
    work.tell(TaxRateSet(f"tax:{country}", tax_class, regime, percent_milli, valid_from.isoformat()))
