"""The tax table: rates by country, regime and class, each from a day on."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import may
from emporion.parties.queries import firms
from emporion.pricing.commands import set_tax_rate
from emporion.pricing.queries import tax_table
from emporion.pricing.types import TaxRateView

from .. import intent, numbers
from ..parts import Action, Tab
from ..rights import requires, staff_of
from . import area, words
from .forms import TaxRateForm

SIDE = "settings_taxes"


@requires("settings.view")
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Rates of one country, of the own firm's first; those of before too, for old documents kept them."""
    rates, own = tax_table(), [firm.country for firm in firms()]
    known = sorted({rate.country for rate in rates}, key=lambda code: (code not in own, words.country(code)))
    asked = request.GET.get("country", "")
    chosen = asked if asked in known else next(iter(known), "")
    today = timezone.localdate()
    rows = [_row(one, today) for one in sorted(rates, key=_turn) if one.country == chosen]
    add = Action(_("Enter a rate"), f"{reverse('web:settings_tax_new')}?country={chosen}", "primary", "plus", key="n")
    context = {
        "rows": rows,
        "countries": [Tab(words.country(code), f"?country={code}", current=code == chosen) for code in known],
        "missing": [words.country(code) for code in sorted({*own}) if code not in known],
        "actions": [add] if may(staff_of(request), "settings.change") else [],
    }
    return area.page(request, "taxes", SIDE, context)


def _turn(rate: TaxRateView) -> tuple[int, int, int]:
    """General first, the standard class first, the newest day first."""
    regimes, classes = list(words.REGIME_WORDS), list(words.CLASS_WORDS)
    return (
        regimes.index(rate.regime) if rate.regime in regimes else len(regimes),
        classes.index(rate.tax_class) if rate.tax_class in classes else len(classes),
        -rate.valid_from.toordinal(),
    )


def _row(rate: TaxRateView, today: date) -> tuple[str, str, str, TaxRateView, bool]:
    holds = rate.valid_from <= today <= (rate.valid_to or today)
    return words.regime(rate.regime), words.tax_class(rate.tax_class), percent(rate), rate, holds


def percent(rate: TaxRateView) -> str:
    """20000 is 20, 5500 is 5.5, in the reader's digits."""
    return numbers.quantity(rate.percent_milli)


@requires("settings.change")
def new(request: HttpRequest) -> HttpResponse:
    """A rate from a day on; one that is not after the last known is refused beside its day."""
    form = TaxRateForm(request.POST or None, country=request.GET.get("country", ""))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> bool:
            set_tax_rate(
                country=said["country"], tax_class=said["tax_class"], regime=said["regime"],
                percent_milli=said["percent"], valid_from=said["valid_from"], **intent.said(request),
            )  # fmt: skip
            return True

        if area.told(form, act, {"rate_overlaps": "valid_from"}):
            return area.saved(request, _("The rate is saved."), SIDE)
    reason = _("Documents from that day on are taxed by it; earlier ones keep what they had.")
    return area.form_page(
        request, form, SIDE, {"title": _("Enter a rate"), "reason": reason, "verb": _("Enter the rate"), "steps": []}
    )
