"""Checks and alerts as the pages show them, and what the watchman's facts say in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from emporion.accounts.queries import Asker, may
from emporion.watchman.queries import figure_words, mutes, remedy, sentence
from emporion.watchman.types import (
    CHECKS,
    AlertClosed,
    AlertMuted,
    AlertOpened,
    AlertSeen,
    AlertUnmuted,
    AlertView,
    Check,
    CheckSet,
    CheckView,
    HookBroke,
    HookWorks,
    MuteView,
    SecretRenewed,
    TellingSet,
    Watched,
)

from .. import numbers, people, times
from ..navigation import place
from ..parts import Action
from ..status import Status
from ..timeline import Names, Said, says


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert with its words and the way to where it is mended."""

    view: AlertView
    sentence: str
    remedy: str
    state: Status
    url: str
    mend: Action | None
    who: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with its state and its figures; url leads to its settings for who may change them."""

    view: CheckView
    title: str
    state: Status
    figure: str
    limit: str
    looked_at: datetime | None
    url: str = ""


def concern(staff: Asker, code: str) -> bool:
    """Whether what a check finds is for this person."""
    return code in CHECKS and may(staff, CHECKS[code].right)


def alert_rows(staff: Asker, found: Iterable[AlertView]) -> list[AlertRow]:
    """Some alerts in the reader's words, those that concern the reader; two queries, of which one asks for names."""
    shown = [one for one in found if concern(staff, one.code)]
    hushed = {(one.code, one.subject) for one in mutes()} if shown else set()
    seen = people.names({one.seen_by for one in shown if one.seen_by})
    return [
        AlertRow(
            one, sentence(one), remedy(one), _state(one, is_muted=(one.code, one.subject) in hushed),
            reverse("web:watchman_alert", args=[one.id]), mend(one.code, one.subject), seen.get(one.seen_by, ""),
        )
        for one in shown
    ]  # fmt: skip


def _state(one: AlertView, *, is_muted: bool) -> Status:
    if one.closed_at:
        return Status(_("Over"), "good", "4")
    if is_muted:
        return Status(_("Muted"), "idle", "x")
    if one.well_since:
        return Status(_("Well again"), "info", "3")
    if one.seen_by:
        return Status(_("Somebody sees to it"), "warn", "wait")
    return Status(pgettext("alert", "Open"), "bad", "stop")


def mend(code: str, subject: str) -> Action | None:
    """The way to where a trouble is mended; None where this house has no such page."""
    page, number = CHECKS[code].page, subject.partition(":")[2]
    url = (place(page, int(number)) if number.isdecimal() else "") or place(page) if page else ""
    return Action(_("Go there"), url) if url else None


def press(staff: Asker, code: str) -> Action | None:
    """The one press that mends a trouble, where there is one and the person may."""
    if code == "worker.stumbled" and may(staff, "settings.change"):
        return Action(_("Try again"), reverse("web:watchman_again"), post=True)
    return None


def check_rows(staff: Asker, found: Iterable[CheckView]) -> list[CheckRow]:
    """The checks that concern the reader, each with its worst subject's figure."""
    may_set = may(staff, "settings.change")
    return [_row(one, may_set=may_set) for one in found if concern(staff, one.check.code)]


def _row(one: CheckView, *, may_set: bool) -> CheckRow:
    url = reverse("web:watchman_check", args=[one.check.code]) if may_set else ""
    worst = worst_of(one.watched, one.check)
    figure = figure_words(worst.figure, one.check.unit) if worst else ""
    limit = figure_words(worst.limit if worst and one.limit is None else one.limit, one.check.unit)
    return CheckRow(one, _(one.check.title), _lamp(one), figure, limit, one.looked_at, url)


def worst_of(found: Sequence[Watched], check: Check) -> Watched | None:
    """Of the subjects of a check the one that is worst off."""
    return min(found, key=lambda one: (one.is_well, one.figure if check.below else -one.figure), default=None)


def _lamp(one: CheckView) -> Status:
    if not one.is_on:
        return Status(_("Off"), "idle", "0")
    if one.error:
        return Status(_("Could not look"), "warn", "wait")
    ill = sum(not watched.is_well for watched in one.watched)
    if ill:
        said = ngettext("%(count)s alert", "%(count)s alerts", ill) % {"count": numbers.count(ill)}
        return Status(said, "bad", "stop")
    if not one.watched:
        return Status(_("Nothing to watch"), "idle", "0")
    return Status(_("In order"), "good", "4")


def mute_rows(staff: Asker, found: Iterable[MuteView]) -> list[tuple[MuteView, str, str]]:
    """What nobody is told of now, with the check's title and who muted it."""
    shown = [one for one in found if concern(staff, one.code)]
    by = people.names({one.by for one in shown})
    return [(one, _(CHECKS[one.code].title), by[one.by]) for one in shown]


# ---- the journal


def called_alert(check: str, name: str = "") -> str:
    """What an alert is called: the title of its check, and what it is about."""
    title = _(CHECKS[check].title) if check in CHECKS else check
    return f"{title}: {name}" if name else title


@says(AlertOpened)
def _opened(told: AlertOpened, _names: Names) -> Said:
    return Said(_("Alert"), called_alert(told.check, told.name), "alert-triangle")


@says(AlertClosed)
def _closed(told: AlertClosed, _names: Names) -> Said:
    return Said(_("Alert over"), called_alert(told.check, told.name), "check")


@says(AlertSeen)
def _seen(told: AlertSeen, _names: Names) -> Said:
    return Said(_("Sees to the alert"), ": ".join(filter(None, (called_alert(told.check), told.note))), "user")


@says(AlertMuted)
def _muted(told: AlertMuted, _names: Names) -> Said:
    said = _("until %(day)s: %(reason)s") % {"day": times.day(told.until), "reason": told.reason}
    return Said(_("Alert muted"), f"{called_alert(told.check)}, {said}", "x")


@says(AlertUnmuted)
def _unmuted(told: AlertUnmuted, _names: Names) -> Said:
    return Said(_("Alert told again"), called_alert(told.check), "check")


@says(CheckSet)
def _set(told: CheckSet, _names: Names) -> Said:
    if not told.is_on:
        return Said(_("Check switched off"), called_alert(told.check), "settings")
    unit = CHECKS[told.check].unit if told.check in CHECKS else "count"
    usual = _("usual")
    moved = " → ".join(figure_words(one, unit) or usual for one in (told.old, told.new))
    return Said(_("Check set"), f"{called_alert(told.check)}: {moved}", "settings")


@says(TellingSet)
def _told(told: TellingSet, _names: Names) -> Said:
    letters = _("with letters") if told.by_mail else _("without letters")
    return Said(_("Who is told of alerts"), ", ".join(filter(None, (letters, told.address, told.hook))), "mail")


@says(SecretRenewed)
def _renewed(_told: SecretRenewed, _names: Names) -> Said:
    return Said(_("Secret of the webhook renewed"), "", "key")


@says(HookBroke)
def _broke(told: HookBroke, _names: Names) -> Said:
    return Said(_("The webhook does not take calls"), told.error, "alert-triangle")


@says(HookWorks)
def _works(_told: HookWorks, _names: Names) -> Said:
    return Said(_("The webhook takes calls again"), "", "check")
