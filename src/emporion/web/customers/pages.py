"""The list of customers, one customer, and the form that adds and changes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.kernel.errors import Refused
from emporion.parties import commands, queries as parties
from emporion.parties.types import AlreadyKnown, NoSuchParty, PartyRow, PartyView, PastValue

from .. import chronicle, intent, private, times
from ..links import why_url
from ..orders.access import seen_by, sight_of
from ..orders.listing import Row, rows_of
from ..orders.record import bought, summed
from ..parts import Action, Crumb, Event, Fact
from ..people import names as people_named
from ..rights import requires, staff_of
from .alike import reasons
from .forms import CustomerForm
from .listing import CUSTOMERS, LANGUAGES, rows_shown
from .words import change_words

ORDERS_SHOWN = 50


@requires("parties.view")
def listing(request: HttpRequest) -> HttpResponseBase:
    """Customers, the newest first, or those whom a search finds."""
    if searched := private.searched(request):
        return searched
    shown = CUSTOMERS.read(request)
    if answer := shown.answer("customers"):
        return answer
    actions = [doubled(), new_customer()] if may(staff_of(request), "parties.change") else []
    context = {"list": shown, "rows": rows_shown(shown), "actions": actions}
    return render(request, "web/customers/list.html", context)


def new_customer() -> Action:
    """The way to a new customer."""
    return Action(_("New customer"), reverse("web:customer_new"), "primary", "plus", key="n")


def doubled() -> Action:
    """The way to those who may be the same customer twice."""
    return Action(_("Doubles"), reverse("web:customer_doubles"), icon="users")


@requires("parties.view")
@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer: how to reach them, what they bought, what changed."""
    card = _card(pk)
    if card.id != pk:
        return redirect("web:customer", card.id)
    staff = staff_of(request)
    may_change = may(staff, "parties.change") and not card.erased_at
    sight = sight_of(staff)
    rows = rows_of(_orders(card, staff), sight) if may_somewhere(staff, "orders.view") else []
    return render(
        request,
        "web/customers/customer.html",
        {
            "card": card,
            "title": _called(card),
            "crumbs": [Crumb(_("Customers"), reverse("web:customers"))],
            "reason": bought(summed(card, staff)) if sight.amounts else "",
            "actions": _actions(card) if may_change else [],
            "rows": rows,
            "currency": _one_currency(rows),
            "sight": sight,
            "contacts": _contacts(card),
            "perhaps": _perhaps(card) if may_change else [],
            "merges": parties.merges_into(card.id) if card.merged else [],
            "may_change": may_change,
            "subject": f"party:{card.id}",
            "chronicle": chronicle.piece(request, [f"party:{pk}" for pk in (card.id, *card.merged)], _changes(pk)),
        },
    )


def _orders(card: PartyView, staff: Asker) -> list[Any]:
    """Their newest orders, those of merged customers included, within the reader's shops."""
    found = seen_by(staff).filter(customer_id__in=[card.id, *card.merged])
    return list(found[:ORDERS_SHOWN])


def _card(pk: int) -> PartyView:
    try:
        return parties.card(pk)
    except NoSuchParty:
        raise Http404 from None


def _called(card: PartyView) -> str:
    return parties.names([card.id])[card.id]


def _one_currency(rows: list[Row]) -> str:
    known = {row.currency for row in rows}
    return known.pop() if len(known) == 1 else ""


def _actions(card: PartyView) -> list[Action]:
    return [
        Action(_("Merge…"), reverse("web:customer_merge", args=[card.id]), "quiet", "users"),
        Action(_("Edit"), reverse("web:customer_change", args=[card.id]), icon="pencil"),
    ]


def _perhaps(card: PartyView) -> list[tuple[PartyRow, str]]:
    """Who may be the same customer, each with the reason."""
    found = parties.doubles_of(card.id)
    return [(one.other if one.one.id == card.id else one.one, reasons(one.reasons)) for one in found]


def _contacts(card: PartyView) -> list[Fact]:

    def why(field: str) -> str:
        return why_url(f"party:{card.id}", field)

    return [
        *(Fact(_("Phone"), phone, f"tel:{phone}", why=why("phone")) for phone in card.phones),
        *(Fact(_("E-mail"), email, f"mailto:{email}", why=why("email")) for email in card.emails),
        *(
            Fact(
                _("Tax number"),
                one.shown if one.checked else _("%(number)s (not checked)") % {"number": one.shown},
                why=why("tax"),
            )
            for one in card.tax_ids
        ),
        *(
            [Fact(_("Language"), LANGUAGES.get(card.language, card.language), why=why("language"))]
            if card.language
            else []
        ),
        *([Fact(_("Note"), card.note, why=why("note"))] if card.note else []),
        Fact(_("Known since"), times.day(card.added_at)),
    ]


def _changes(pk: int) -> chronicle.Changes:
    return chronicle.Changes(lambda before, limit: parties.history(pk, limit=limit, before=before), _past)


def _past(values: Sequence[PastValue]) -> list[Event]:
    people = people_named({one.actor for one in values})
    return [Event(change_words(one.field, one.old, one.new), people[one.actor], "history", at=one.at) for one in values]


@requires("parties.change")
def new(request: HttpRequest) -> HttpResponse:
    """A customer by hand; one whose phone, e-mail or tax number somebody has is refused with the way to them."""
    form = CustomerForm(request.POST or None)
    known: Action | None = None
    if request.method == "POST" and form.is_valid():
        try:
            ref = commands.add(
                card=form.card(), even_if_known=form.cleaned_data["even_if_known"], **intent.said(request)
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.sentence} {refusal.what_to_do}".strip())
            if isinstance(refusal, AlreadyKnown):
                known = Action(_("Open that customer"), reverse("web:customer", args=[refusal.facts["party"]]))
        else:
            messages.success(request, _("The customer is added."))
            return redirect("web:customer", ref.id)
    return _form(request, form, {"title": _("New customer"), "back": reverse("web:customers"), "known": known})


@requires("parties.change")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a customer."""
    card = _card(pk)
    form = CustomerForm(request.POST or None, of=card)
    back = reverse("web:customer", args=[card.id])
    if request.method == "POST" and form.is_valid():
        try:
            commands.change(party=card.id, **form.changes(), **intent.said(request))
        except Refused as refusal:
            form.add_error(None, f"{refusal.sentence} {refusal.what_to_do}".strip())
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return _form(request, form, {"title": _called(card), "back": back})


def _form(request: HttpRequest, form: CustomerForm, said: dict[str, Any]) -> HttpResponse:
    crumbs = [Crumb(_("Customers"), reverse("web:customers"))]
    status = 422 if request.method == "POST" else 200
    return render(request, "web/customers/form.html", {**said, "form": form, "crumbs": crumbs}, status=status)
