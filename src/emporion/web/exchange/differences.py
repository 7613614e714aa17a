"""What differs between us and the other side: field by field, ours and theirs, since when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange import queries as exchange
from emporion.exchange.types import DifferenceView
from emporion.pricing.queries import price_types
from emporion.stock.queries import every_warehouse

from .. import numbers
from ..journal.subjects import Subject, named
from ..lists import Choices, Column, List, Several, Sort, enter
from ..orders.access import sees_every_order
from ..products.words import field_words
from ..rights import requires, staff_of
from .authority import KINDS
from .listing import CHANNEL
from .pages import tabs, titles

FOUND_BY = {"shadow": _("Shadow mode"), "compare": _("Comparison")}
OF_ORDERS = ("orders", "statuses")
DATA: Mapping[str, object] = {
    **{str(kind): word for kind, word in KINDS.items()},
    "orders": _("Orders"),
    "statuses": _("Statuses of orders"),
}
WORDS = {
    "absent": _("Not there"),
    "line": _("Line"),
    "order": _("Not here"),
    "paid": _("Paid"),
    "shipped": _("Shipped"),
    "state": _("State"),
    "variant": _("A variant that is not here"),
    "lines": _("Lines"),
    "currency": _("Currency"),
}
FIGURE = re.compile(r"-?\d+(\.\d+)?")
LEAST_DIGITS = {"price": 2, "paid": 2, "stock": 0}
VALUES = {
    "state": {"open": _("Open"), "cancelled": _("Cancelled")},
    "shipped": {"none": _("Nothing"), "part": _("In part"), "all": _("All")},
    "is_hidden": {"True": _("Yes"), "False": _("No")},
}


@dataclass(frozen=True, slots=True)
class Line:
    """A difference in the list."""

    view: DifferenceView
    subject: Subject
    field: str
    channel: str

    @property
    def id(self) -> int:
        """Its number."""
        return self.view.id

    @property
    def ours(self) -> str:
        """What stands here."""
        return _value(self.view.field, self.view.ours)

    @property
    def theirs(self) -> str:
        """What the other side tells."""
        return _value(self.view.field, self.view.theirs)

    @property
    def way(self) -> str:
        """By what it was found."""
        return str(FOUND_BY.get(self.view.found_by, self.view.found_by))


def _seen_by(asker: Asker) -> QuerySet[Any]:
    """Open differences without those of orders and of prices that this person may not see."""
    rows: QuerySet[Any] = exchange.listed_differences()
    if not sees_every_order(asker):
        rows = rows.exclude(data__in=OF_ORDERS)
    if not may_somewhere(asker, "pricing.view"):
        return rows.exclude(data="prices")
    if may(asker, "pricing.see_cost"):
        return rows
    hidden = [f"price:{kind.id}" for kind in price_types() if kind.is_cost]
    of_cost = Q(field__in=hidden)
    for field in hidden:
        of_cost |= Q(field__startswith=f"{field}:")
    return rows.exclude(of_cost)


def _found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(key__icontains=text) | Q(ours__icontains=text) | Q(theirs__icontains=text))


def _choices(words: Mapping[str, object]) -> Choices:
    return [(name, str(word)) for name, word in words.items()]


DIFFERENCES: List[Any] = enter(
    List(
        name="differences",
        title=_("Differences"),
        url="web:differences",
        right="exchange.view",
        rows=lambda request: _seen_by(staff_of(request)),
        search=_found,
        sorts=(
            Sort("new", _("Newest"), ("-first_at", "-pk"), "since"),
            Sort("old", _("Oldest"), ("first_at", "pk"), "since"),
        ),
        filters=(
            CHANNEL,
            Several("data", _("Kind"), lambda: _choices(DATA), lambda rows, kinds: rows.filter(data__in=kinds)),
            Several(
                "found_by", _("Found by"), lambda: _choices(FOUND_BY), lambda rows, ways: rows.filter(found_by__in=ways)
            ),
        ),
        columns=(
            Column(_("What"), lambda row: row.subject, "what", "e-clip e-span", is_fixed=True),
            Column(_("Field"), lambda row: row.field, "field", "e-clip e-span"),
            Column(_("Ours"), lambda row: row.ours, "ours", "e-clip"),
            Column(_("Theirs"), lambda row: row.theirs, "theirs", "e-clip e-end"),
            Column(_("Their key"), lambda row: row.key, "key", "e-clip e-2 e-hide", is_usual=False),
            Column(_("Connection"), None, "channel", "e-nowrap e-2 e-hide"),
            Column(_("Found by"), lambda row: row.found_by, "found_by", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Since"), lambda row: row.first_at.isoformat(timespec="seconds"), "since", "e-nowrap e-2 e-hide"),
        ),
    )
)


@requires("exchange.view")
def differences(request: HttpRequest) -> HttpResponseBase:
    """What differs now, the newest first."""
    shown = DIFFERENCES.read(request)
    if answer := shown.answer("differences"):
        return answer
    rows = _lines(staff_of(request), exchange.difference_views(shown.rows))
    context = {"list": shown, "rows": rows, "tabs": tabs("differences")}
    return render(request, "web/exchange/differences.html", context)


def _lines(asker: Asker, found: Sequence[DifferenceView]) -> list[Line]:
    subjects, channels = named(asker, {one.subject for one in found}), titles()
    types = {str(kind.id): kind.name for kind in price_types()}
    places = {str(place.id): place.name for place in every_warehouse()}
    return [
        Line(one, subjects[one.subject], _field(one.field, types, places), channels.get(one.channel, ""))
        for one in found
    ]


def _field(field: str, types: Mapping[str, str], places: Mapping[str, str]) -> str:
    part, _colon, rest = field.partition(":")
    number, _colon, from_quantity = rest.partition(":")
    if part == "price":
        told = {"name": types.get(number, number), "quantity": from_quantity}
        name = gettext("%(name)s from %(quantity)s") % told if from_quantity else told["name"]
        price = gettext("Price")
        return f"{price}: {name}"
    if part == "stock":
        stock = gettext("Stock")
        return f"{stock}: {places.get(number, number)}"
    if part in WORDS:
        return f"{WORDS[part]}: {rest}" if rest else str(WORDS[part])
    return field_words(field)


def _value(field: str, value: str) -> str:
    least = LEAST_DIGITS.get(field.partition(":")[0])
    if least is not None and FIGURE.fullmatch(value):
        return numbers.plain(value, least)
    return str(VALUES.get(field, {}).get(value, value)) or numbers.NOTHING
