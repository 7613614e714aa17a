"""Deals by manager: what of a period's orders each one won and lost; every figure opens its orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may, may_somewhere, staff_names, whose_eyes
from emporion.kernel.money import divided
from emporion.reports import queries as reports
from emporion.reports.types import Deals, Margin, Sold

from .. import numbers
from ..fields import FROM, TO, Days, DaysField, days_of
from ..files import csv_file
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from .access import mine, seen_by, sight_of
from .managing import NOBODY

USUAL = "month"
MARGIN = "margin"
ALL = "reports.view"  # who reads reports sees everybody's deals, others their own


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of deals and what they come to, with the list of exactly these orders."""

    orders: int
    minor: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """The deals of one manager in one currency; share: won of those that ended, in percent, "" where none has."""

    manager: int | None
    name: str
    currency: str
    placed: Figure
    won: Figure
    lost: Figure
    share: str
    margin: Margin | None


class PeriodForm(forms.Form):
    """The days on which the deals were placed."""

    placed = DaysField(label=gettext_lazy("Placed"), required=False)


@requires("orders.view", somewhere=True)
@require_safe
def managers(request: HttpRequest) -> HttpResponseBase:
    """The deals of a period by who made them: one's own, or everybody's for who reads reports."""
    staff, form = staff_of(request), PeriodForm(request.GET or {"placed": USUAL})
    chosen = form.cleaned_data["placed"] if form.is_valid() else None
    days: Days = chosen or days_of(USUAL)
    is_file = request.GET.get("format") == "csv"
    rows = list(_rows(staff, days, with_margin=is_file or MARGIN in request.GET))
    if is_file and sight_of(staff).amounts:
        return csv_file("deals-by-manager", _heads(), map(_cells, rows))
    return render(request, "web/orders/managers.html", _context(request, form, days, rows))


def _rows(staff: Asker, days: Days, *, with_margin: bool) -> Iterator[Row]:
    """Margin is reckoned from what every order cost, so it is shown when asked for."""
    found = days.within(seen_by(staff), "placed_at")
    found = found if may_somewhere(staff, ALL) else found.filter(mine(staff))
    deals = reports.by_manager(found)
    margins = reports.margins_by_manager(found) if with_margin and _sees_margin(staff) else {}
    names = staff_names({f"staff:{one.manager}" for one in deals if one.manager is not None})
    for one in deals:
        name = _("Nobody yet") if one.manager is None else names[f"staff:{one.manager}"]
        placed, won, lost = (_figure(part, one, days, code) for code, part in _parts(one))
        left = margins.get((one.manager, one.currency))
        yield Row(one.manager, name, one.currency, placed, won, lost, _share(one), left)


def _sees_margin(staff: Asker) -> bool:
    return may(staff, "pricing.see_cost")


def _parts(deals: Deals) -> tuple[tuple[str, Sold], ...]:
    return ("", deals.placed), ("won", deals.won), ("lost", deals.lost)


def _figure(part: Sold, of: Deals, days: Days, outcome: str) -> Figure:
    asked = {
        "view": "all",
        "manager": NOBODY if of.manager is None else of.manager,
        "currency": of.currency,
        **({"outcome": outcome} if outcome else {}),
        **_asked(days),
    }
    return Figure(part.orders, part.minor, f"{reverse('web:orders')}?{urlencode(asked)}")


def _asked(days: Days) -> dict[str, str]:
    """A period as the list's filter has it in its address; a named one by its days, so that it stays the same."""
    ends = {FROM: days.since, TO: days.until}
    return {f"placed{end}": day.isoformat() for end, day in ends.items() if day}


def _share(deals: Deals) -> str:
    ended = deals.won.orders + deals.lost.orders
    return f"{numbers.percent(divided(deals.won.orders * 10_000, ended))} %" if ended else ""


def _context(request: HttpRequest, form: PeriodForm, days: Days, rows: Sequence[Row]) -> dict[str, object]:
    staff = staff_of(request)
    sight, is_all = sight_of(staff), may_somewhere(staff, ALL)
    currencies = {row.currency for row in rows}
    asked = request.GET or QueryDict(f"placed={USUAL}")
    has_margin, can_see = MARGIN in request.GET, _sees_margin(staff)
    file = Action(_("As a file"), f"?{asked.urlencode()}&format=csv", "quiet", "download")
    margin = Action(_("With margin"), f"?{asked.urlencode()}&{MARGIN}=", "quiet", "percentage")
    return {
        "title": _("Deals by manager") if is_all else _("My deals"),
        "crumbs": [Crumb(_("Orders"), reverse("web:orders"))],
        "reason": f"{days.words}. " + _("Won: paid or shipped whole. Lost: called off, or all brought back."),
        "field": form["placed"],
        "is_named": not request.GET,
        "rows": rows,
        "currency": next(iter(currencies)) if len(currencies) == 1 else "",
        "sight": sight,
        "sees_margin": can_see and has_margin,
        "actions": [*([margin] if can_see and not has_margin else []), file] if sight.amounts and rows else [],
        "own": whose_eyes(staff),
    }


def _heads() -> Sequence[object]:
    return (
        _("Manager"), _("Currency"), _("Placed"), _("Placed, minor units"), _("Won"), _("Won, minor units"),
        _("Lost"), _("Lost, minor units"), _("Margin, minor units"),
    )  # fmt: skip


def _cells(row: Row) -> Sequence[object]:
    figures = (figure for part in (row.placed, row.won, row.lost) for figure in (part.orders, part.minor))
    return row.name, row.currency, *figures, row.margin.minor if row.margin and row.margin.orders else None
