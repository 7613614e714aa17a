"""The list of orders: saved views, search, the rows of a page with everything they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from emporion.accounts.queries import holders_of, may_somewhere, whose_eyes, with_staff_name
from emporion.kernel.money import MICRO, exponent
from emporion.orders import queries as orders
from emporion.orders.types import ShopView
from emporion.parties import queries as parties

from .. import status, status_names
from ..fields import Amounts, Days
from ..lists import AmountRange, Choices, Column, DayRange, List, Several, Shown, Sort, View, enter
from ..notes import id_in
from ..parts import Cover, Mark
from ..rights import staff_of
from ..scope import shops_within
from .access import OTHERS, Sight, mine, seen_by, sight_of
from .bulk import ACTS
from .managing import NOBODY, name_of
from .words import paid, state_of

FINISHED = ("done", "cancelled")
OPEN = tuple(one.code for one in orders.STATUSES if one.code not in FINISHED)
DECISION = ("short", "waiting_goods", "part_paid")
TO_SHIP = ("to_ship", "part_shipped")
UNPAID = ("waiting_payment", "part_paid", "shipped")
OUTCOMES = {
    "won": pgettext_lazy("deal", "Won"),
    "lost": pgettext_lazy("deal", "Lost"),
    "open": pgettext_lazy("deal", "Under way"),
}
LAST = "\U0010ffff"  # behind every text that begins with what was typed
FOUND_PEOPLE = 200
ENOUGH = 3  # characters of a name or a phone; fewer would fit nearly everybody


def _shops() -> Choices:
    return [(shop.code, shop.name) for shop in orders.every_shop()]


def _shops_seen(request: HttpRequest) -> Choices:
    """The shops whose orders this person may see, those that are no longer in use among them."""
    return [(shop.code, shop.name) for shop in _shops_near(request)]


def _shops_near(request: HttpRequest) -> list[ShopView]:
    """The same as they are, read once for all filters of a page."""
    if "shops_near" not in request.__dict__:
        request.__dict__["shops_near"] = shops_within(staff_of(request), "orders.view")
    found: list[ShopView] = request.__dict__["shops_near"]
    return found


def searched(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Orders by the beginning of a number, ours or the channel's, by digits of ours alone, or by their customer."""
    typed = text.strip()
    wanted = _begins("number", typed.upper()) | _begins("external", typed) & ~Q(external="")
    if typed.isdecimal():
        prefixes = {shop.prefix for shop in orders.every_shop()}
        wanted |= Q(number__in=[f"{prefix}{int(typed):06d}" for prefix in prefixes])
    found = parties.listed(search=typed, limit=FOUND_PEOPLE).rows if len(typed) >= ENOUGH else ()
    people = [row.id for row in found]
    return rows.filter(wanted | Q(customer_id__in=parties.everyone_of(people))) if people else rows.filter(wanted)


def _begins(field: str, text: str) -> Q:
    """A range and no LIKE, so that the index finds it on both databases."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST})


def _statuses() -> Choices:
    return [(one.code, status_names.word(one)) for one in orders.STATUSES]


def _currencies(request: HttpRequest) -> Choices:
    return [(code, code) for code in sorted({shop.currency for shop in _shops_near(request)})]


def _managers(request: HttpRequest) -> Choices:
    """Whose deals this person may choose: everybody's, or their own and those that nobody has taken.

    Who may take none any more, or never might, can have some all the same: whom the address names is found.
    """
    asker = staff_of(request)
    if not may_somewhere(asker, OTHERS):
        me = whose_eyes(asker)
        return [(str(me), name_of(me)), (NOBODY, _("Nobody yet"))]
    known = {str(pk): name for pk, name in holders_of("orders.take", active_only=False).items()}
    asked = [id_in(one) for one in request.GET.getlist("manager") if one not in known]
    others = {str(pk): name_of(pk) for pk in asked if pk is not None}
    return [*(known | others).items(), (NOBODY, _("Nobody yet"))]


def _managed(rows: QuerySet[Any], chosen: list[str]) -> QuerySet[Any]:
    wanted = Q(manager__in=[int(one) for one in chosen if one != NOBODY])
    return rows.filter(wanted | orders.free_to_take() if NOBODY in chosen else wanted)


def _ended(rows: QuerySet[Any], codes: list[str]) -> QuerySet[Any]:
    return rows.filter(reduce(or_, (orders.outcome(code) for code in codes)))


def _placed(rows: QuerySet[Any], days: Days) -> QuerySet[Any]:
    return days.within(rows, "placed_at")


def _worth(rows: QuerySet[Any], amounts: Amounts) -> QuerySet[Any]:
    """Totals within a range, each in its order's own currency, whatever minor units that has."""
    wanted = Q(pk__in=())
    for currency in {shop.currency for shop in orders.every_shop()}:
        per = 10 ** (MICRO - exponent(currency))
        own = Q(currency=currency)
        if amounts.least_micro is not None:
            own &= Q(total_minor__gte=-(-amounts.least_micro // per))
        if amounts.most_micro is not None:
            own &= Q(total_minor__lte=amounts.most_micro // per)
        wanted |= own
    return rows.filter(wanted)


def _hidden(request: HttpRequest) -> frozenset[str]:
    """Who meets no amounts neither sorts nor filters by them."""
    return frozenset() if sight_of(staff_of(request)).amounts else frozenset({"paid", "total"})


ORDERS: List[Any] = enter(
    List(
        name="orders",
        title=_("Orders"),
        url="web:orders",
        right="orders.view",
        somewhere=True,
        rows=lambda request: with_staff_name(seen_by(staff_of(request)), "manager", "manager_name"),
        hides=_hidden,
        acts=ACTS,
        sorts=(
            Sort("new", _("Newest"), ("-placed_at", "-pk"), "number"),
            Sort("old", _("Oldest"), ("placed_at", "pk"), "number"),
            Sort("total", _("Largest"), ("-total_minor", "-pk"), "total"),
        ),
        views=(
            View("open", _("Open"), Q(status__in=OPEN)),
            View("mine", _("Mine"), rows_for=lambda request: Q(status__in=OPEN) & mine(staff_of(request))),
            View("decision", _("Needs a decision"), Q(status__in=DECISION)),
            View("ship", _("To ship"), Q(status__in=TO_SHIP)),
            View("unpaid", _("Waiting for payment"), Q(status__in=UNPAID)),
            View("back", _("Money to give back"), Q(back_minor__isnull=False)),
            View("all", _("All"), counted=False),
        ),
        filters=(
            Several("shop", _("Shop"), _shops, lambda rows, codes: rows.filter(shop__code__in=codes), _shops_seen),
            Several("status", _("Status"), _statuses, lambda rows, codes: rows.filter(status__in=codes)),
            Several("manager", _("Manager"), tuple, _managed, _managers),
            Several("outcome", _("Outcome"), OUTCOMES.items, _ended),
            Several("currency", _("Currency"), tuple, lambda rows, codes: rows.filter(currency__in=codes), _currencies),
            DayRange("placed", _("Placed"), _placed),
            AmountRange("total", _("Total"), _worth),
        ),
        search=searched,
        columns=(
            Column(_("Order"), lambda order: order.number, "number", "e-nowrap e-keep", is_fixed=True),
            Column(_("Placed"), lambda order: order.placed_at.isoformat(timespec="seconds")),
            Column(_("Customer"), None, "customer", "e-clip"),
            Column(_("Manager"), lambda order: order.manager_name or "", "manager", "e-nowrap e-2 e-hide"),
            Column(_("Shop"), lambda order: order.shop.name, "shop", "e-nowrap e-2 e-hide"),
            Column(_("Number there"), lambda order: order.external, "external", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Status"), lambda order: state_of(order.status).word, "status", "e-nowrap"),
            Column(_("Since"), None, "since", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("Cover"), None, "cover", "e-nowrap e-hide"),
            Column(_("Currency"), lambda order: order.currency),
            Column(_("Payment"), None, "paid", "e-nowrap e-hide"),
            Column(_("Total, minor units"), lambda order: order.total_minor, kin="total"),
            Column(_("Total"), None, "total", "e-strong e-end", is_number=True),
            Column(_("Paid, minor units"), lambda order: order.paid_minor, kin="paid"),
        ),
        private=True,
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """An order in the list."""

    id: int
    number: str
    external: str
    placed_at: datetime
    since: datetime
    customer: str
    city: str
    manager: str
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
            external=row.external,
            placed_at=row.placed_at,
            since=row.status_since,
            customer=_who(row, people, sight),
            city=places[row.address_id].city if row.address_id in places else "",
            manager=getattr(row, "manager_name", "") or "",
            shop=row.shop.name,
            state=state_of(row.status),
            cover=_cover(row),
            paid=paid(row.paid_minor, _owed(row), row.currency),
            owes=row.paid_minor < _owed(row) and row.state != "cancelled",
            total_minor=row.total_minor,
            currency=row.currency,
        )
        for row in found
    ]


def _owed(row: Any) -> int:
    """What was ordered without what came back. A cancelled order keeps its total, so that nothing paid reads so."""
    owed: int = row.total_minor - row.returned_minor
    return owed


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
