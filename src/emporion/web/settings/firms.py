"""Own firms: the list, a new one, one with its regimes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import may
from emporion.parties import commands, queries as parties

from .. import intent
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from . import area, words
from .forms import FirmForm, RegimeForm

SIDE = "settings_firms"
BESIDE = {
    "firm_known": "name", "firm_name_missing": "name", "unknown_country": "country",
    "unknown_currency": "base_currency", "unknown_regime": "regime",
}  # fmt: skip


@requires("settings.view")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Our legal entities by name."""
    add = Action(_("Add a firm"), reverse("web:settings_firm_new"), "primary", "plus", key="n")
    rows = [(firm, words.country(firm.country), words.regime(firm.regime)) for firm in parties.firms(active_only=False)]
    actions = [add] if may(staff_of(request), "settings.change") else []
    return area.page(request, "firms", SIDE, {"rows": rows, "actions": actions})


@requires("settings.change")
def new(request: HttpRequest) -> HttpResponse:
    """A legal entity of ours begins."""
    form = FirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ref = area.told(
            form,
            lambda: commands.add_firm(
                name=said["name"], legal_name=said["legal_name"], country=said["country"],
                base_currency=said["base_currency"], tax_ids=form.tax_ids(), regime=said["regime"],
                since=said["since"], **intent.said(request),
            ),
            BESIDE,
        )  # fmt: skip
        if ref:
            return area.saved(request, _("The firm is added."), SIDE)
    reason = _("The firm that stands on invoices. More firms can follow later.")
    context = {"title": _("Add a firm"), "reason": reason, "verb": _("Add the firm")}
    return area.form_page(request, form, SIDE, context, template="firm")


@requires("settings.change")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What may change of a firm; its regimes stand beside it."""
    card, ids = parties.firm(pk), parties.firm_tax_ids(pk)
    form = FirmForm(request.POST or None, of=card, ids=ids)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> bool:
            commands.change_firm(
                firm=pk, name=said["name"], legal_name=said["legal_name"], tax_ids=form.tax_ids(),
                is_active=said["is_active"], **intent.said(request),
            )  # fmt: skip
            return True

        if area.told(form, act, BESIDE):
            if card.is_active and not said["is_active"]:
                words_said = _("“%(name)s” is out of use. Its documents stay.") % {"name": said["name"]}
                return area.put_away(request, words_said, "firm", SIDE, firm=pk)
            return area.saved(request, _("The firm is saved."), SIDE)
    return _firm(request, pk, form, None)


@requires("settings.change")
@require_POST
def regime(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on another regime."""
    card = parties.firm(pk)
    form = RegimeForm(card, request.POST)
    if form.is_valid():
        said = form.cleaned_data

        def act() -> bool:
            commands.set_regime(firm=pk, regime=said["regime"], since=said["since"], **intent.said(request))
            return True

        if area.told(form, act, BESIDE):
            return area.saved(request, _("The regime is saved."), "settings_firm", pk)
    return _firm(request, pk, FirmForm(of=card, ids=parties.firm_tax_ids(pk)), form)


def _firm(request: HttpRequest, pk: int, form: FirmForm, regime_form: RegimeForm | None) -> HttpResponse:
    card = parties.firm(pk)
    context = {
        "title": card.name,
        "reason": _("%(country)s, books in %(currency)s. Both stay for life.")
        % {"country": words.country(card.country), "currency": card.base_currency},
        "verb": _("Save"),
        "firm": card,
        "regimes": [(words.regime(one.regime), one.since) for one in parties.regimes(pk)],
        "regime_form": regime_form or RegimeForm(card),
        "crumbs": [Crumb(_("Own firms"), reverse("web:settings_firms"))],
        "steps": [],
        "whys": ("firm", pk, "name legal_name tax_ids is_active regime country base_currency"),
    }
    answer = area.form_page(request, form, SIDE, context, template="firm")
    answer.status_code = 422 if request.method == "POST" else 200
    return answer
