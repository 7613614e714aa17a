"""All refused rows in one list: by connection, kind, cause and time, those that left too, and what to do with many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from emporion.accounts.queries import Asker, may
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import HELD, RETRIERS, ContentGone, MessageView, QuarantinedRow
from emporion.kernel.errors import Refused
from emporion.kernel.rows import among

from ..intent import Said
from ..lists import Act, Choices, Column, List, Several, Sort, View, enter
from ..lists.bulk import Change, Done, Named, Planned, Told, together
from ..orders.access import sees_every_order
from ..rights import requires, staff_of
from ..status import Status
from ..why.sight import sight
from . import words
from .desk import ACCEPTS, ReasonMissing, StillRead, retry, short_cause, taken_as_told
from .listing import CAME, CHANNEL
from .pages import tabs, titles

STATES = {
    "open": Status(_("Waits"), "warn", "wait"),
    "fixed": Status(_("Fixed"), "good", "4"),
    "ignored": Status(_("Ignored"), "idle", "x"),
}


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A refused row in the list, as far as its reader may read it."""

    view: QuarantinedRow
    channel: str
    kind: str
    state: Status

    @property
    def id(self) -> int:
        """Its number in the quarantine."""
        return self.view.id


# ---- which rows


def _seen_by(asker: Asker) -> QuerySet[Any]:
    """All rows; those of orders speak of customers and are left to those who see these, and every order."""
    rows: QuerySet[Any] = exchange.listed_quarantine()
    is_all = may(asker, "parties.view") and sees_every_order(asker)
    return rows if is_all else rows.exclude(kind="orders")


def _kinds() -> Choices:
    found = exchange.listed_quarantine().order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, words.kind_words(kind)) for kind in found]


def _causes(request: HttpRequest) -> Choices:
    asker = staff_of(request)
    sights = {channel: sight(asker, channel) for channel in titles()}
    found = exchange.quarantine_codes().items()
    return [(code, short_cause(sights[row.channel].row(row))) for code, row in found]


def _named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(place__icontains=text) | Q(key__icontains=text) | Q(message__name__icontains=text))


# ---- what can be done to many


class ReasonForm(forms.Form):
    """Why rows do not matter: whoever looks for them later will ask."""

    reason = forms.CharField(label=_("Why these rows do not matter"), max_length=200)


def _rows(asker: Asker, ids: Sequence[int]) -> list[QuarantinedRow]:
    return exchange.quarantine_views(_seen_by(asker).filter(pk__in=among(ids)))


def _plan(asker: Asker, ids: Sequence[int], state: str) -> dict[int, Planned]:
    """Open rows come into another state; one that has left the quarantine stands as it is."""
    new = Change(str(STATES["open"].word), str(STATES[state].word))
    return {row.id: Planned([new] if row.state == "open" else ()) for row in _rows(asker, ids)}


def _plan_fix(asker: Asker, ids: Sequence[int], _told: Told) -> dict[int, Planned]:
    return _plan(asker, ids, "fixed")


def _plan_ignore(asker: Asker, ids: Sequence[int], _told: Told) -> dict[int, Planned]:
    return _plan(asker, ids, "ignored")


def _plan_retry(asker: Asker, ids: Sequence[int], _told: Told) -> dict[int, Planned]:
    rows = _rows(asker, ids)
    numbers = {row.message for row in rows if row.message}
    held = {one.id: one for one in exchange.message_views(exchange.listed_messages().filter(pk__in=numbers))}
    kinds = {one.id: one.kind for one in exchange.channels()}
    new = Change(str(STATES["open"].word), gettext("read again"))
    found = {}
    for row in rows:
        why = _in_the_way(held.get(row.message or 0), kinds.get(row.channel, ""))
        stands = row.state != "open" or row.retry_at is not None
        found[row.id] = Planned() if stands else Planned(refusal=why) if why else Planned([new])
    return found


def _plan_accept(asker: Asker, ids: Sequence[int], told: Told) -> dict[int, Planned]:
    """As for reading again; what waits for more than a look cannot be taken."""
    found = _plan_retry(asker, ids, told)
    other = [row.id for row in _rows(asker, ids) if row.state == "open" and row.fault.code not in HELD]
    return found | {pk: Planned(refusal=NotWaiting()) for pk in other}


class NotWaiting(Refused):
    """A row that cannot be taken by a person's word alone."""

    code = "row_not_waiting"
    says = gettext_noop("This row cannot be taken as it is.")
    remedy = gettext_noop("Mend its cause, then have it read again.")


def _in_the_way(held: MessageView | None, kind: str) -> Refused | None:
    if held is None or held.reduced or kind not in RETRIERS:
        return ContentGone(message=held.id if held else 0)
    return StillRead(message=held.id) if held.state in ("waiting", "working") else None


def _fix(ids: Sequence[int], _told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def fix(some: Sequence[int], own: Said) -> Mapping[int, Done]:
        commands.mark_fixed(ids=some, **own)
        return dict.fromkeys(some, "changed")

    return together(fix, ids, said)


def _ignore(ids: Sequence[int], told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def ignore(some: Sequence[int], own: Said) -> Mapping[int, Done]:
        if not told["reason"]:
            raise ReasonMissing()
        commands.mark_ignored(ids=some, reason=told["reason"], **own)
        return dict.fromkeys(some, "changed")

    return together(ignore, ids, said)


def _retry(ids: Sequence[int], _told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def again(some: Sequence[int], own: Said) -> Mapping[int, Done]:
        retry(ids=tuple(some), **own)
        return dict.fromkeys(some, "changed")

    return together(again, ids, said)


def _accept(ids: Sequence[int], _told: Told, said: Said) -> Mapping[int, Done | Refused]:
    def take(some: Sequence[int], own: Said) -> Mapping[int, Done]:
        taken_as_told(ids=tuple(some), **own)
        return dict.fromkeys(some, "changed")

    return together(take, ids, said)


def _names(asker: Asker, ids: Sequence[int]) -> dict[int, Named]:
    return {row.id: Named(row.place, _place_url(row)) for row in _rows(asker, ids)}


def _place_url(row: QuarantinedRow) -> str:
    return reverse("web:message", args=[row.message]) if row.message else ""


ACTS = (
    Act(
        "retry", _("Read again"), "exchange.operate", _plan_retry, _retry, _names, icon="refresh",
        consequence=_("Mend the cause first. Rows that are good now leave the quarantine, the others stay."),
    ),
    Act(
        "accept", _("Take as told"), ACCEPTS, _plan_accept, _accept, _names, icon="eye",
        consequence=_("Prices that waited for a look are sold at as they came."),
    ),
    Act(
        "fix", _("Mark as fixed"), "exchange.operate", _plan_fix, _fix, _names, icon="check",
        consequence=_("They leave the quarantine; one that is refused all the same comes back."),
    ),
    Act(
        "ignore", _("Ignore"), "exchange.operate", _plan_ignore, _ignore, _names,
        lambda _asker, data: ReasonForm(data), "x",
        consequence=_("They leave the quarantine and stay out, also when they come again."), is_undo=True,
    ),
)  # fmt: skip
REFUSED: List[Any] = enter(
    List(
        name="quarantine",
        title=_("Quarantine"),
        url="web:quarantine_rows",
        right="exchange.view",
        rows=lambda request: _seen_by(staff_of(request)),
        search=_named,
        sorts=(
            Sort("new", _("Newest"), ("-pk",), "first"),
            Sort("old", _("Oldest"), ("pk",), "first"),
            Sort("at", _("Came last"), ("-at", "-pk"), "at"),
        ),
        views=(
            View("open", _("Waiting"), Q(state="open")),
            View("again", _("Read again"), Q(state="open", retry_at__isnull=False)),
            View("ignored", _("Ignored"), Q(state="ignored")),
            View("all", _("All"), counted=False),
        ),
        filters=(
            Several("cause", _("Cause"), list, lambda rows, codes: rows.filter(code__in=codes), choices_for=_causes),
            CHANNEL,
            Several("kind", _("Kind"), _kinds, lambda rows, kinds: rows.filter(kind__in=kinds)),
            CAME,
        ),
        columns=(
            Column(_("Place"), lambda row: row.place, "place", "e-nowrap e-wraps", is_fixed=True),
            Column(_("Why"), lambda row: row.code, "why", "e-clip e-2 e-wraps e-span"),
            Column(_("Came"), None, "value", "e-nowrap e-brief e-wraps e-hide"),
            Column(_("Field"), lambda row: row.field, "field", "e-nowrap e-hide", is_usual=False),
            Column(_("Kind"), lambda row: row.kind, "kind", "e-nowrap e-2 e-hide"),
            Column(_("Connection"), None, "channel", "e-nowrap e-2 e-hide", is_usual=False),
            Column(_("First"), lambda row: row.first_at.isoformat(timespec="seconds"), "first", "e-nowrap e-2 e-hide",
                   is_usual=False),
            Column(_("When"), lambda row: row.at.isoformat(timespec="seconds"), "at", "e-nowrap e-2 e-end"),
            Column(_("State"), lambda row: row.state, "state", "e-nowrap e-end"),
        ),
        acts=ACTS,
    )
)  # fmt: skip


@requires("exchange.view")
def rows(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    shown = REFUSED.read(request)
    if answer := shown.answer("quarantine"):
        return answer
    named = titles()
    sights = {channel: sight(staff_of(request), channel) for channel in named}
    lines = [
        RefusedLine(
            sights[row.channel].row(row), named.get(row.channel, ""), words.kind_words(row.kind), STATES[row.state]
        )
        for row in exchange.quarantine_views(shown.rows)
    ]
    context = {"list": shown, "rows": lines, "tabs": tabs("quarantine")}
    return render(request, "web/exchange/refused_list.html", context)
