"""A new order by hand, and other lines for one that stands: one editor, redrawn by the server while one types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import may
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.types import OrderDraft
from emporion.stock.types import Cover, NotEnough

from .. import intent
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from . import buyer as buyers
from .access import opened, shops_of
from .acts import gone_to
from .draft import Draft, Service, offers, read, standing

SAVE = "save"


@requires("orders.place", somewhere=True)
def new(request: HttpRequest) -> HttpResponse:
    """An order by hand: the shop, the customer, the lines."""
    shops = shops_of(staff_of(request), "orders.place")
    if not shops:
        return render(request, "web/orders/no_shop.html", {"actions": _ways_to_a_shop(request)})
    shop = next((one for one in shops if one.code == request.POST.get("shop")), shops[0])
    if request.method != "POST":
        draft, buyer = Draft(shop, services=[Service(_("Delivery"))]), buyers.empty()
    else:
        draft, buyer = read(request.POST, shop), buyers.read(request.POST, shop.country)
    said = {"shops": shops, "buyer": buyer, "comment": request.POST.get("comment", "")[:2000]}
    if SAVE in request.POST and _sound(draft, said) and (answer := _placed(request, draft, buyer, said)):
        return answer
    crumbs = [Crumb(_("Orders"), reverse("web:orders"))]
    return _page(request, draft, {**said, "crumbs": crumbs, "title": _("New order"), "verb": _("Place the order")})


def _ways_to_a_shop(request: HttpRequest) -> list[Action]:
    """The way out of a house without a shop, for who may open one."""
    if not may(staff_of(request), "settings.change"):
        return []
    return [Action(_("Open a shop"), reverse("web:settings_shop_new"), "primary", "plus")]


def _sound(draft: Draft, said: dict[str, Any]) -> bool:
    said["error"] = buyers.whom(said["buyer"]) if "buyer" in said else ""
    if not (draft.wishes or draft.service_wishes) and draft.is_sound:
        said["error"] = _("The order has no lines. Search for a product and add it.")
    return draft.is_sound and not said["error"]


def _placed(request: HttpRequest, draft: Draft, buyer: buyers.Buyer, said: dict[str, Any]) -> HttpResponse | None:
    try:
        customer, address = buyers.customer_of(buyer, draft.shop, intent.said(request))
        wanted = OrderDraft(
            shop=draft.shop.code,
            wishes=draft.wishes,
            services=draft.service_wishes,
            customer=customer,
            address=address,
            comment=said["comment"],
        )
        ref = orders.place(draft=wanted, cover=_cover(request), **intent.said(request))
    except Refused as refusal:
        _beside(draft, refusal, said)
        return None
    messages.success(request, _("Order %(number)s is placed.") % {"number": ref.number})
    return gone_to(request, reverse("web:order", args=[ref.id]))


@requires("orders.change", somewhere=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other lines for an order that stands."""
    seen = opened(request, pk, "change")
    if "change" not in seen.acts:
        messages.warning(request, _("The lines of this order can no longer be changed."))
        return gone_to(request, reverse("web:order", args=[pk]))
    shop = replace(seen.shop, currency=seen.order.currency)
    draft = read(request.POST, shop, seen.order) if request.method == "POST" else standing(shop, seen.order)
    back = reverse("web:order", args=[pk])
    said: dict[str, Any] = {
        "title": _("Lines of %(number)s") % {"number": seen.order.number},
        "verb": _("Save the lines"),
        "back": back,
        "crumbs": [Crumb(_("Orders"), reverse("web:orders")), Crumb(seen.order.number, back)],
    }
    if SAVE in request.POST and _sound(draft, said):
        try:
            orders.change_lines(
                number=seen.order.number,
                wishes=draft.wishes,
                services=draft.service_wishes,
                cover=_cover(request),
                **intent.said(request),
            )
        except Refused as refusal:
            _beside(draft, refusal, said)
        else:
            messages.success(request, _("The lines are saved."))
            return gone_to(request, back)
    return _page(request, draft, said)


def _cover(request: HttpRequest) -> Cover:
    return "what_there_is" if request.POST.get("cover") == "what_there_is" else "all"


def _beside(draft: Draft, refusal: Refused, said: dict[str, Any]) -> None:
    """What is missing stands beside its line; every other refusal above the form, with its remedy."""
    if isinstance(refusal, NotEnough):
        draft.short_of(refusal)
        said["error"] = _(
            "Not all of it is there. Take what there is, order less, or place the order with the rest waiting."
        )
    else:
        said["error"] = f"{refusal.sentence} {refusal.what_to_do}".strip()


def _page(request: HttpRequest, draft: Draft, said: dict[str, Any]) -> HttpResponse:
    asked = request.POST.get("find", "") if "add" not in request.POST else ""
    context = {
        **said,
        "draft": draft,
        "asked": asked,
        "offers": offers(draft.shop, asked),
        "cover": _cover(request),
    }
    status = 422 if SAVE in request.POST else 200
    return render(request, "web/orders/edit.html", context, status=status)
