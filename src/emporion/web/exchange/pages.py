"""The connections with their lamps, the talks, the messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_noop
from django.views.decorators.http import require_POST

from emporion.accounts.queries import may
from emporion.catalog.queries import variants
from emporion.exchange import queries as exchange
from emporion.exchange.types import FORMS, GUIDES, RUNNERS, ChannelView, MessageView, SessionView
from emporion.journal.queries import count_of_message, facts_of_message
from emporion.journal.types import FactView
from emporion.kernel.errors import Refused

from .. import live, numbers, timeline, times
from ..live import Counter
from ..notes import id_in, saved
from ..parts import Action, Crumb, Event, Fact, Lamp, Progress, Tab
from ..products.record import told_to
from ..rights import NoRight, requires, staff_of
from ..status import Status
from ..templatetags.emporion import when
from ..why.chain import raw_lines
from ..why.sight import sight
from ..why.sizes import size_words
from . import lamps, watch, words, work

SHOWN, MOST = 50, 1000
SURE_SECONDS = 3  # of work before its speed says anything
FACTS = 200
PIECE = 1 << 18


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


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list."""

    message: MessageView
    channel: str
    state: Status
    tally: Any
    size: str


def tabs(current: str) -> list[Tab]:
    """The rooms of the exchange."""
    named = {
        "exchange": _("Connections"), "sessions": _("Sessions"), "messages": _("Messages"),
        "quarantine": _("Quarantine"), "outgoing": _("Waiting to go out"),
    }  # fmt: skip
    waiting = sum(exchange.waiting_count(channel.id) for channel in exchange.channels())
    held = {"quarantine": exchange.open_count(), "outgoing": waiting}
    counts = {name: numbers.count(many) for name, many in held.items() if many}
    return [Tab(word, reverse(f"web:{n}"), counts.get(n), current=n == current) for n, word in named.items()]


def titles() -> dict[int, str]:
    """The names of all connections."""
    return {channel.id: channel.title for channel in exchange.channels()}


@requires("exchange.view", somewhere=True)
def home(request: HttpRequest) -> HttpResponse:
    """Each connection with its lamps, and the newest talks and messages."""
    shown = exchange.channels()
    may_operate = may(staff_of(request), "exchange.operate")
    kinds = [
        Action(form.title, reverse("web:channel_new", args=[kind]), "secondary", "plus")
        for kind, form in FORMS.items()
        if kind not in GUIDES
    ]
    kinds.append(Action(_("Connect 1C"), reverse("web:connect"), "primary", "plug-connected", key="n"))
    context = {
        "connections": [
            Connection(
                one, lamps.lamps(one), lamps.refused_words(one.id), work.of_channel(one, may_operate=may_operate)
            )
            for one in shown
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
    at_work = [
        exchange.message(number) for channel in exchange.channels() for number in exchange.messages_in_work(channel.id)
    ]
    return [(held, bar) for held in at_work if (bar := _progress(held))]


@requires("exchange.view", somewhere=True)
def exchange_running(request: HttpRequest) -> HttpResponse:
    """What is in work now, with its counts and the time left; the open page asks every few seconds."""
    return render(request, "web/exchange/running.html", {"running": running()})


@requires("exchange.view", somewhere=True)
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


def _limit(request: HttpRequest) -> int:
    asked = request.GET.get("show", "")
    return min(int(asked), MOST) if asked.isdecimal() and len(asked) <= len(str(MOST)) else SHOWN


def _channel(request: HttpRequest) -> int | None:
    return id_in(request.GET.get("channel", ""))


@requires("exchange.view", somewhere=True)
def sessions(request: HttpRequest) -> HttpResponse:
    """The talks, newest first."""
    limit = _limit(request)
    state = request.GET.get("state", "")
    found = exchange.sessions(_channel(request), state if state in words.SESSION else "", limit + 1)
    context = {
        "sessions": session_rows(found[:limit]),
        "more": min(limit * 4, MOST) if len(found) > limit and limit < MOST else 0,
        "tabs": tabs("sessions"),
        "states": [(name, status.word, name == state) for name, status in words.SESSION.items()],
    }
    return render(request, "web/exchange/sessions.html", context)


@requires("exchange.view", somewhere=True)
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


@requires("exchange.view", somewhere=True)
def messages(request: HttpRequest) -> HttpResponse:
    """The messages, newest first, found by state and by a part of the name."""
    limit, asked = _limit(request), request.GET.get("q", "").strip()[:100]
    state = request.GET.get("state", "")
    found = exchange.messages(
        channel=_channel(request), state=state if state in words.MESSAGE else "", name=asked, limit=limit + 1
    )
    context = {
        "kept": message_rows(found[:limit]),
        "asked": asked,
        "wanted": state,
        "states": [(name, status.word, name == state) for name, status in words.MESSAGE.items()],
        "more": min(limit * 4, MOST) if len(found) > limit and limit < MOST else 0,
        "tabs": tabs("messages"),
    }
    return render(request, "web/exchange/messages.html", context)


@requires("exchange.view", somewhere=True)
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message: what became of it, its raw element, what it changed, what of it was refused."""
    held, asker = exchange.message(number), staff_of(request)
    channel = exchange.channel_by_id(held.channel)
    place = request.GET.get("place", "")[:255]
    facts = told_to(asker, facts_of_message(number, limit=FACTS))
    if not place and facts:
        place = next((fact.place for fact in facts if fact.place), "")
    raw, note = raw_lines(asker, held, place, []) if place and not held.reduced else ([], "")
    may_operate, seen = may(asker, "exchange.operate"), sight(asker, channel.id)
    refused = exchange.quarantined(message=number, state="", limit=100)
    context = {
        "message": held,
        "title": held.name or _("Message %(number)s") % {"number": numbers.count(number)},
        "state": words.message_state(held),
        "crumbs": [Crumb(_("Exchange"), reverse("web:exchange")), Crumb(_("Messages"), reverse("web:messages"))],
        "facts": _message_facts(channel, held),
        "progress": _progress(held),
        "rows": words.count_rows(held.counts),
        "together": words.together(held.counts),
        "changes": _changes(facts),
        "changed": count_of_message(number),
        "refused": [seen.row(row, personal=held.personal) for row in refused],
        "raw": raw,
        "raw_label": f"{held.name}, {place}",
        "place": place,
        "note": note,
        "fault": held.fault.refusal if held.fault else None,
        "may_download": may_operate and not held.reduced and (seen.people or not held.personal),
        "may_run": may_operate and channel.kind in RUNNERS and held.direction == "in" and not held.reduced,
        "tabs": tabs("messages"),
    }
    return render(request, "web/exchange/message.html", context)


def _message_facts(channel: ChannelView, held: MessageView) -> list[Fact]:
    told = [
        Fact(_("Number"), numbers.count(held.id)),
        Fact(_("Connection"), channel.title),
        Fact(_("Direction"), _("came in") if held.direction == "in" else _("went out")),
        Fact(_("Size"), size_words(held.size)),
        Fact(_("Hash"), held.sha256[:16]),
    ]
    if held.session:
        url = reverse("web:session", args=[held.session])
        told.append(Fact(_("Session"), numbers.count(held.session), url))
    if held.reduced:
        told.append(Fact(_("Content"), _("only hash and counts are kept")))
    return told


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of the message with its place, which opens the element."""

    event: Event
    place: str
    what: str


def _changes(facts: list[FactView]) -> list[Change]:
    named = _subjects(facts)
    shown = zip(timeline.events(facts), facts, strict=True)
    return [Change(event, fact.place, named.get(fact.subject, "")) for event, fact in shown]


def _subjects(facts: list[FactView]) -> dict[str, str]:
    """The names of the variants that facts are about; the others say their name themselves."""
    ids = {int(fact.subject[8:]) for fact in facts if fact.subject.startswith("variant:")}
    return {f"variant:{pk}": view.name for pk, view in variants(ids).items()} if ids else {}


def _progress(held: MessageView) -> Progress | None:
    """The bar of a message in work; it asks for itself until the work has ended."""
    if held.state not in ("waiting", "working"):
        return None
    tally = words.together(held.counts)
    told = [Fact(_("Changed"), numbers.count(tally.created + tally.changed))]
    if tally.refused:
        told.append(Fact(_("Refused"), numbers.count(tally.refused), "", "bad"))
    title = _("Waiting for a worker") if held.state == "waiting" else _("Being read")
    url = reverse("web:message_progress", args=[held.id])
    of = held.total or _expected(held)
    return Progress(title, held.done, of, _time_left(held, of), url, told)


def _time_left(held: MessageView, of: int) -> str:
    """How long the rest takes at the speed so far; nothing until a few seconds have shown the speed."""
    spent = (timezone.now() - held.at).total_seconds()
    if held.state != "working" or not held.done or spent < SURE_SECONDS:
        return ""
    return times.left(int(spent * max(of - held.done, 0) / held.done))


def _expected(held: MessageView) -> int:
    """How many rows it may have: as many as the last message of this name had, else what is done and some more."""
    last = next((m for m in exchange.messages(name=held.name, state="done", limit=3) if m.id != held.id), None)
    rows = words.together(last.counts).read if last else 0
    return max(rows, held.done + 1)


@requires("exchange.view", somewhere=True)
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The next look at a message in work; when it has ended the page loads anew."""
    shown = _progress(exchange.message(number))
    if shown is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "web/parts/progress.html", {"progress": shown})


@requires("exchange.operate")
def raw(request: HttpRequest, number: int) -> HttpResponseBase:
    """The bytes as they came, as a file to keep; what speaks of customers needs their right too."""
    held = exchange.message(number)
    if held.personal and not may(staff_of(request), "parties.view"):
        raise NoRight("parties.view")
    source = exchange.open_message(number)
    name = held.name.replace("\\", "/").rpartition("/")[2] or f"message-{number}"
    answer = StreamingHttpResponse(iter(lambda: source.read(PIECE), b""), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


class CannotRun(Refused):
    """Nothing here knows how to work on messages of this kind of connection."""

    code = "message_cannot_run"
    says = gettext_noop("A message of this kind cannot be run again.")


@requires("exchange.operate")
@require_POST
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the message to a worker once more; rows that stand already are passed over."""
    held = exchange.message(number)
    runner = RUNNERS.get(exchange.channel_by_id(held.channel).kind)
    if runner is None or held.direction != "in":
        raise CannotRun()
    runner(number)
    saved(request, _("The message waits for a worker. Rows that stand already are passed over."))
    return redirect("web:message", number)
