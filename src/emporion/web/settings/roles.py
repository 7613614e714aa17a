"""Roles of a person: given and taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.accounts import commands
from emporion.accounts.queries import staff_card
from emporion.kernel.errors import Refused

from .. import intent
from ..rights import requires, staff_of
from . import area
from .people import GrantForm, Scopes, offered, scope_of, stand_over
from .staff import person_page


@requires("accounts.manage")
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role; given twice it changes nothing."""
    form = GrantForm(Scopes.now(), offered(staff_of(request)), request.POST)
    if form.is_valid():
        said = form.cleaned_data

        def act() -> bool:
            stand_over(staff_of(request), staff_card(pk))
            commands.grant(staff=pk, role=said["role"], **scope_of(said["scope"]), **intent.said(request))
            return True

        if area.told(form, act, {"unknown_role": "role"}):
            return area.saved(request, _("The role is given."), "settings_person", pk)
    return person_page(request, pk, form=form)


@requires("accounts.manage")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back; the house keeps an owner."""
    scope = {
        kind: int(text) for kind in ("firm", "shop", "warehouse") if (text := request.POST.get(kind, "")).isdecimal()
    }
    try:
        stand_over(staff_of(request), staff_card(pk))
        commands.withdraw(staff=pk, role=request.POST.get("role", ""), **scope, **intent.said(request))
    except Refused as refusal:
        return person_page(request, pk, refusal=refusal)
    messages.success(request, _("The role is withdrawn."))
    return redirect("web:settings_person", pk)
