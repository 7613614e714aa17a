"""The own profile: name, language, time zone, and the ways to password and second factor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from emporion.accounts import commands, queries as accounts

from .. import intent
from ..rights import signed_in, staff_of
from . import area, sessions
from .people import ProfileForm, Scopes

SIDE = "settings_profile"


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """What I am called, in which language and zone I read, how I sign in, what I may."""
    card = accounts.staff_card(staff_of(request).pk or 0)
    form = ProfileForm(card, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> bool:
            commands.change_staff(
                staff=card.id, name=said["name"], language=said["language"], time_zone=said["time_zone"],
                **intent.said(request),
            )  # fmt: skip
            return True

        if area.told(form, act, {"wrong_time_zone": "time_zone"}):
            with translation.override(said["language"] or translation.get_language()):
                messages.success(request, _("Your profile is saved."))
            return redirect("web:settings_profile")
    scopes, known = Scopes.now(), accounts.roles()
    context = {
        "title": _("Profile"), "reason": card.email, "verb": _("Save"), "crumbs": [], "steps": [],
        "roles": [(known[one.role], scopes.words(one)) for one in card.grants if one.role in known],
        "sessions": sessions.rows(request, card.id),
        "sides": area.sides(staff_of(request), SIDE),
    }  # fmt: skip
    return area.form_page(request, form, SIDE, context, template="profile")
