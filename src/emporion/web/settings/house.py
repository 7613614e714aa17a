"""Sides of the set-up that belong to the whole house: statuses of orders, languages, backups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from emporion.accounts.queries import may
from emporion.clockwork.commands import hurry_schedule
from emporion.household import commands
from emporion.household.queries import backups as kept, languages as spoken
from emporion.household.types import NIGHTLY_BACKUP, OLD, BackupView
from emporion.orders import commands as orders
from emporion.orders.queries import status_names as status_names_of, status_of, status_rules

from .. import intent, speech, status_names
from ..diagnosis import as_text, findings
from ..notes import saved
from ..orders.words import state_of
from ..parts import Action
from ..rights import NoRight, requires, staff_of
from ..status import Status
from . import area

STATUSES, LANGUAGES, BACKUPS = "settings_statuses", "settings_languages", "settings_backups"
DIAGNOSIS = "settings_diagnosis"
MEGABYTE = 1_000_000
BESIDE = {"default_not_offered": "default", "unknown_language": "default"}


@requires("settings.view")
@require_safe
def statuses(request: HttpRequest) -> HttpResponse:
    """Every status in plain words: when it comes, and who has to do something then."""
    turns = {
        "idle": _("Nobody"), "info": _("Us: work is under way"), "good": _("Nobody: it went well"),
        "warn": _("Somebody, soon"), "bad": _("Somebody, at once"),
    }  # fmt: skip
    rows = [
        (one.code, state_of(one.code), [_(reason) for reason in reasons], turns[one.tone])
        for one, reasons in status_rules()
    ]
    reason = _("Nobody sets a status: it follows from what is paid, covered and shipped, and says why.")
    return area.page(
        request,
        "statuses",
        STATUSES,
        {"rows": rows, "reason": reason, "may_change": may(staff_of(request), "settings.change")},
    )


class NamesForm(forms.Form):
    """What a status is called in each language of the house; an empty field leaves the usual word."""

    def __init__(self, code: str, data: QueryDict | None = None) -> None:
        names = {language: name for (of, language), name in status_names_of().items() if of == code}
        super().__init__(data, initial=names)
        for language, called in settings.LANGUAGES:
            with translation.override(language):
                usual = status_of(code).word
            self.fields[language] = forms.CharField(
                label=called, required=False, max_length=40,
                help_text=_("Empty: “%(word)s”") % {"word": usual},
            )  # fmt: skip


@requires("settings.change")
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Call a status otherwise, language by language."""
    if code not in {one.code for one, _reasons in status_rules()}:
        raise Http404
    form = NamesForm(code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        names: dict[str, str] = form.cleaned_data

        def act() -> bool:
            orders.name_status(status=code, names=names, **intent.said(request))
            return True

        if area.told(form, act, {}):
            status_names.names.forget()
            saved(request, _("The names are saved."))
            return redirect(f"web:{STATUSES}")
    context: dict[str, Any] = {
        "title": state_of(code).word, "verb": _("Save"), "steps": [],
        "reason": _("Only the word changes: rules, filters and the exchange know the status as before."),
    }  # fmt: skip
    return area.form_page(request, form, STATUSES, context)


class LanguagesForm(forms.Form):
    """Which languages can be chosen, and which one is read by who chose none."""

    offered = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that can be chosen"), choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )  # fmt: skip
    default = forms.ChoiceField(
        label=gettext_lazy("Language of the house"), choices=settings.LANGUAGES,
        help_text=gettext_lazy("For whoever has chosen none, and whose browser asks for none of these."),
    )  # fmt: skip


@requires("settings.view")
def languages(request: HttpRequest) -> HttpResponse:
    """The languages of the house."""
    now = spoken()
    may_change = may(staff_of(request), "settings.change")
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not may_change:
        raise NoRight("settings.change")
    form = LanguagesForm(sent, initial={"default": now.default, "offered": list(now.offered)})
    if sent and form.is_valid():
        said: dict[str, Any] = form.cleaned_data

        def act() -> bool:
            commands.set_languages(default=said["default"], offered=tuple(said["offered"]), **intent.said(request))
            return True

        if area.told(form, act, BESIDE):
            speech.spoken.forget()
            saved(request, _("The languages are saved."))
            return redirect(f"web:{LANGUAGES}")
    context = {
        "title": _("Languages"), "verb": _("Save"), "may_change": may_change, "crumbs": [], "steps": [],
        "reason": _("Everybody may choose their own; nobody's own language changes here."),
        "sides": area.sides(staff_of(request), LANGUAGES),
    }  # fmt: skip
    return area.form_page(request, form, LANGUAGES, context, template="languages")


@requires("settings.view")
@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    """The backups of the last nights: where they lie, and whether they could be restored."""
    found = kept()
    now = Action(_("Back up now"), reverse("web:settings_backup_now"), "primary", "download", post=True)
    context = {
        "rows": [(one, max(round(one.bytes / MEGABYTE), 1), _drill(one)) for one in found],
        "reason": _("The whole house in one file, made at night while work goes on."),
        "late": bool(found) and found[0].made_at < timezone.now() - OLD,
        "last": found[0] if found else None,
        "nights": settings.EMPORION_BACKUPS,
        "actions": [now] if may(staff_of(request), "settings.change") else [],
    }
    return area.page(request, "backups", BACKUPS, context)


def _drill(one: BackupView) -> Status:
    if one.drilled_at is None:
        return Status(_("Not tried"), "idle", "0")
    return Status(_("Restored and the same"), "good", "4") if one.is_tried else Status(_("Failed"), "bad", "stop")


@requires("settings.change")
@require_POST
def back_up(request: HttpRequest) -> HttpResponse:
    """Let the backup of the night come now; a worker makes it."""
    hurry_schedule(name=NIGHTLY_BACKUP, **intent.said(request))
    saved(request, _("A backup has been asked for. It stands here when it is whole."))
    return redirect(f"web:{BACKUPS}")


@requires("settings.view")
@require_safe
def diagnosis(request: HttpRequest) -> HttpResponse:
    """What runs, what waits and what is wrong, each with what to do; as text to send to a helper."""
    found = findings()
    words: dict[str, Status] = {
        "good": Status(_("In order"), "good", "4"),
        "warn": Status(_("Look at it"), "warn", "wait"),
        "bad": Status(_("To mend"), "bad", "stop"),
    }
    troubled = sum(one.tone != "good" for one in found)
    said = ngettext("%(count)s thing needs somebody.", "%(count)s things need somebody.", troubled)
    context = {
        "rows": [(one, words[one.tone]) for one in found],
        "reason": said % {"count": troubled} if troubled else _("Everything that was looked at is in order."),
        "text": as_text(found),
    }
    return area.page(request, "diagnosis", DIAGNOSIS, context)
