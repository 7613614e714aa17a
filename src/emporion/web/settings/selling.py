"""Price types and shops."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import may
from emporion.orders import commands as orders, queries as shops_of
from emporion.parties.queries import firms
from emporion.pricing import commands as pricing, queries as prices
from emporion.stock.queries import all_warehouses, warehouses

from .. import intent
from ..parts import Action
from ..rights import requires, staff_of
from . import area, words
from .forms import PriceTypeForm, ShopForm

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
        "whys": ("price_type", of.id, "name currency tax_included is_cost") if of else None,
        "reason": "" if of else _("A price list: every product may have one price of each type."),
    }
    return area.form_page(request, form, PRICES, context)


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
    kinds = [one for one in prices.price_types() if not one.is_cost or (of and of.price_type == one.id)]
    places = {one.id: one for one in [*all_warehouses(sells=True), *warehouses(of.warehouses if of else ())]}
    is_closed = of is not None and any(one.id == of.id for one in shops_of.closed_shops())
    form = ShopForm(owners, kinds, list(places.values()), request.POST or None, of=of, is_closed=is_closed)
    if request.method == "POST" and form.is_valid():
        done = area.told(form, lambda: orders.put_shop(card=form.card(), **intent.said(request)), {})
        if done:
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
