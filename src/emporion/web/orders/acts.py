"""What can be done to an order: each act is a question beside the page, with an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from emporion.accounts.queries import may
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.queries import total_of_shipped
from emporion.orders.types import OrderView
from emporion.stock.queries import all_warehouses, firms_of_goods, warehouses
from emporion.stock.types import WarehouseView

from .. import intent, numbers
from ..drawer import render_drawer
from ..parts import Crumb
from ..rights import requires, staff_of
from .access import Opened, opened
from .forms import CancelForm, GiveBackForm, PaymentForm, ReturnForm, ShipmentForm

Act = Callable[[], str]


@requires("orders.note_payment", somewhere=True)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a payment that came in outside of the connected systems."""
    seen = opened(request, pk, "pay")
    form = PaymentForm(seen.order, request.POST or None)
    said = {
        "question": _("Payment of order %(number)s") % {"number": seen.order.number},
        "verb": _("Note payment"),
        "fields": list(form),
    }
    return _asked(request, seen, form, _noted(request, seen, form, 1, _("Payment of %(amount)s noted.")), said)


@requires("orders.note_payment", somewhere=True)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Note money that went back to the customer: of a cancelled order, or beyond what one came to cost."""
    seen = opened(request, pk, "give_back")
    form = GiveBackForm(seen.order, request.POST or None)
    said = {
        "question": _("Money of order %(number)s that went back") % {"number": seen.order.number},
        "verb": _("Note what went back"),
        "fields": list(form),
    }
    return _asked(request, seen, form, _noted(request, seen, form, -1, _("%(amount)s given back.")), said)


def _noted(request: HttpRequest, seen: Opened, form: forms.Form, sign: int, done: str) -> Act:
    """Noting money that came in (1) or went back (-1); done says so with the amount."""

    def act() -> str:
        amount = form.cleaned_data["amount"]
        is_new = orders.note_payment(
            number=seen.order.number,
            reference=_reference(request, form),
            amount=amount if sign > 0 else -amount,
            method=form.cleaned_data["method"],
            **intent.said(request),
        )
        if not is_new:
            return _("This document was noted before; nothing was added.")
        return done % {"amount": numbers.money(amount.minor, amount.currency)}

    return act


@requires("orders.note_shipment", somewhere=True)
def ship(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that goods left, all or some of each line."""
    seen = opened(request, pk, "ship")
    places = warehouses(seen.shop.warehouses)
    form = ShipmentForm(seen.order, request.POST or None, must_lie_here=any(not place.master for place in places))

    def act() -> str:
        orders.note_shipment(
            number=seen.order.number,
            reference=_reference(request, form),
            goods=form.goods,
            tracking=form.cleaned_data["tracking"],
            **intent.said(request),
        )
        return _("Shipment noted.")

    said = {
        "question": _("What leaves of order %(number)s") % {"number": seen.order.number},
        "verb": _("Ship"),
        "consequence": _still_promised(places),
        "fields": [*form.quantities, form["tracking"], form["reference"]],
    }
    return _asked(request, seen, form, act, said)


def _still_promised(places: Sequence[WarehouseView]) -> str:
    theirs = ", ".join(place.name for place in places if place.master)
    said = _(
        "What lies in %(warehouses)s stays promised until the program that keeps its figures says it has shipped it."
    )
    return said % {"warehouses": theirs} if theirs else ""


@requires("orders.note_return", somewhere=True)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that goods came back, all or some of each line, and where they lie now."""
    seen = opened(request, pk, "take_back")
    form = ReturnForm(seen.order, request.POST or None, places=_places_of_return(request, seen))

    def act() -> str:
        orders.note_return(
            number=seen.order.number,
            reference=_reference(request, form),
            warehouse=int(form.cleaned_data["warehouse"]),
            goods=form.goods,
            reason=form.cleaned_data["reason"],
            **intent.said(request),
        )
        return _("Return noted.")

    said = {
        "question": _("What came back of order %(number)s") % {"number": seen.order.number},
        "verb": _("Take the goods back"),
        "consequence": _("It lies there at what it cost when it left; what was paid for it waits to be given back."),
        "fields": [*form.quantities, form["warehouse"], form["reason"], form["reference"]],
    }
    return _asked(request, seen, form, act, said)


def _places_of_return(request: HttpRequest, seen: Opened) -> list[WarehouseView]:
    """Warehouses of the firms whose goods they were where the person may take goods back, ours first."""
    staff, firms = staff_of(request), firms_of_goods(seen.order.subject) or {seen.order.firm}
    found = [place for place in all_warehouses() if place.firm in firms]
    held = [p for p in found if may(staff, "orders.note_return", firm=p.firm, shop=seen.shop.id, warehouse=p.id)]
    return sorted(held, key=lambda place: (bool(place.master), place.sells, place.name))


@requires("orders.cancel", somewhere=True)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the order off, with its reason."""
    seen = opened(request, pk, "cancel")
    form = CancelForm(request.POST or None)

    def act() -> str:
        orders.cancel(number=seen.order.number, reason=form.cleaned_data["reason"], **intent.said(request))
        return _("Order %(number)s is cancelled.") % {"number": seen.order.number}

    said = {
        "question": _("Cancel order %(number)s?") % {"number": seen.order.number},
        "verb": _("Cancel the order"),
        "keep": _("Keep it"),
        "is_undo": True,
        "choices": form["reason"],
        "consequence": _consequence(seen),
    }
    return _asked(request, seen, form, act, said)


@requires("orders.cancel", somewhere=True)
def cancel_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off what has not left of an order of which a part has, with its reason."""
    seen = opened(request, pk, "cancel_rest")
    form = CancelForm(request.POST or None)

    def act() -> str:
        orders.cancel_rest(number=seen.order.number, reason=form.cleaned_data["reason"], **intent.said(request))
        return _("The rest of order %(number)s is cancelled.") % {"number": seen.order.number}

    said = {
        "question": _("Cancel what has not left of order %(number)s?") % {"number": seen.order.number},
        "verb": _("Cancel the rest"),
        "keep": _("Keep it"),
        "is_undo": True,
        "choices": form["reason"],
        "consequence": _consequence_of_rest(seen),
    }
    return _asked(request, seen, form, act, said)


def _consequence(seen: Opened) -> str:
    paid = seen.order.paid_minor
    return " ".join([*_back_on_sale(seen.order), *_to_give_back(seen, paid)])


def _consequence_of_rest(seen: Opened) -> str:
    order = seen.order
    total = total_of_shipped(order)
    said = _("The order comes to %(amount)s then.") % {"amount": _amount(total.minor, order.currency)}
    told = [said] if seen.sight.amounts else []
    return " ".join([*_back_on_sale(order), *told, *_to_give_back(seen, order.paid_minor - total.minor)])


def _back_on_sale(order: OrderView) -> list[str]:
    back = sum(max(line.covered - line.shipped, 0) for line in order.lines if line.variant)
    pieces = 2 if back % 1000 else back // 1000  # 1.5 pieces, and in Russian 1,5 штуки
    said = ngettext("%(count)s piece goes back on sale.", "%(count)s pieces go back on sale.", pieces)
    return [said % {"count": numbers.quantity(back)}] if back else []


def _to_give_back(seen: Opened, minor: int) -> list[str]:
    if minor <= 0 or not seen.sight.amounts:
        return []
    said = _("%(amount)s were paid and have to be given back.")
    return [said % {"amount": _amount(minor, seen.order.currency)}]


def _amount(minor: int, currency: str) -> str:
    return f"{numbers.money(minor, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"


def _reference(request: HttpRequest, form: forms.Form) -> str:
    """The document that was named, or else this very click, so that the same form sent twice is one."""
    return form.cleaned_data["reference"].strip() or _("by hand %(id)s") % {"id": intent.key(request)[-8:]}


def _asked(request: HttpRequest, seen: Opened, form: forms.Form, act: Act, said: dict[str, Any]) -> HttpResponse:
    """Show the question, or act and go back to the order. A refusal stands in the form, with its remedy."""
    back = reverse("web:order", args=[seen.order.id])
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
        except Refused as refusal:
            form.add_error(None, f"{refusal.sentence} {refusal.what_to_do}".strip())
        else:
            return gone_to(request, back)
    crumbs = [Crumb(_("Orders"), reverse("web:orders")), Crumb(seen.order.number, back)]
    answer = render_drawer(request, "web/orders/act.html", {**said, "form": form, "back": back, "crumbs": crumbs})
    answer.status_code = 422 if request.method == "POST" else 200
    return answer


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """On to a page: htmx is told to go there, a plain form is redirected."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
