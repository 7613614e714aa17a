"""The orders behind a figure of the day: exactly those that it adds up, with their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.kernel.rows import among
from emporion.reports import queries as reports
from emporion.reports.types import OrderMargin, Sold

from .. import numbers, times
from ..files import csv_file
from ..orders.access import seen_by, sight_of
from ..orders.words import state_of
from ..parts import Action, Crumb
from ..rights import NoRight, requires, staff_of
from ..status import Status
from .spans import Span

SHOWN = 100  # rows of the page; the file has all of them, and the sum is of all of them
TITLES: Mapping[str, Promise] = {
    "orders": lazy("The orders behind the figure"),
    "sales": lazy("The orders behind the sales"),
    "margin": lazy("The orders behind the margin"),
}
RIGHTS = {"orders": "orders.view", "sales": "reports.view", "margin": "pricing.see_cost"}


@dataclass(frozen=True, slots=True)
class Row:
    """An order behind a figure; amounts are in minor units, None where they are not known or not for this reader."""

    id: int
    number: str
    placed_at: datetime
    shop: str
    state: Status
    currency: str
    total_minor: int | None
    margin: OrderMargin | None = None


@requires("orders.view", somewhere=True)
@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """The list that a figure of Today opens; as a file when the address says so."""
    staff = staff_of(request)
    what, span, currency = _asked(request, staff)
    found = _behind(staff, what, span, currency)
    if request.GET.get("format") == "csv":
        return csv_file("orders-behind-the-figure", _heads(what), _cells(_rows(staff, what, found), what))
    return render(request, "web/today/documents.html", _context(request, staff, what, span, found))


def _asked(request: HttpRequest, staff: Asker) -> tuple[str, Span, str]:
    what = request.GET.get("of", "orders")
    since, until = (_moment(request.GET.get(name, "")) for name in ("since", "until"))
    if what not in TITLES or since is None or until is None:
        raise Http404
    allowed: Callable[[Asker, str], bool] = may if what == "margin" else may_somewhere
    if not allowed(staff, RIGHTS[what]):
        raise NoRight(RIGHTS[what])
    return what, Span(since, until), request.GET.get("currency", "")[:3]


def _moment(told: str) -> datetime | None:
    try:
        found = parse_datetime(told)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _behind(staff: Asker, what: str, span: Span, currency: str) -> reports.Orders:
    behind = reports.left_whole if what == "margin" else reports.placed
    found = behind(seen_by(staff), span.start, span.end)
    return found.filter(currency=currency) if currency else found


def _rows(staff: Asker, what: str, found: reports.Orders, most: int | None = None) -> list[Row]:
    """The newest of the orders, or all of them."""
    newest = found.order_by("-placed_at", "-pk")
    these = found.filter(
        pk__in=among(newest.values_list("pk", flat=True)[:most])
    )  # numbers alone are sorted in no time
    margins = {one.order: one for one in reports.margins(these)} if what == "margin" else {}
    amounts = sight_of(staff).amounts
    return [
        Row(
            one.pk, one.number, one.placed_at, one.shop.name, state_of(one.status), one.currency,
            one.total_minor if amounts else None, margins.get(one.pk),
        )
        for one in these.order_by("-placed_at", "-pk")
    ]  # fmt: skip


def _sums(what: str, found: reports.Orders) -> dict[str, Sold]:
    """How many orders and what they add to the figure, by currency: of all of them, however many are shown."""
    if what != "margin":
        return reports.sold(found)
    [margins] = reports.margin_sums([found])
    return {currency: Sold(one.orders + one.unknown, one.minor) for currency, one in margins.items()}


def _context(request: HttpRequest, staff: Asker, what: str, span: Span, found: reports.Orders) -> dict[str, object]:
    sums, rows = _sums(what, found), _rows(staff, what, found, SHOWN)
    number = sum(one.orders for one in sums.values())
    said = ngettext("%(count)s order, %(since)s – %(until)s", "%(count)s orders, %(since)s – %(until)s", number)
    address = f"{request.get_full_path()}&format=csv"
    return {
        "title": TITLES[what],
        "what": what,
        "crumbs": [Crumb(_("Today"), reverse("web:today"))],
        "reason": said
        % {"count": numbers.count(number), "since": times.moment(span.start), "until": times.moment(span.end)},
        "rows": rows,
        "more": max(number - len(rows), 0),
        "currency": next(iter(sums)) if len(sums) == 1 else "",
        "sum": next(iter(sums.values())).minor if len(sums) == 1 else None,
        "sees_amounts": any(row.total_minor is not None for row in rows),
        "actions": [Action(_("As a file"), address, "quiet", "download")],
    }


def _heads(what: str) -> Sequence[object]:
    heads = (_("Order"), _("Placed"), _("Shop"), _("Status"), _("Currency"), _("Total, minor units"))
    return (
        (*heads, _("Net, minor units"), _("Cost, minor units"), _("Margin, minor units")) if what == "margin" else heads
    )


def _cells(rows: Iterable[Row], what: str) -> Iterator[Sequence[object]]:
    for row in rows:
        cells = (row.number, times.iso(row.placed_at), row.shop, str(row.state.word), row.currency, row.total_minor)
        of = row.margin
        yield (*cells, of.net_minor, of.cost_minor, of.minor) if what == "margin" and of else cells
