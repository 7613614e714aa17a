"""Price types and shops."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import may
from emporion.exchange import queries as exchange
from emporion.orders import commands as orders, queries as shops_of
from emporion.parties.queries import firms
from emporion.pricing import commands as pricing, queries as prices
from emporion.pricing.types import PriceTypeView
from emporion.stock.queries import all_warehouses, warehouses

from .. import intent, undo
from ..notes import saved
from ..parts import Action
from ..rights import requires, staff_of
from . import area, undoing as undoing, words  # the ways back, entered when they load
from .forms import PriceTypeForm, ShopForm

LATELY = timedelta(days=30)  # what a connection named last longer ago, it brings no more
PRICES, SHOPS = "settings_prices", "settings_shops"
SHOP_FIELDS = "name firm_id price_type_id prefix warehouses takes_uncovered"
BESIDE = {"price_type_name_missing": "name", "currency_fixed": "currency", "unknown_currency": "currency"}


@requires("settings.view")
@require_safe
def price_types(request: HttpRequest) -> HttpResponse:
    """The kinds of prices, in their order."""
    add = Action(_("Add a price type"), reverse("web:settings_price_new"), "primary", "plus", key="n")
    actions = [add] if may(staff_of(request), "settings.change") else []
    return area.page(request, "prices", PRICES, {"rows": prices.price_types(), "actions": actions})


@requires("settings.change")
def price_type(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a price type, or change one."""
    of = prices.price_type(pk) if pk is not None else None
    form = PriceTypeForm(request.POST or None, of=of, near=words.base_currencies(firms()))
    if request.method == "POST" and form.is_valid():
        done = area.told(form, lambda: pricing.put_price_types(cards=[form.card()], **intent.said(request)), BESIDE)
        if done:
            return area.saved(request, _("The price type is saved."), PRICES)
    context = {
        "title": of.name if of else _("Add a price type"),
        "verb": _("Save") if of else _("Add the price type"),
        "whys": ("price_type", of.id, "name currency tax_included is_cost is_closed") if of else None,
        "actions": _closing(of) if of else [],
        "reason": "" if of else _("A price list: every product may have one price of each type."),
    }
    return area.form_page(request, form, PRICES, context)


def _closing(of: PriceTypeView) -> list[Action]:
    if of.is_closed:
        return [Action(_("Open again"), reverse("web:settings_price_open", args=[of.id]), post=True)]
    return [Action(_("Close it"), reverse("web:settings_price_close", args=[of.id]), "undo", post=True)]


@requires("settings.change")
@require_POST
def close_price_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a price type nowhere any more, unless somebody sells at it or brings prices for it."""
    of = prices.price_type(pk)
    if pricing.close_price_type(price_type=pk, users=_users(of), **intent.said(request)):
        said = _("“%(name)s” is closed. Its prices stay and explain what was.") % {"name": of.name}
        undo.offer(request, said, "price_type", reverse(f"web:{PRICES}"), price_type=pk)
    return redirect(f"web:{PRICES}")


@requires("settings.change")
@require_POST
def open_price_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a closed price type again."""
    pricing.open_price_type(price_type=pk, **intent.said(request))
    saved(request, _("The price type is open again."))
    return redirect(f"web:{PRICES}")


@undo.undoes("price_type", "settings.change")
def _open_again(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    if not pricing.open_price_type(price_type=told["price_type"], **said):
        raise undo.ChangedSince()


def _users(of: PriceTypeView) -> list[str]:
    """Open shops that sell at it, and connections that named it lately."""
    since = timezone.now() - LATELY
    named = set(exchange.named_since("price_type", of.id, since))
    return [
        *(shop.name for shop in shops_of.shops() if shop.price_type == of.id),
        *(one.title or one.code for one in exchange.channels() if one.id in named),
    ]


@requires("settings.view")
@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """Where orders come from."""
    named = {firm.id: firm.name for firm in firms(active_only=False)}
    closed = shops_of.closed_shops()
    found = [*shops_of.shops(), *closed]
    places = {one.id: one.name for one in warehouses({pk for shop in found for pk in shop.warehouses})}
    rows = [
        (shop, named.get(shop.firm, ""), ", ".join(places[pk] for pk in shop.warehouses), shop in closed)
        for shop in found
    ]
    add = Action(_("Open a shop"), reverse("web:settings_shop_new"), "primary", "plus", key="n")
    actions = [add] if may(staff_of(request), "settings.change") else []
    return area.page(request, "shops", SHOPS, {"rows": rows, "actions": actions})


@requires("settings.change")
def shop(request: HttpRequest, code: str = "") -> HttpResponse:
    """Open a shop, or change one."""
    of = shops_of.shop_by_code(code) if code else None
    owners = [one for one in firms(active_only=False) if one.is_active or (of and of.firm == one.id)]
    kinds = [one for one in prices.open_price_types() if not one.is_cost or (of and of.price_type == one.id)]
    places = {one.id: one for one in [*all_warehouses(sells=True), *warehouses(of.warehouses if of else ())]}
    is_closed = of is not None and any(one.id == of.id for one in shops_of.closed_shops())
    form = ShopForm(owners, kinds, list(places.values()), request.POST or None, of=of, is_closed=is_closed)
    if request.method == "POST" and form.is_valid():
        done = area.told(form, lambda: orders.put_shop(card=form.card(), **intent.said(request)), {})
        if done:
            if form.cleaned_data.get("is_closed") and not is_closed:
                said = _("“%(name)s” is closed. Its orders stay.") % {"name": form.cleaned_data["name"]}
                return area.put_away(request, said, "shop", SHOPS, code=code)
            return area.saved(request, _("The shop is saved."), SHOPS)
    context = {
        "title": of.name if of else _("Open a shop"),
        "verb": _("Save") if of else _("Open the shop"),
        "reason": _("An order belongs to a shop: it says who sells, at which prices and from where."),
        "whys": ("shop", of.id, SHOP_FIELDS) if of else None,
        "lacking": _lacking(bool(owners), bool(places), bool(kinds)),
    }
    return area.form_page(request, form, SHOPS, context, template="shop")


def _lacking(has_firm: bool, has_warehouse: bool, has_price_type: bool) -> list[str]:
    """What a shop needs first."""
    asked = [
        (has_firm, _("an own firm")),
        (has_warehouse, _("a warehouse that sells")),
        (has_price_type, _("a price type")),
    ]
    return [word for there, word in asked if not there]
