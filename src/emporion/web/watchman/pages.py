"""What is watched, what is wrong, and how people answer it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import Asker, may
from emporion.clockwork.commands import hurry_schedule
from emporion.clockwork.queries import schedules
from emporion.journal.queries import timeline
from emporion.watchman import commands, queries
from emporion.watchman.types import CHECKS

from .. import intent, live, numbers, times
from ..notes import saved
from ..parts import Action, Crumb
from ..rights import NoRight, requires, staff_of
from ..settings import area
from ..timeline import events
from .forms import CheckForm, MuteForm, SeenForm
from .words import alert_rows, check_rows, concern, mute_rows

OVER = 20  # closed alerts that are shown


@requires("watchman.view")
@require_safe
def watchman(request: HttpRequest) -> HttpResponse:
    """Open alerts, what nobody is told of, every check with its lamp, and what is over."""
    staff = staff_of(request)
    found = alert_rows(staff, queries.alerts())
    context = {
        "alerts": found,
        "mutes": mute_rows(staff, queries.mutes()),
        "checks": check_rows(staff, queries.checks()),
        "over": alert_rows(staff, queries.closed_alerts(OVER)),
        "still": _stands_still(),
        "may_answer": may(staff, "watchman.answer"),
        "reason": _reason(sum(one.view.well_since is None for one in found)),
        "actions": _actions(staff),
    }
    return render(request, "web/watchman/home.html", context)


def _actions(staff: Asker) -> list[Action]:
    if not may(staff, "settings.change"):
        return []
    return [Action(_("Who is told"), reverse("web:watchman_telling"), icon="mail")]


def _reason(ill: int) -> str:
    if not ill:
        return _("Everything that is watched is well.")
    said = ngettext("%(count)s trouble is open.", "%(count)s troubles are open.", ill)
    return said % {"count": numbers.count(ill)}


def _stands_still() -> str:
    since = queries.stands_still_since()
    return times.age(since) if since else ""


@requires("watchman.view")
@require_safe
def alert(request: HttpRequest, number: int) -> HttpResponse:
    """One alert: what is wrong, what to do, what became of it, and the two ways to answer it."""
    return _shown(request, number, SeenForm(), MuteForm())


def _shown(request: HttpRequest, number: int, seen: SeenForm, mute_form: MuteForm) -> HttpResponse:
    staff, found = staff_of(request), queries.alert(number)
    _must_concern(staff, found.code)
    [row] = alert_rows(staff, [found])
    facts = timeline([f"alert:{number}", f"watch:{found.code}:{found.subject}".rstrip(":")])
    context = {
        "row": row,
        "crumbs": [Crumb(_("Watchman"), reverse("web:watchman"))],
        "may_answer": may(staff, "watchman.answer") and found.closed_at is None,
        "seen": seen,
        "mute_form": mute_form,
        "events": events(facts),
        "actions": [row.mend] if row.mend and not found.closed_at else [],
    }
    status = 422 if seen.is_bound or mute_form.is_bound else 200
    return render(request, "web/watchman/alert.html", context, status=status)


@requires("watchman.answer")
@require_POST
def see(request: HttpRequest, number: int) -> HttpResponse:
    """Say that one sees to an alert."""
    _must_concern(staff_of(request), queries.alert(number).code)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _shown(request, number, form, MuteForm())
    commands.acknowledge(alert=number, note=form.cleaned_data["note"], **intent.said(request))
    live.board.forget()
    saved(request, _("You see to it. Today asks nobody else."))
    return redirect("web:watchman")


@requires("watchman.answer")
@require_POST
def mute(request: HttpRequest, number: int) -> HttpResponse:
    """Let nobody hear of a trouble for a while."""
    _must_concern(staff_of(request), queries.alert(number).code)
    form = MuteForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data

        def act() -> bool:
            commands.mute(alert=number, days=told["days"], reason=told["reason"], **intent.said(request))
            return True

        if area.told(form, act, {"mute_without_reason": "reason", "mute_out_of_reach": "days"}):
            live.board.forget()
            saved(request, _("Nobody is told of it until then."))
            return redirect("web:watchman")
    return _shown(request, number, SeenForm(), form)


@requires("watchman.answer")
@require_POST
def unmute(request: HttpRequest) -> HttpResponse:
    """Let people hear of a trouble again."""
    code = request.POST.get("check", "")
    if code in CHECKS:
        _must_concern(staff_of(request), code)
    commands.unmute(check=code, subject=request.POST.get("subject", ""), **intent.said(request))
    live.board.forget()
    saved(request, _("It is told again."))
    return redirect("web:watchman")


@requires("settings.change")
@require_POST
def run_again(request: HttpRequest) -> HttpResponse:
    """Let what happens by the clock and stumbled run at once, before its time."""
    who = intent.said(request)
    stumbled = [one.name for one in schedules() if one.error]
    for name in stumbled:
        hurry_schedule(name=name, actor=who["actor"], origin=who["origin"])
    live.board.forget()
    saved(request, _("A worker runs it now. The alert closes when it goes well."))
    return redirect("web:today")


@requires("settings.change")
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Switch a check on or off and move its limit."""
    view = queries.check(code)
    _must_concern(staff_of(request), code)
    form = CheckForm(view, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data

        def act() -> bool:
            commands.set_check(check=code, is_on=told["is_on"], limit=told.get("limit"), **intent.said(request))
            return True

        if area.told(form, act, {"limit_out_of_reach": "limit"}):
            live.board.forget()
            saved(request, _("The check is set. The next round looks anew."))
            return redirect("web:watchman")
    context = {
        "form": form,
        "title": _(view.check.title),
        "crumbs": [Crumb(_("Watchman"), reverse("web:watchman"))],
        "remedy": _(view.check.remedy) if "%" not in view.check.remedy else "",
        "view": view,
        "back": reverse("web:watchman"),
    }
    return render(request, "web/watchman/check.html", context, status=422 if form.is_bound else 200)


def _must_concern(staff: Asker, code: str) -> None:
    if not concern(staff, code):
        raise NoRight(CHECKS[code].right if code in CHECKS else "watchman.view")
