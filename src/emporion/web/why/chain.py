"""From a change back to what caused it: the person and the page, or the session, the message and the element."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from babel.dates import format_time
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from emporion.accounts.queries import Asker, may, staff_name
from emporion.exchange.queries import (
    channel_by_id,
    channels,
    message as kept_message,
    messages_by_id,
    open_message,
    session as talk,
)
from emporion.exchange.types import EXCERPTS, HIDDEN, ChannelView, Hint, MessageView, Tally
from emporion.journal.types import FactView
from emporion.kernel.errors import Refused
from emporion.ledger.types import CardLine

from .. import numbers, times
from ..orders.papers import pages_of
from ..parts import Action, Event, RawLine
from ..people import initials, names as people_named
from .sight import sight
from .sizes import size_words

Hints = Callable[[ChannelView], Sequence[Hint]]


@dataclass(frozen=True, slots=True)
class Cause:
    """Who changed something, when, and by what."""

    at: datetime
    actor: str
    origin: str
    place: str = ""
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answer's sentence, its chain, and the element as it came; note says why there is none."""

    sentence: str
    steps: Sequence[Event]
    raw: Sequence[RawLine] = field(default=())
    label: str = ""
    note: str = ""


def of_fact(fact: FactView) -> Cause:
    """The cause that a fact of the journal carries."""
    return Cause(fact.at, fact.actor, fact.origin, fact.place, fact.message)


def of_entry(line: CardLine, place: str = "") -> Cause:
    """The cause that an entry of the ledger carries."""
    head, _colon, number = line.origin.partition(":")
    return Cause(line.at, line.actor, line.origin, place, int(number) if head == "message" else None)


def evidence(asker: Asker, cause: Cause, hints: Hints) -> Evidence:
    """All that is known of a cause, as far as this person may see it: the exchange has a right of its own."""
    if cause.message is not None:
        return _of_message(asker, cause, kept_message(cause.message), hints)
    name = staff_name(cause.actor)
    if cause.actor.startswith("staff:"):
        said = _("%(who)s changed it by hand on %(day)s at %(time)s.")
        step = Event(name, _("by hand"), "user", initials=initials(name), at=cause.at, link=_page(asker, cause))
    else:
        said = _("%(who)s changed it on %(day)s at %(time)s.")
        step = Event(name, _came_of(cause.origin, name), "robot", at=cause.at)
    return Evidence(said % {"who": name, **_moment(cause.at)}, [step])


def _came_of(origin: str, name: str) -> str:
    """What a machine's change came of, in words; nothing where that would only repeat its name."""
    head, _colon, rest = origin.partition(":")
    if head == "fact" and rest.isdecimal():
        return _("follows from fact %(number)s") % {"number": numbers.count(int(rest))}
    if head == "session" and rest.isdecimal():
        return _("session %(number)s") % {"number": numbers.count(int(rest))}
    told = staff_name(origin)
    return "" if told == name else told


def whos(causes: Sequence[Cause]) -> list[str]:
    """The ones who changed something, as many as there are causes, in a few words; three queries for all of them."""
    people = people_named({cause.actor for cause in causes if cause.message is None})
    sent = {cause.message for cause in causes if cause.message is not None}
    titles = {one.id: one.title for one in channels()} if sent else {}
    senders = {
        one.id: f"{titles[one.channel]}, {_session_words(one)}" if one.session else titles[one.channel]
        for one in messages_by_id(sent)
    }
    return [people[one.actor] if one.message is None else senders[one.message] for one in causes]


def raw_lines(asker: Asker, kept: MessageView, place: str, hints: Sequence[Hint]) -> tuple[list[RawLine], str]:
    """The element of a message as far as this person may read it, or the sentence that says why it is not shown."""
    channel = channel_by_id(kept.channel)
    excerpt, seen = EXCERPTS.get(channel.kind), sight(asker, channel.id)
    if kept.personal and not seen.people:
        return [], _("The message speaks of customers and orders; your role does not see all of them.")
    if excerpt is None or not place:
        return [], ""
    try:
        with open_message(kept.id) as source:
            parts = excerpt(source, place, hints, seen.prices)
    except Refused as refusal:
        return [], f"{refusal.sentence} {refusal.what_to_do}".strip()
    note = "" if parts else _("The message has no place %(place)s.") % {"place": place}
    if any(HIDDEN in part.text for part in parts):
        note = _("Prices that your role does not see are hidden.")
    return [RawLine(part.number, part.text, part.is_hit) for part in parts], note


def _of_message(asker: Asker, cause: Cause, kept: MessageView, hints: Hints) -> Evidence:
    channel = channel_by_id(kept.channel)
    sentence = _("%(who)s sent it on %(day)s at %(time)s. Nobody here touched it.")
    told = sentence % {"who": channel.title, **_moment(cause.at)}
    sees = may(asker, "exchange.view")
    steps = [*_session_step(channel, kept, sees), _message_step(cause, kept, sees)]
    if not sees:
        return Evidence(told, steps)
    raw, note = raw_lines(asker, kept, cause.place, hints(channel))
    return Evidence(told, steps, raw, f"{kept.name}, {cause.place}", note)


def _session_step(channel: ChannelView, kept: MessageView, sees: bool) -> list[Event]:
    if kept.session is None:
        return [Event(channel.title, _("a file taken in by hand"), "plug-connected", at=None if sees else kept.at)]
    held = talk(kept.session)
    read = sum((tally.read for tally in held.counts.values()), 0)
    rows = ngettext("%(rows)s row read", "%(rows)s rows read", read) % {"rows": numbers.count(read)}
    parts = [times.moment(held.started_at), rows if read else ""]
    title = _("Session %(number)s of %(channel)s") % {"number": numbers.count(held.id), "channel": channel.title}
    link = Action(_("Open the session"), reverse("web:session", args=[held.id])) if sees else None
    return [Event(title, ", ".join(filter(None, parts)), "plug-connected", link=link)]


def _message_step(cause: Cause, kept: MessageView, sees: bool) -> Event:
    title = _("Message %(number)s, %(name)s") % {"number": numbers.count(kept.id), "name": kept.name}
    rows = sum(kept.counts.values(), Tally()).read
    parts = [size_words(kept.size), numbers.rows(rows) if rows else "", cause.place]
    url = f"{reverse('web:message', args=[kept.id])}?place={cause.place}" if cause.place else ""
    link = Action(_("As it came"), url or reverse("web:message", args=[kept.id])) if sees else None
    return Event(title, ", ".join(filter(None, parts)), "file-code", link=link)


def _session_words(kept: MessageView) -> str:
    return _("session %(number)s") % {"number": numbers.count(kept.session or 0)}


def _page(asker: Asker, cause: Cause) -> Action | None:
    path = pages_of(asker, [cause.origin]).get(cause.origin)
    return Action(_("The page"), path) if path else None


def _moment(at: datetime) -> dict[str, str]:
    here = timezone.localtime(at)
    return {"day": times.long_day(here.date()), "time": format_time(here.time(), "HH:mm:ss", locale=numbers.locale())}
