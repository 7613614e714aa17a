"""The staff: everybody, a new person, one person with their roles, leaving and coming back, the invitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts import commands, queries as accounts
from emporion.accounts.types import Role, StaffRef, StaffView
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from .. import intent, times, undo
from ..parts import Action, Crumb
from ..rights import requires, staff_of
from ..status import Status
from . import area, letters, sessions
from .listing import STAFF
from .people import GrantForm, NewStaffForm, Scopes, offered, scope_of, stand_over

SIDE = "settings_staff"
INVITED = "invited"  # in the session: whose link is shown on the next page, and on no later one
BESIDE = {"staff_known": "email", "wrong_email": "email", "unknown_role": "role", "wrong_time_zone": "time_zone"}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person in the list: with their roles, each with where it holds, and how far they have come in."""

    id: int
    person: StaffView
    roles: list[tuple[str, str]]
    state: Status


@requires("accounts.manage")
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Everybody by name; those who left have a view of their own."""
    shown = STAFF.read(request)
    if answer := shown.answer("staff"):
        return answer
    scopes, known = Scopes.now(), accounts.roles()
    rows = [StaffRow(one.id, one, _roles(one, scopes, known), _state(one)) for one in accounts.staff_views(shown.rows)]
    actions = [
        Action(_("What each role may"), reverse("web:settings_roles"), "quiet", "shield-check"),
        Action(_("Add a person"), reverse("web:settings_staff_new"), "primary", "plus", key="n"),
    ]
    return area.page(request, "staff", SIDE, {"list": shown, "rows": rows, "actions": actions})


def _roles(one: StaffView, scopes: Scopes, known: Mapping[str, Role]) -> list[tuple[str, str]]:
    """Roles in words with where they hold; a role that holds everywhere needs no second word."""
    return [
        (
            known[grant.role].title,
            "" if scopes.is_everywhere(grant) else scopes.words(grant),
        )
        for grant in one.grants
        if grant.role in known
    ]


def _state(one: StaffView) -> Status:
    if not one.is_active:
        return Status(_("Left"), "idle", "x")
    if one.signs_in_with_password:
        return Status(_("Signs in"), "good", "4")
    if one.invited_until is None:
        return Status(_("Not invited"), "warn", "wait")
    late = one.invited_until <= timezone.now()
    return Status(_("Invitation expired"), "warn", "wait") if late else Status(_("Invited"), "info", "1")


@requires("accounts.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Somebody joins; they set their own password behind a link that is shown once."""
    zone = accounts.staff_card(staff_of(request).pk or 0).time_zone
    form = NewStaffForm(Scopes.now(), offered(staff_of(request)), zone, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        ref = area.told(
            form,
            lambda: add_with_role(
                email=told["email"], name=told["name"], role=told["role"], scope=scope_of(told["scope"]),
                language=told["language"], time_zone=told["time_zone"], address=request.build_absolute_uri("/"),
                **intent.said(request),
            ),
            BESIDE,
        )  # fmt: skip
        if ref:
            request.session[INVITED] = ref.id
            return area.saved(request, _("The person is added."), "settings_person", ref.id)
    context = {"title": _("Add a person"), "verb": _("Add and show the invitation"), "steps": []}
    return area.form_page(request, form, SIDE, context, template="staff_new")


@command
def add_with_role(
    work: Work,
    *,
    email: str,
    name: str,
    role: str,
    scope: dict[str, int],
    language: str,
    time_zone: str,
    address: str,
) -> StaffRef:
    """A person with their first role, both or neither; a letter invites them to the address where it can."""
    ref = commands.add_staff(work=work, email=email, name=name, language=language, time_zone=time_zone)
    commands.invite(work=work, staff=ref.id, address=address)
    commands.grant(work=work, staff=ref.id, role=role, **scope)
    return ref


@requires("accounts.manage")
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they may and where; an invitation that was just made is shown this once."""
    return person_page(request, pk)


def person_page(
    request: HttpRequest, pk: int, form: GrantForm | None = None, refusal: Refused | None = None
) -> HttpResponse:
    """The page of a person, with the form or the refusal that stands in the way."""
    card, scopes, known = accounts.staff_card(pk), Scopes.now(), accounts.roles()
    link = _invitation(request, card)
    context: dict[str, Any] = {
        "card": card,
        "title": card.name or card.email,
        "state": _state(card),
        "crumbs": [Crumb(_("Staff"), reverse("web:settings_staff"))],
        "reason": _reason(card),
        "actions": _actions(request, card),
        "grants": [(known[one.role], scopes.words(one), one) for one in card.grants if one.role in known],
        "form": form or GrantForm(scopes, offered(staff_of(request))),
        "refusal": refusal,
        "sessions": sessions.rows(request, card.id),
        "invitation": link,
        "letter": letters.note(card, link_shown=bool(link)),
    }
    answer = area.page(request, "person", SIDE, context)
    answer.status_code = 422 if form or refusal else 200
    answer["Cache-Control"] = "no-store"  # the link must not wait in the browser's history
    return answer


def _reason(card: StaffView) -> str:
    if card.signs_in_with_password or card.invited_until is None or card.invited_until <= timezone.now():
        return card.email
    return _("%(email)s, the invitation is good until %(time)s") % {
        "email": card.email,
        "time": times.moment(card.invited_until),
    }


def _invitation(request: HttpRequest, card: StaffView) -> str:
    if request.session.get(INVITED) != card.id or request.method not in ("GET", "HEAD"):
        return ""
    del request.session[INVITED]
    return request.build_absolute_uri(accounts.invitation_path(card.id)) if card.is_active else ""


def _actions(request: HttpRequest, card: StaffView) -> list[Action]:
    if not card.is_active:
        return [Action(_("Let them sign in again"), reverse("web:settings_return", args=[card.id]), post=True)]
    invite = Action(_("New invitation link"), reverse("web:settings_invite", args=[card.id]), icon="mail", post=True)
    if card.id == staff_of(request).pk:
        return []
    see = Action(_("See as this person"), reverse("web:seeing_person", args=[card.id]), "quiet", "eye", post=True)
    if card.invited_until and not card.signs_in_with_password:
        url = reverse("web:settings_invite_back", args=[card.id])
        return [see, Action(_("Take the invitation back"), url, "undo", post=True), invite]
    return [see, Action(_("Deactivate"), reverse("web:settings_leave", args=[card.id]), "undo", post=True), invite]


@requires("accounts.manage")
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link behind which the person sets a password, also when the old one is forgotten."""
    stand_over(staff_of(request), accounts.staff_card(pk))
    commands.invite(staff=pk, address=request.build_absolute_uri("/"), **intent.said(request))
    request.session[INVITED] = pk
    return redirect("web:settings_person", pk)


@requires("accounts.manage")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link of somebody who has not joined void."""
    stand_over(staff_of(request), accounts.staff_card(pk))
    commands.take_back_invitation(staff=pk, **intent.said(request))
    messages.success(request, _("The invitation is taken back: its link opens nothing any more."))
    return redirect("web:settings_person", pk)


@requires("accounts.manage")
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """No sign-in and no rights any more; the only owner stays."""
    try:
        stand_over(staff_of(request), accounts.staff_card(pk))
        commands.deactivate(staff=pk, **intent.said(request))
    except Refused as refusal:
        return person_page(request, pk, refusal=refusal)
    said = _("They can no longer sign in. What they did keeps their name.")
    undo.offer(request, said, "staff", reverse("web:settings_person", args=[pk]), staff=pk)
    return redirect("web:settings_person", pk)


@requires("accounts.manage")
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign-in again, with the roles of before."""
    stand_over(staff_of(request), accounts.staff_card(pk))
    commands.reactivate(staff=pk, **intent.said(request))
    messages.success(request, _("They can sign in again, with the roles they had."))
    return redirect("web:settings_person", pk)
