"""The connections with their lamps, the talks, the messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import may
from emporion.exchange import queries as exchange
from emporion.exchange.types import FORMS, GUIDES, ChannelView, MessageView, SessionView

from .. import live, numbers, times
from ..live import Counter
from ..parts import Action, Crumb, Fact, Lamp, Progress, Tab
from ..rights import requires, staff_of
from ..status import Status
from ..templatetags.emporion import when
from ..why.sizes import size_words
from . import lamps, watch, words, work
from .bars import bars_of
from .listing import MESSAGES, SESSIONS

COUNTED_TO = 10_000  # further than this nobody reads the number beside a tab


def _refused_rows() -> Counter:
    return Counter(exchange.open_count(), "bad")


live.register("quarantine", _refused_rows, "exchange.view")


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection on the first page."""

    channel: ChannelView
    lamps: list[Lamp]
    refused: str
    work: work.Work

    @property
    def is_open(self) -> bool:
        """Whether its checklist waits for answers."""
        return self.channel.settings.get("checklist") == "open"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A talk in a list."""

    session: SessionView
    channel: str
    state: Status
    tally: Any
    what: str

    @property
    def id(self) -> int:
        """Its number."""
        return self.session.id


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list."""

    message: MessageView
    channel: str
    state: Status
    tally: Any
    size: str

    @property
    def id(self) -> int:
        """Its number."""
        return self.message.id


def tabs(current: str) -> list[Tab]:
    """The rooms of the exchange."""
    named = {
        "exchange": _("Connections"), "sessions": _("Sessions"), "messages": _("Messages"),
        "quarantine": _("Quarantine"), "differences": _("Differences"), "outgoing": _("Waiting to go out"),
    }  # fmt: skip
    refused, waiting = exchange.open_count(), exchange.waiting_count(None, most=COUNTED_TO)
    held = {"quarantine": numbers.count(refused) if refused else "", "outgoing": _counted(waiting) if waiting else ""}
    counts = {name: many for name, many in held.items() if many}
    return [Tab(word, reverse(f"web:{n}"), counts.get(n), current=n == current) for n, word in named.items()]


def _counted(many: int) -> str:
    return f"{numbers.count(COUNTED_TO)}+" if many > COUNTED_TO else numbers.count(many)


def titles() -> dict[int, str]:
    """The names of all connections."""
    return {channel.id: channel.title for channel in exchange.channels()}


@requires("exchange.view")
def home(request: HttpRequest) -> HttpResponse:
    """Each connection with its lamps, and the newest talks and messages."""
    shown = exchange.channels()
    heard = lamps.heard(shown)
    may_operate = may(staff_of(request), "exchange.operate")
    todo = work.of_channels(shown, may_operate=may_operate)
    kinds = [
        Action(form.title, reverse("web:channel_new", args=[kind]), "secondary", "plus")
        for kind, form in FORMS.items()
        if kind not in GUIDES
    ]
    kinds.append(Action(_("Connect 1C"), reverse("web:connect"), "primary", "plug-connected", key="n"))
    context = {
        "connections": [
            Connection(one, lamps.lamps(one, heard), lamps.refused_words(one.id, heard), todo[one.id]) for one in shown
        ],
        "sessions": session_rows(exchange.sessions(limit=8)),
        "kept": message_rows(exchange.messages(limit=8)),
        "refusals": watch.refusals(None),
        "running": running(),
        "may_operate": may_operate,
        "actions": kinds if may_operate else [],
        "tabs": tabs("exchange"),
    }
    return render(request, "web/exchange/home.html", context)


def running() -> list[tuple[MessageView, Progress]]:
    """Messages in work with their bars, oldest first."""
    return bars_of(exchange.in_work())


@requires("exchange.view")
def exchange_running(request: HttpRequest) -> HttpResponse:
    """What is in work now, with its counts and the time left; the open page asks every few seconds."""
    return render(request, "web/exchange/running.html", {"running": running()})


@requires("exchange.view")
def refused_requests(request: HttpRequest) -> HttpResponse:
    """The refused requests as they are now; the open page asks every few seconds."""
    return render(request, "web/exchange/refused_live.html", {"refusals": watch.refusals(None)})


def session_rows(found: list[SessionView]) -> list[SessionRow]:
    """Talks as the list shows them."""
    named = titles()
    return [
        SessionRow(
            one,
            named.get(one.channel, ""),
            words.session_state(one),
            words.together(one.counts),
            words.kind_words(one.kind),
        )
        for one in found
    ]


def message_rows(found: list[MessageView]) -> list[MessageRow]:
    """Messages as the list shows them."""
    named = titles()
    return [
        MessageRow(
            one, named.get(one.channel, ""), words.message_state(one), words.together(one.counts), size_words(one.size)
        )
        for one in found
    ]


@requires("exchange.view")
def sessions(request: HttpRequest) -> HttpResponseBase:
    """The talks, newest first."""
    shown = SESSIONS.read(request)
    if answer := shown.answer("sessions"):
        return answer
    rows = session_rows(exchange.session_views(shown.rows))
    return render(request, "web/exchange/sessions.html", {"list": shown, "rows": rows, "tabs": tabs("sessions")})


@requires("exchange.view")
def session(request: HttpRequest, number: int) -> HttpResponse:
    """One talk: its requests, what came in it, and what became of that."""
    held = exchange.session(number)
    channel = exchange.channel_by_id(held.channel)
    brought = exchange.messages(session=number, limit=200)
    context = {
        "session": held,
        "title": _("Session %(number)s") % {"number": numbers.count(number)},
        "state": words.session_state(held),
        "crumbs": [Crumb(_("Exchange"), reverse("web:exchange")), Crumb(_("Sessions"), reverse("web:sessions"))],
        "facts": _session_facts(channel, held),
        "steps": exchange.steps(number),
        "kept": message_rows(brought),
        "fault": held.fault.refusal if held.fault else None,
        "tabs": tabs("sessions"),
    }
    return render(request, "web/exchange/session.html", context)


def _session_facts(channel: ChannelView, held: SessionView) -> list[Fact]:
    return [
        Fact(_("Connection"), channel.title),
        Fact(_("What it is about"), words.kind_words(held.kind)),
        Fact(_("Program"), held.user_agent or "—"),
        Fact(_("Address"), held.address or "—"),
        Fact(_("Began"), when(held.started_at)),
        Fact(_("Ended"), _ended(held)),
    ]


def _ended(held: SessionView) -> str:
    if held.by_silence and held.ended_at:
        return _("%(time)s, nothing was heard since") % {"time": times.moment(held.ended_at)}
    if held.ended_at:
        return times.moment(held.ended_at)
    return "—" if held.state == "open" else _("on a request that was refused")


# ---- messages


@requires("exchange.view")
def messages(request: HttpRequest) -> HttpResponseBase:
    """The messages, newest first, found by state, connection, day and a part of the name."""
    shown = MESSAGES.read(request)
    if answer := shown.answer("messages"):
        return answer
    rows = message_rows(exchange.message_views(shown.rows))
    return render(request, "web/exchange/messages.html", {"list": shown, "rows": rows, "tabs": tabs("messages")})
