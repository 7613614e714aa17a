"""The list of orders and the order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker
from emporion.orders import queries as orders

from .. import live, private
from ..numbers import symbol
from ..parts import Action
from ..rights import requires, staff_of
from . import record
from .access import OTHERS, opened, seen_by, shops_of, sight_of
from .listing import OPEN, ORDERS, currency_of, rows_of


@requires("orders.view", somewhere=True)
def listing(request: HttpRequest) -> HttpResponseBase:
    """Orders by saved view, search and filter."""
    if searched := private.searched(request):
        return searched
    staff = staff_of(request)
    sight, shown = sight_of(staff), ORDERS.read(request)
    if (sight.amounts or "format" not in request.GET) and (answer := shown.answer("orders")):
        return answer
    currency = currency_of(shown)
    shown.units = {"total": symbol(currency)} if currency else {}
    may_place = bool(shops_of(staff, "orders.place"))
    return render(
        request,
        "web/orders/list.html",
        {
            "list": shown,
            "rows": rows_of(shown.rows, sight),
            "currency": currency,
            "sight": sight,
            "actions": _list_actions(shown.csv_url if sight.amounts else "", may_place),
            "empty_actions": [record.new_order()] if may_place else [],
        },
    )


def _list_actions(csv_url: str, may_place: bool) -> list[Action]:
    file = [Action(_("As a file"), csv_url, "quiet", "download")] if csv_url else []
    file.append(Action(_("By manager"), reverse("web:order_managers"), "quiet", "chart-bar"))
    return [*file, record.new_order()] if may_place else file


@requires("orders.view", somewhere=True)
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order with everything around it."""
    return render(request, "web/orders/order.html", record.context(request, opened(request, pk)))


def open_orders() -> live.Counter:
    """Orders that are neither done nor called off."""
    return live.Counter(orders.listed(OPEN).count())


def own_open_orders(staff: Asker) -> live.Counter:
    """The same for one who sees only their own orders and free ones."""
    return live.Counter(seen_by(staff).filter(status__in=OPEN).count())


live.register("orders", open_orders, "orders.view", OTHERS)
live.register_own("orders", own_open_orders, "orders.view", unless=OTHERS)
