"""What can be done to an order: each act is a question beside the page, with an address of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.stock.queries import warehouses

from .. import intent, numbers
from ..drawer import render_drawer
from ..parts import Crumb
from ..rights import requires
from .access import Opened, opened
from .forms import CancelForm, GiveBackForm, PaymentForm, ShipmentForm

Act = Callable[[], str]


@requires("orders.note_payment", somewhere=True)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a payment that came in outside of the connected systems."""
    seen = opened(request, pk, "pay")
    form = PaymentForm(seen.order, request.POST or None)

    def act() -> str:
        amount = form.cleaned_data["amount"]
        is_new = orders.note_payment(
            number=seen.order.number,
            reference=_reference(request, form),
            amount=amount,
            method=form.cleaned_data["method"],
            **intent.said(request),
        )
        if not is_new:
            return _("This document was noted before; nothing was added.")
        return _("Payment of %(amount)s noted.") % {"amount": numbers.money(amount.minor, amount.currency)}

    said = {
        "question": _("Payment of order %(number)s") % {"number": seen.order.number},
        "verb": _("Note payment"),
        "fields": list(form),
    }
    return _asked(request, seen, form, act, said)


@requires("orders.note_payment", somewhere=True)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Note money that went back to the customer: of a cancelled order, or beyond what one came to cost."""
    seen = opened(request, pk, "give_back")
    form = GiveBackForm(seen.order, request.POST or None)

    def act() -> str:
        amount = form.cleaned_data["amount"]
        is_new = orders.note_payment(
            number=seen.order.number,
            reference=_reference(request, form),
            amount=-amount,
            method=form.cleaned_data["method"],
            **intent.said(request),
        )
        if not is_new:
            return _("This document was noted before; nothing was added.")
        return _("%(amount)s given back.") % {"amount": numbers.money(amount.minor, amount.currency)}

    said = {
        "question": _("Money of order %(number)s that went back") % {"number": seen.order.number},
        "verb": _("Note what went back"),
        "fields": list(form),
    }
    return _asked(request, seen, form, act, said)


@requires("orders.note_shipment", somewhere=True)
def ship(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that goods left, all or some of each line."""
    seen = opened(request, pk, "ship")
    is_ours = any(not place.master for place in warehouses(seen.shop.warehouses))
    form = ShipmentForm(seen.order, request.POST or None, must_lie_here=is_ours)

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
        "fields": [*form.quantities, form["tracking"], form["reference"]],
    }
    return _asked(request, seen, form, act, said)


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


def _consequence(seen: Opened) -> str:
    order = seen.order
    back = sum(line.covered for line in order.lines if line.variant)
    pieces = 2 if back % 1000 else back // 1000  # 1.5 pieces, and in Russian 1,5 штуки
    said = ngettext("%(count)s piece goes back on sale.", "%(count)s pieces go back on sale.", pieces)
    told = [said % {"count": numbers.quantity(back)}] if back else []
    if order.paid_minor and seen.sight.amounts:
        amount = (
            f"{numbers.money(order.paid_minor, order.currency)}{numbers.FIXED_SPACE}{numbers.symbol(order.currency)}"
        )
        told.append(_("%(amount)s were paid and have to be given back.") % {"amount": amount})
    return " ".join(told)


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
