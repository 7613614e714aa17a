"""The sales of thirty days as a chart, each day beside the same weekday four weeks before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.kernel.money import MICRO, exponent
from emporion.reports import queries as reports
from emporion.reports.types import Sold

from .. import numbers
from ..charts import Chart, Line
from ..orders.access import seen_by
from ..parts import Crumb, Tab
from ..rights import requires, staff_of
from .day import documents_url
from .spans import Span

DAYS, APART = 30, 28  # days shown, and days between two that are compared: whole weeks, so that Fridays meet Fridays
NOON = timedelta(hours=12)  # where a day stands in the chart: its own day in the browser's zone too


@dataclass(frozen=True, slots=True)
class Months:
    """What was sold on each of the last days, the oldest first, and four weeks before them; today up to now."""

    spans: Sequence[Span]
    now: Sequence[Mapping[str, Sold]]
    before: Sequence[Mapping[str, Sold]]

    @property
    def currencies(self) -> list[str]:
        """Those with the most orders first."""
        found: dict[str, int] = {}
        for day in (*self.now, *self.before):
            for currency, sold in day.items():
                found[currency] = found.get(currency, 0) + sold.orders
        return sorted(found, key=lambda one: (-found[one], one))


@requires("reports.view", somewhere=True)
@require_safe
def sales(request: HttpRequest) -> HttpResponse:
    """The chart as a page of its own; Today asks for it when it stands already."""
    months = read(seen_by(staff_of(request)), timezone.now())
    known = months.currencies
    currency = request.GET.get("currency", "") if request.GET.get("currency") in known else next(iter(known), "")
    here = reverse("web:today_sales")
    tabs = [Tab(numbers.symbol(one), f"{here}?currency={one}", current=one == currency) for one in known]
    context = {
        "chart": drawn(months, currency) if currency else None,
        "sums": _sums(months, currency) if currency else "",
        "currencies": tabs if len(tabs) > 1 else [],
        "crumbs": [Crumb(_("Today"), reverse("web:today"))],
    }
    return render(request, "web/today/sales.html", context)


def read(rows: reports.Orders, now: datetime) -> Months:
    """The sums of all days in one query. The day that is compared with today ends at the same time of the day."""
    here = timezone.localtime(now).replace(tzinfo=None)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [_moment(midnight - timedelta(days=ago)) for ago in range(DAYS + APART - 1, -1, -1)]
    then, compared = _moment(here - timedelta(days=APART)), starts[DAYS - 1]
    edges = sorted({*starts, then, now})
    sums = list(zip(edges[:-1], reports.by_stretch(rows, edges), strict=True))

    def within(start: datetime, end: datetime) -> dict[str, Sold]:
        return _together([sold for at, sold in sums if start <= at < end])

    spans = [Span(*both) for both in zip(starts, [*starts[1:], now], strict=True)]
    days = [within(span.start, span.end) for span in spans]
    return Months(spans[APART:], days[APART:], [*days[: DAYS - 1], within(compared, then)])


def _moment(bare: datetime) -> datetime:
    """A time of the reader's clock as a moment of the world's: these are in order also when clocks are changed."""
    return timezone.make_aware(bare).astimezone(UTC)


def _together(parts: Sequence[Mapping[str, Sold]]) -> dict[str, Sold]:
    found: dict[str, Sold] = {}
    for one in parts:
        for currency, sold in one.items():
            known = found.get(currency, Sold(0, 0))
            found[currency] = Sold(known.orders + sold.orders, known.minor + sold.minor)
    return found


def drawn(months: Months, currency: str) -> Chart:
    """The two lines of a currency."""
    fine = 10 ** (MICRO - exponent(currency))

    def line(name: str, days: Sequence[Mapping[str, Sold]]) -> Line:
        return Line(name, [day[currency].minor * fine if currency in day else 0 for day in days])

    return Chart(
        _("Sales of 30 days, %(currency)s") % {"currency": numbers.symbol(currency)},
        [span.start + NOON for span in months.spans],
        [line(_("Last 30 days"), months.now), line(_("Four weeks before"), months.before)],
        lambda micro: numbers.money(micro // fine, currency),
        urls=[documents_url("sales", span, currency) for span in months.spans],
    )


def _sums(months: Months, currency: str) -> str:
    unit = f"{numbers.FIXED_SPACE}{numbers.symbol(currency)}"
    now, before = (
        numbers.money(sum(day[currency].minor for day in days if currency in day), currency) + unit
        for days in (months.now, months.before)
    )
    return _("%(now)s, four weeks before %(before)s") % {"now": now, "before": before}
