"""What each role may, as one table that is read and edited; one role by itself; roles of the house's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from emporion.accounts import commands, queries as accounts
from emporion.accounts.queries import Asker, may
from emporion.accounts.types import OWNER, RIGHTS, Role, RoleRights

from .. import intent, numbers
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from ..status import Status
from . import area
from .people import BeyondYou, GrantForm, Scopes

SIDE = "settings_staff"


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a role holds a right; unusual where the house decided otherwise than the table that comes with it."""

    role: Role
    right: str
    held: bool
    unusual: bool
    fixed: bool

    @property
    def name(self) -> str:
        """The word of the tick in the form."""
        return f"{self.role.code}:{self.right}"


def cell(role: Role, right: str, asker: Asker) -> Cell:
    """One cell as this person may set it: nobody gives or takes a right that they do not hold."""
    held = right in role.rights
    return Cell(role, right, held, held != (right in role.usual), role.code == OWNER or not may(asker, right))


@requires("accounts.manage")
def matrix(request: HttpRequest) -> HttpResponse:
    """Every right with the roles that hold it; what is ticked otherwise is changed in one go."""
    known = accounts.roles()
    if request.method == "POST":
        return _save(request, known.values(), "settings_roles")
    asker, held = staff_of(request), accounts.holders()
    context = {
        "roles": [(role, held.get(role.code, 0)) for role in known.values()],
        "rows": [(right, [cell(role, right.name, asker) for role in known.values()]) for right in RIGHTS.values()],
        "was": [(role.code, " ".join(sorted(role.rights))) for role in known.values()],
        "crumbs": [Crumb(_("Staff"), reverse("web:settings_staff"))],
        "sides": [],  # the table needs the whole width
    }
    return area.page(request, "roles", SIDE, context)


def _save(request: HttpRequest, roles: Collection[Role], back: str, *args: object) -> HttpResponse:
    """Do what this person ticked otherwise; what a colleague changed meanwhile and they did not touch stays."""
    changes = [change for role in roles if (change := _asked(request, role)).give or change.take]
    asker = staff_of(request)
    if not all(may(asker, right) for change in changes for right in (*change.give, *change.take)):
        raise BeyondYou()
    done = commands.change_roles(changes=changes, **intent.said(request)) if changes else 0
    told = ngettext("%(count)s role is changed.", "%(count)s roles are changed.", done) % {"count": numbers.count(done)}
    messages.success(request, told if done else _("Nothing was changed."))
    return redirect(reverse(f"web:{back}", args=args))


def _asked(request: HttpRequest, role: Role) -> RoleRights:
    """What was ticked against what the page showed when it was opened; a role that it did not show stays."""
    field = f"was:{role.code}"
    if field not in request.POST:
        return RoleRights(role.code)
    was = set(request.POST[field].split()) & RIGHTS.keys()
    fixed = {
        right for right in RIGHTS if cell(role, right, staff_of(request)).fixed
    }  # a tick that is fixed is not sent
    now = {right for right in RIGHTS if f"{role.code}:{right}" in request.POST} | (was & fixed)
    return RoleRights(role.code, tuple(sorted(now - was)), tuple(sorted(was - now)))


class RoleForm(forms.Form):
    """How a role of the house's own is called."""

    title = forms.CharField(label=gettext_lazy("Name of the role"), max_length=60)
    about = forms.CharField(
        label=gettext_lazy("Who it is for"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("One sentence, as it stands in the list of roles."),
    )


def _role(code: str) -> Role:
    found = accounts.roles().get(code)
    if found is None:
        raise Http404
    return found


@requires("accounts.manage")
def role(request: HttpRequest, code: str) -> HttpResponse:
    """One role: who holds it, what it may, what is otherwise than usual, how it is called."""
    one = _role(code)
    if request.method == "POST":
        return _save(request, [one], "settings_role", code)
    return _page(request, one, RoleForm(initial={"title": one.title, "about": one.about}))


def _page(request: HttpRequest, one: Role, form: RoleForm) -> HttpResponse:
    asker, known = staff_of(request), accounts.roles()
    people = [card for card in accounts.staff_list(active_only=True) if any(g.role == one.code for g in card.grants)]
    cells = [(right, cell(one, right.name, asker)) for right in RIGHTS.values()]
    context = {
        "role": one, "title": one.title, "reason": one.about, "form": form,
        "state": Status(_("changed"), "info", "2") if one.is_changed else None,
        "crumbs": [
            Crumb(_("Staff"), reverse("web:settings_staff")),
            Crumb(_("What each role may"), reverse("web:settings_roles")),
        ],
        "cells": cells, "may_save": any(not each.fixed for _right, each in cells), "people": people,
        "was": " ".join(sorted(one.rights)),
        "base": known[one.base].title if one.is_own else "",
        "actions": _actions(one, asker),
        "see": GrantForm(Scopes.now(), []) if accounts.may_give(asker, one) else None,
        "may_remove": one.is_own and not accounts.is_held(one.code),
    }  # fmt: skip
    answer = area.page(request, "role", SIDE, context)
    answer.status_code = 422 if form.is_bound else 200
    return answer


def _actions(one: Role, asker: Asker) -> list[Action]:
    found = []
    if one.is_changed and all(may(asker, right) for right in one.rights ^ one.usual):
        usual = reverse("web:settings_role_usual", args=[one.code])
        found.append(Action(_("Back to the usual"), usual, "quiet", "arrow-back-up", post=True))
    if accounts.may_give(asker, one):
        found.append(Action(_("Copy the role"), reverse("web:settings_role_copy", args=[one.code]), icon="plus"))
    return found


@requires("accounts.manage")
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """A role of the house's own, which begins with the rights of this one."""
    like = _role(code)
    if not accounts.may_give(staff_of(request), like):
        raise BeyondYou()
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = area.told(
            form,
            lambda: commands.copy_role(like=code, title=told["title"], about=told["about"], **intent.said(request)),
            {"role_unnamed": "title"},
        )
        if made:
            return area.saved(request, _("The role is made. Tick what it may."), "settings_role", made)
    context = {
        "title": _("A role like “%(role)s”") % {"role": like.title},
        "verb": _("Make the role"),
        "steps": [],
        "crumbs": [Crumb(_("What each role may"), reverse("web:settings_roles"))],
        "back": reverse("web:settings_role", args=[code]),
    }
    return area.form_page(request, form, SIDE, context)


@requires("accounts.manage")
@require_POST
def describe(request: HttpRequest, code: str) -> HttpResponse:
    """Another name for a role of the house's own."""
    one, form = _role(code), RoleForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data

        def act() -> bool:
            commands.describe_role(role=code, title=told["title"], about=told["about"], **intent.said(request))
            return True

        if area.told(form, act, {"role_unnamed": "title"}):
            return area.saved(request, _("The role is called so now."), "settings_role", code)
    return _page(request, one, form)


@requires("accounts.manage")
@require_POST
def usual(request: HttpRequest, code: str) -> HttpResponse:
    """Back to what the role may in a new house."""
    one = _role(code)
    if not all(may(staff_of(request), right) for right in one.rights ^ one.usual):
        raise BeyondYou()
    commands.restore_role(role=code, **intent.said(request))
    return area.saved(request, _("The role may what it usually may."), "settings_role", code)


@requires("accounts.manage")
@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Remove a role of the house's own that nobody holds."""
    commands.remove_role(role=code, **intent.said(request))
    messages.success(request, _("The role is removed."))
    return redirect("web:settings_roles")
