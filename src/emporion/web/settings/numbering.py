"""Series of numbers: what each numbers, the next one it gives, and where a new one begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop
from django.views.decorators.http import require_safe

from emporion.accounts.queries import may
from emporion.ledger.commands import begin_series
from emporion.ledger.queries import number_series
from emporion.ledger.types import SeriesView
from emporion.orders.queries import shops
from emporion.parties.queries import firms

from .. import intent
from ..rights import requires, staff_of
from . import area

SIDE = "settings_numbers"
ORDERS = "order:"
KINDS = {
    "receipt": gettext_noop("Goods received"),
    "count": gettext_noop("Counts of stock"),
    "move": gettext_noop("Moves between warehouses"),
}
BESIDE = {"series_begins_wrong": "first", "series_used": "first"}


@dataclass(frozen=True, slots=True)
class Row:
    """A series as the page shows it: what it numbers, for whom, and the next number as it will stand."""

    what: str
    whose: str
    next: str
    series: SeriesView
    url: str

    @property
    def given(self) -> int:
        """How many numbers it has given."""
        return self.series.last - self.series.first + 1


class BeginForm(forms.Form):
    """Where a series begins."""

    first = forms.IntegerField(
        label=gettext_lazy("First number"), min_value=1, widget=forms.NumberInput({"class": "e-num"}),
        help_text=gettext_lazy("Such as 1235 where another program ended with 1234. Once one is given, it is settled."),
    )  # fmt: skip


def rows() -> list[Row]:
    """Every series: those that have begun, and those of shops and firms that will."""
    standing = {(one.firm, one.kind): one for one in number_series() if not one.year}
    sellers: dict[str, list[str]] = {}
    for shop in shops():
        sellers.setdefault(shop.prefix, []).append(shop.name)
    named = {firm.id: firm.name for firm in firms(active_only=False)}
    wanted = [(0, f"{ORDERS}{prefix}") for prefix in sellers] + [(firm, kind) for firm in named for kind in KINDS]
    keys = [*wanted, *(key for key in standing if key not in wanted)]
    series = [standing.get(key) or SeriesView(key[0], key[1], 0, 1, 0) for key in keys]
    return [_row(one, lambda prefix: ", ".join(sellers.get(prefix, [])), named.get(one.firm, "")) for one in series]


def _row(one: SeriesView, sellers: Callable[[str], str], firm: str) -> Row:
    is_orders = one.kind.startswith(ORDERS)
    prefix = one.kind.removeprefix(ORDERS)
    what = _("Orders") if is_orders else _(KINDS[one.kind]) if one.kind in KINDS else one.kind
    shown = f"{prefix}{one.next:06d}" if is_orders else f"{one.firm}-{one.next}"
    url = "" if one.is_used else reverse("web:settings_series", args=[one.firm, one.kind])
    return Row(what, sellers(prefix) if is_orders else firm, shown, one, url)


@requires("settings.view")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is numbered, and the next number of each."""
    reason = _("Numbers follow each other without a gap: an authority may ask for the missing one.")
    context = {"rows": rows(), "reason": reason, "may_change": may(staff_of(request), "settings.change")}
    return area.page(request, "numbers", SIDE, context)


@requires("settings.change")
def begin(request: HttpRequest, firm: int, kind: str) -> HttpResponse:
    """Where a series begins that has given no number yet."""
    row = next((one for one in rows() if (one.series.firm, one.series.kind) == (firm, kind)), None)
    if row is None:
        raise Http404
    form = BeginForm(request.POST or None, initial={"first": row.series.next})
    if request.method == "POST" and form.is_valid():
        first = form.cleaned_data["first"]

        def act() -> bool:
            begin_series(firm=firm, kind=kind, first=first, **intent.said(request))
            return True

        if area.told(form, act, BESIDE):
            return area.saved(request, _("The series begins there."), SIDE)
    title = f"{row.what}, {row.whose}" if row.whose else row.what
    return area.form_page(request, form, SIDE, {"title": title, "verb": _("Save"), "reason": "", "steps": []})
