"""What waits to go out: one list of all connections, what could not leave by its cause, and what one does about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy, ngettext
from django.views.decorators.http import require_POST

from emporion.accounts.queries import may
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import ChannelView, Paused, Stuck
from emporion.kernel.errors import Refused
from emporion.kernel.rows import chunks

from .. import intent, live, numbers
from ..lists import Choices, Column, Filter, List, Several, Sort, View, enter
from ..notes import id_in, saved
from ..orders.access import sees_every_order
from ..people import names
from ..rights import requires, staff_of
from . import words
from .desk import CAUSE_LENGTH
from .held_back import causes, never_leaves
from .leaving_acts import ACTS
from .leaving_rows import Around, Spoken, rows_of, spoken
from .listing import CHANNEL
from .pages import tabs

TOGETHER = 1000  # rows that one transaction lets leave again
AGES = {
    "hour": (timedelta(hours=1), lazy("over an hour")),
    "day": (timedelta(days=1), lazy("over a day")),
    "week": (timedelta(days=7), lazy("over a week")),
}


def _kinds() -> Choices:
    return [(kind, words.kind_words(kind)) for kind in sorted({one.kind for one in exchange.queues()})]


def _older(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    return rows.filter(wanted_at__lt=timezone.now() - AGES[name][0])


def _causes(request: HttpRequest) -> Choices:
    """By the newest of each; a cause may name an order, so only who sees every order is offered them."""
    if not sees_every_order(staff_of(request)):
        return []
    found = {one.code: one.newest.fault for one in exchange.stuck(state="")}
    return [(code, fault.refusal.sentence[:CAUSE_LENGTH]) for code, fault in found.items() if fault]


OUTGOING: List[Any] = enter(
    List(
        name="outgoing",
        title=lazy("Waiting to go out"),
        url="web:outgoing",
        right="exchange.view",
        rows=lambda _request: exchange.listed_outgoing(),
        sorts=(
            Sort("old", lazy("Oldest"), ("wanted_at", "pk"), "wanted"),
            Sort("new", lazy("Newest"), ("-wanted_at", "-pk"), "wanted"),
        ),
        views=(
            View("all", lazy("All"), ~Q(state="given_up")),
            View("failed", lazy("Could not leave"), Q(state="failed")),
            View("held", lazy("Held for a while"), Q(state="open", tries__gt=0), counted=False),
            View("given_up", lazy("Given up"), Q(state="given_up"), counted=False),
        ),
        filters=(
            CHANNEL,
            Several("kind", lazy("Kind"), _kinds, lambda rows, kinds: rows.filter(kind__in=kinds)),
            Several(
                "cause", lazy("Cause"), list, lambda rows, codes: rows.filter(error_code__in=codes), choices_for=_causes
            ),
            Filter("age", lazy("Waits for"), lambda: [(name, word) for name, (_age, word) in AGES.items()], _older),
        ),
        columns=(
            Column(lazy("What"), lambda row: f"{row.kind} {row.object_id}", "what", "e-nowrap e-strong", is_fixed=True),
            Column(lazy("To"), None, "channel", "e-nowrap e-2"),
            Column(lazy("State"), lambda row: row.state, "state", "e-nowrap"),
            Column(
                lazy("Wanted"), lambda row: row.wanted_at.isoformat(timespec="seconds"), "wanted", "e-nowrap e-2 e-end"
            ),
            Column(lazy("Why"), lambda row: row.error_code, "why", "w-100 e-2 e-wraps e-span"),
            Column(
                lazy("Told"), lambda row: row.offered_at and row.offered_at.isoformat(timespec="seconds"), "told",
                "e-nowrap e-2 e-hide",
            ),
            Column(lazy("Tries"), lambda row: row.tries, "tries", "e-2 e-hide", is_number=True),
            Column(lazy("Action"), None, "act", "e-num e-nowrap e-span", is_silent=True),
        ),
        acts=ACTS,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """What could not leave for one cause: how many, its sentence and remedy by the newest of them."""

    stuck: Stuck
    channel: str
    kind: str
    refusal: Refused | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """A connection through which nothing leaves for now."""

    channel: ChannelView
    paused: Paused
    who: str


@requires("exchange.view")
def outgoing(request: HttpRequest) -> HttpResponseBase:
    """What waits for the next session, and what could not leave."""
    shown = OUTGOING.read(request)
    if answer := shown.answer("outgoing"):
        return answer
    asker, known = staff_of(request), exchange.channels()
    paused, stuck = exchange.paused_outgoing(), exchange.stuck()
    views = exchange.outgoing_views(shown.rows)
    told = spoken(asker, [*views, *(one.newest for one in stuck)])
    held = causes(known, _by_channel(views))
    who = names([*(one.by for one in paused.values()), *(view.by for view in views if view.by)])
    named = {one.id: one.title or one.code for one in known}
    never = never_leaves(known)
    context = {
        "list": shown,
        "rows": rows_of(views, told, Around(named, held, paused, who)),
        "groups": _groups(stuck, named, told),
        "stopped": [
            Stopped(one, paused[one.id], who.get(paused[one.id].by, paused[one.id].by))
            for one in known
            if one.id in paused
        ],
        "never": [(channel.title, said) for channel in known for said in never.get(channel.id, [])],
        "tabs": tabs("outgoing"),
        "may_operate": may(asker, "exchange.operate"),
    }
    return render(request, "web/exchange/outgoing.html", context)


def _by_channel(views: Sequence[Any]) -> Mapping[int, Sequence[Any]]:
    found: dict[int, list[Any]] = {}
    for view in views:
        found.setdefault(view.channel, []).append(view)
    return found


def _groups(stuck: Sequence[Stuck], named: Mapping[int, str], told: Spoken) -> list[Group]:
    return [Group(one, named.get(one.channel, ""), words.kind_words(one.kind), told.why(one.newest)) for one in stuck]


@requires("exchange.operate")
@require_POST
def retry_outgoing(request: HttpRequest) -> HttpResponse:
    """Try one row again at once, all of a cause, all of a connection, or whatever could not leave."""
    ids = _asked(request)
    said = intent.said(request)
    done = 0
    for number, part in enumerate(chunks(ids, TOGETHER)):
        done += commands.retry_outgoing(
            ids=part, actor=said["actor"], origin=said["origin"], key=said["key"] and f"{said['key']}:{number}"
        )
    live.board.forget()
    sentence = ngettext(
        "%(count)s object leaves with the next session.", "%(count)s objects leave with the next session.", done
    )
    saved(request, sentence % {"count": numbers.count(done)})
    return redirect("web:outgoing")


def _asked(request: HttpRequest) -> list[int]:
    told = {name: request.POST.get(name, "") for name in ("row", "channel", "kind", "code")}
    if told["row"]:
        row = id_in(told["row"])
        if row is None:
            raise Http404
        return [row]
    channel = id_in(told["channel"])
    if channel is None and told["channel"]:
        raise Http404
    return exchange.stuck_ids(channel, told["kind"], told["code"] or None)
