"""The list of orders: saved views, search, the rows of a page with everything they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from emporion.orders import queries as orders
from emporion.parties import queries as parties

from .. import status
from ..lists import Choices, Column, Filter, List, Shown, Sort, View
from ..parts import Cover, Mark
from .access import Sight
from .words import paid, state_of

FINISHED = ("done", "cancelled")
OPEN = tuple(one.code for one in orders.STATUSES if one.code not in FINISHED)
DECISION = ("short", "waiting_goods", "part_paid")
TO_SHIP = ("to_ship", "part_shipped")
UNPAID = ("waiting_payment", "part_paid", "shipped")
LAST = "\U0010ffff"  # behind every text that begins with what was typed
FOUND_PEOPLE = 200
ENOUGH = 3  # characters of a name or a phone; fewer would fit nearly everybody


def _shops() -> Choices:
    return [(shop.code, shop.name) for shop in orders.shops()]


def searched(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Orders by the beginning of a number, ours or the channel's, by digits of ours alone, or by their customer."""
    typed = text.strip()
    wanted = _begins("number", typed.upper()) | _begins("external", typed) & ~Q(external="")
    if typed.isdecimal():
        prefixes = {shop.prefix for shop in orders.shops()}
        wanted |= Q(number__in=[f"{prefix}{int(typed):06d}" for prefix in prefixes])
    found = parties.listed(search=typed, limit=FOUND_PEOPLE).rows if len(typed) >= ENOUGH else ()
    people = [row.id for row in found]
    return rows.filter(wanted | Q(customer_id__in=parties.everyone_of(people))) if people else rows.filter(wanted)


def _begins(field: str, text: str) -> Q:
    """A range and no LIKE, so that the index finds it on both databases."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST})


ORDERS: List[Any] = List(
    sorts=(
        Sort("new", _("Newest"), ("-placed_at", "-pk")),
        Sort("old", _("Oldest"), ("placed_at", "pk")),
        Sort("total", _("Largest"), ("-total_minor", "-pk")),
    ),
    views=(
        View("open", _("Open"), Q(status__in=OPEN)),
        View("decision", _("Needs a decision"), Q(status__in=DECISION)),
        View("ship", _("To ship"), Q(status__in=TO_SHIP)),
        View("unpaid", _("Waiting for payment"), Q(status__in=UNPAID)),
        View("back", _("Money to give back"), Q(back_minor__isnull=False)),
        View("all", _("All"), counted=False),
    ),
    filters=(
        Filter("shop", _("Shop"), _shops, lambda rows, code: rows.filter(shop__code=code)),
        Filter(
            "status",
            _("Status"),
            lambda: [(one.code, one.word) for one in orders.STATUSES],
            lambda rows, code: rows.filter(status=code),
        ),
    ),
    search=searched,
    columns=(
        Column(_("Order"), lambda order: order.number),
        Column(_("Placed"), lambda order: order.placed_at.isoformat(timespec="seconds")),
        Column(_("Shop"), lambda order: order.shop.name),
        Column(_("Number there"), lambda order: order.external),
        Column(_("Status"), lambda order: state_of(order.status).word),
        Column(_("Currency"), lambda order: order.currency),
        Column(_("Total, minor units"), lambda order: order.total_minor),
        Column(_("Paid, minor units"), lambda order: order.paid_minor),
    ),
    private=True,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An order in the list."""

    id: int
    number: str
    placed_at: datetime
    customer: str
    city: str
    shop: str
    state: status.Status
    cover: Cover
    paid: str
    owes: bool
    total_minor: int
    currency: str


def rows_of(found: Sequence[Any], sight: Sight) -> list[Row]:
    """The rows of a page with names and cities; three queries, whatever their number."""
    people = parties.names({row.customer_id for row in found if row.customer_id}) if sight.people else {}
    places = parties.addresses_by_id(row.address_id for row in found if row.address_id) if sight.people else {}
    return [
        Row(
            id=row.pk,
            number=row.number,
            placed_at=row.placed_at,
            customer=_who(row, people, sight),
            city=places[row.address_id].city if row.address_id in places else "",
            shop=row.shop.name,
            state=state_of(row.status),
            cover=_cover(row),
            paid=paid(row.paid_minor, row.total_minor, row.currency),
            owes=row.paid_minor < row.total_minor and row.state != "cancelled",
            total_minor=row.total_minor,
            currency=row.currency,
        )
        for row in found
    ]


def _who(row: Any, people: dict[int, str], sight: Sight) -> str:
    if not row.customer_id:
        return gettext("Guest")
    return (
        people.get(row.customer_id, "")
        if sight.people
        else gettext("Customer %(number)s") % {"number": row.customer_id}
    )


def _cover(row: Any) -> Cover:
    missing = row.lines_count - row.lines_covered if row.status not in ("cancelled", "done") else 0
    marks: list[Mark] = ["" if n < row.lines_count - missing else "no" for n in range(row.lines_count)]
    return Cover(marks)


def currency_of(shown: Shown[Any]) -> str:
    """The one currency of the page's rows, for the head of the column; empty when they have several."""
    known = {row.currency for row in shown.rows}
    return known.pop() if len(known) == 1 else ""
