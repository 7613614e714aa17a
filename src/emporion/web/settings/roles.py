"""Roles: given and taken, and what each of them may as one table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts import commands
from emporion.accounts.types import RIGHTS, ROLES
from emporion.kernel.errors import Refused

from .. import intent
from ..parts import Crumb
from ..rights import requires
from . import area
from .people import GrantForm, Scopes, scope_of
from .staff import SIDE, person_page


@requires("accounts.manage")
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Every right with the roles that hold it."""
    roles = list(ROLES.values())
    rows = [(right.title, [(role, role.code in right.roles) for role in roles]) for right in RIGHTS.values()]
    crumbs = [Crumb(_("Staff"), reverse("web:settings_staff"))]
    return area.page(request, "roles", SIDE, {"roles": roles, "rows": rows, "crumbs": crumbs})


@requires("accounts.manage")
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role; given twice it changes nothing."""
    form = GrantForm(Scopes.now(), request.POST)
    if form.is_valid():
        said = form.cleaned_data

        def act() -> bool:
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
        commands.withdraw(staff=pk, role=request.POST.get("role", ""), **scope, **intent.said(request))
    except Refused as refusal:
        return person_page(request, pk, refusal=refusal)
    messages.success(request, _("The role is withdrawn."))
    return redirect("web:settings_person", pk)
