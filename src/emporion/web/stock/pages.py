"""The list of stock, the ledger of a variant, a document of the warehouse, the warehouses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.ledger.queries import document_entries, entries_of
from emporion.parties.queries import firms
from emporion.stock import commands
from emporion.stock.queries import (
    all_warehouses,
    card_entries,
    card_lines,
    closed_warehouses,
    held_after,
    reserved_by,
    stock_of,
)
from emporion.stock.types import UnknownWarehouse

from .. import called, intent, undo
from ..links import KINDS, document_words
from ..notes import saved
from ..orders.papers import papers
from ..parts import Action, Crumb
from ..people import names as people_named
from ..rights import NoRight, requires, staff_of
from ..said import with_comments
from ..settings import area
from . import card_listing, ledger, listing, places
from .forms import WarehouseForm


@requires("stock.view", somewhere=True)
def stock(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    asker = staff_of(request)
    shown = listing.LIST.read(request)
    if answer := shown.answer("stock"):
        return answer
    at = listing.chosen_places(request)
    if len(at) == 1:
        shown.hidden = frozenset({"where"})
    context = {"list": shown, "rows": listing.rows(shown, at), "actions": _actions(asker)}
    return render(request, "web/stock/list.html", context)


def _actions(asker: Asker) -> list[Action]:
    verbs = [
        Action(_("Warehouses"), reverse("web:warehouses"), "quiet", "building-warehouse"),
    ]
    if may_somewhere(asker, "stock.correct"):
        verbs += [
            Action(_("Count"), reverse("web:stock_count"), icon="list"),
            Action(_("Move"), reverse("web:stock_move"), icon="truck-delivery"),
        ]
    if may_somewhere(asker, "stock.receive"):
        verbs.append(Action(_("Receive goods"), reverse("web:stock_receive"), "primary", "package-import", key="n"))
    return verbs


@requires("stock.view", somewhere=True)
def card(request: HttpRequest, variant: int) -> HttpResponseBase:
    """Everything that ever moved of a variant, with the figures of now above it."""
    asker, view = staff_of(request), called.variants([variant])[variant]
    seen = {place.id: place for place in places.remembered(asker)}
    shown = card_listing.CARD.read(request, card_entries(variant, seen))
    if file := shown.csv(f"stock-{variant}", card_listing.in_file(asker, shown.chosen)):
        return file
    lines = card_lines(shown.rows)
    held = [line for line in stock_of([variant]) if line.warehouse.id in seen]
    promised = [one for one in reserved_by([variant]) if one.warehouse in seen]
    named = papers(asker, {*ledger.documents_in(lines), *(one.document for one in promised)})
    context: dict[str, Any] = {
        "variant": view,
        "crumbs": [
            Crumb(_("Stock"), reverse("web:stock")),
            Crumb(view.name, reverse("web:product_prices", args=[view.product_id])),
        ],
        "stock": [(line, ledger.why_url(line)) for line in held],
        "list": shown,
        "rows": ledger.rows(lines, held_after(variant, [line.id for line in lines]), seen, named),
        "reserves": ledger.reserve_rows(promised, seen, named),
        "currency": _currency(lines[0].account.firm) if lines else "EUR",
    }
    return render(request, "web/stock/card.html", context)


@requires("stock.view", somewhere=True)
def document(request: HttpRequest, document: str) -> HttpResponse:
    """What one document of the warehouse moved, a hundred entries at a time."""
    asker = staff_of(request)
    moved = entries_of(document, limit=1) if document.partition(":")[0] in KINDS else []
    if not moved:
        raise Http404
    seen = {place.id: place for place in places.remembered(asker)}
    shown = card_listing.MOVED.read(request, document_entries(document, seen))
    lines = card_lines(shown.rows)
    if not lines:
        raise NoRight("stock.view")
    context = {
        "title": document_words(document),
        "crumbs": [Crumb(_("Stock"), reverse("web:stock"))],
        "at": moved[0].at,
        "list": shown,
        "entries": ledger.document_rows(lines, seen, papers(asker, ledger.documents_in(lines))),
        "who": people_named([moved[0].actor])[moved[0].actor],
        "currency": _currency(moved[0].account.firm),
        "sees_cost": may(asker, "pricing.see_cost"),
        "subject": document,
        "events": with_comments(asker, [document], []),
    }
    return render(request, "web/stock/document.html", context)


def _currency(firm: int) -> str:
    return next((one.base_currency for one in firms(active_only=False) if one.id == firm), "EUR")


# ---- warehouses


@requires("stock.view", somewhere=True)
def warehouses(request: HttpRequest) -> HttpResponse:
    """The warehouses in use."""
    asker = staff_of(request)
    named = {firm.id: firm.name for firm in firms(active_only=False)}
    keepers = places.keepers()
    closed = closed_warehouses() if may(asker, "stock.correct") else []
    add = Action(_("Add a warehouse"), reverse("web:warehouse_new"), "primary", "plus", key="n")
    context = {
        "rows": [
            (place, named.get(place.firm, ""), keepers[place.master], place in closed)
            for place in [*places.seen(asker), *closed]
        ],
        "crumbs": [Crumb(_("Stock"), reverse("web:stock"))],
        "actions": [add] if may(asker, "stock.correct") else [],
        "may_change": may(asker, "stock.correct"),
        "sides": area.sides(asker, "warehouses"),
    }
    return render(request, "web/stock/warehouses.html", context)


@requires("stock.correct")
def warehouse(request: HttpRequest, code: str = "") -> HttpResponse:
    """Open a warehouse, or change one."""
    closed = closed_warehouses()
    place = next((one for one in [*all_warehouses(), *closed] if one.code == code), None) if code else None
    if code and place is None:
        raise UnknownWarehouse(warehouse=code)
    form = WarehouseForm(place, request.POST if request.method == "POST" else None, is_hidden=place in closed)
    if form.is_bound and form.is_valid():
        commands.put_warehouse(card=form.card(), **intent.said(request))
        if place and form.cleaned_data.get("is_hidden") and place not in closed:
            said = _("“%(name)s” is out of use. What moved there stays in the book.") % {"name": place.name}
            undo.offer(request, said, "warehouse", reverse("web:warehouses"), code=place.code)
        else:
            saved(request, _("The warehouse is saved."))
        return redirect("web:warehouses")
    context = {
        "form": form,
        "title": place.name if place else _("Add a warehouse"),
        "crumbs": [Crumb(_("Stock"), reverse("web:stock")), Crumb(_("Warehouses"), reverse("web:warehouses"))],
        "back": reverse("web:warehouses"),
        "whys": ("warehouse", place.id, "name sells master excludes_reserves") if place else None,
        "sides": area.sides(staff_of(request), "warehouses"),
    }
    return render(request, "web/stock/warehouse.html", context, status=422 if form.is_bound else 200)
