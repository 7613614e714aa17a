"""What of the connections failed last, each with the one press that mends it, where one press can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from emporion.clockwork.queries import unfinished_among
from emporion.exchange import queries as exchange
from emporion.exchange.types import (
    LEFTOVERS,
    RUNNERS,
    ChannelView,
    MessageView,
    OutgoingView,
    Paused,
    SessionView,
    Silence,
)
from emporion.watchman.queries import muted_subjects

from .. import numbers, times
from ..parts import Action, Todo
from ..people import names
from ..status import Tone
from .reader import Reader

RECENT_DAYS = 7  # a message that was refused longer ago has been answered by newer ones, or nobody misses it
FILES, MOST = 50, 500  # of each connection: messages that were not read, objects that it did not take
OPERATE, VIEW = "exchange.operate", "exchange.view"


InHand = Callable[[], Collection[str]]
"""The keys of the tasks that a worker has or will have in hand; one stands for each message at most."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something of a connection that failed: found at once, put into words for the one who looks."""

    title: str
    why: Callable[[Reader], str]
    remedy: Callable[[Reader], Action | None]
    since: datetime | None
    tone: Tone = "bad"


def todos(reader: Reader) -> Iterator[Todo]:
    """What failed of each connection, in the reader's words, with the reader's remedy."""
    for one in _failures():
        yield Todo(one.title, one.why(reader), one.remedy(reader), one.tone, since=one.since)


def count() -> int:
    """How many things `todos` tells."""
    return sum(1 for _one in _failures())


@dataclass(frozen=True, slots=True)
class News:
    """What is told of all connections, by connection; asked at once, however many there are."""

    silent: Mapping[int, Silence]
    waiting: Mapping[int, int]
    paused: Mapping[int, Paused]
    who: Callable[[], Mapping[str, str]]
    last: Mapping[int, SessionView]
    unread: Sequence[MessageView]
    failed: Mapping[int, Sequence[OutgoingView]]
    in_hand: InHand


def _news(channels: Sequence[ChannelView]) -> News:
    unread = exchange.not_read(timezone.now() - timedelta(days=RECENT_DAYS), FILES)
    in_hand = cache(lambda: unfinished_among([f"message:{message.id}" for message in unread]))  # a count does not ask
    paused = exchange.paused_outgoing()
    who = cache(lambda: names(one.by for one in paused.values()))
    return News(
        _heard_of(exchange.silences(channels)), exchange.waiting_counts(), paused, who, exchange.last_talks(), unread,
        exchange.all_outgoing(MOST, "failed"), in_hand,
    )  # fmt: skip


def _heard_of(silent: Mapping[int, Silence]) -> dict[int, Silence]:
    """Silent connections without those of which nobody wants to hear, or to which somebody sees already."""
    hushed = muted_subjects("connection.silent") if silent else set()
    return {pk: one for pk, one in silent.items() if f"channel:{pk}" not in hushed}


def _failures() -> Iterator[Failure]:
    """Of each connection its newest talk, recent messages, objects the peer did not take.

    A connection that has fallen silent fails as well, though nothing of it did; so does one that is switched off while
    something waits to leave.
    """
    channels = exchange.channels()
    news = _news(channels)
    for channel in channels:
        yield from _silent(channel, news)
        yield from _off(channel, news)
        yield from _paused(channel, news)
        yield from _talk(channel, news)
        yield from _not_read(channel, news)
        yield from _not_taken(channel, news)


def _silent(channel: ChannelView, news: News) -> Iterator[Failure]:
    if silence := news.silent.get(channel.id):
        told = {"name": _name(channel), "age": times.age(silence.since), "every": times.span(silence.every)}
        why = _(
            "It was agreed to come every %(every)s. See whether it runs and whether its timetable is switched on; how"
            " often it comes is set on the connection's page."
        )
        yield Failure(
            _("%(name)s was heard last %(age)s") % told,
            lambda reader: why % told,
            lambda reader: reader.action(VIEW, _("Open the connection"), "channel", channel.id),
            silence.since,
        )


def _off(channel: ChannelView, news: News) -> Iterator[Failure]:
    waiting = 0 if channel.is_active else news.waiting.get(channel.id, 0)
    if waiting:
        said = ngettext(
            "Nothing comes and nothing leaves; %(count)s object waits.",
            "Nothing comes and nothing leaves; %(count)s objects wait.",
            waiting,
        )
        yield Failure(
            _("%(name)s is switched off") % {"name": _name(channel)},
            lambda reader: said % {"count": numbers.count(waiting)},
            lambda reader: (
                reader.press(OPERATE, _("Switch it on"), "today_switch_on", channel.id)
                or reader.action(VIEW, _("See what waits"), "outgoing")
            ),
            None,
            "warn",
        )


def _paused(channel: ChannelView, news: News) -> Iterator[Failure]:
    if paused := news.paused.get(channel.id):
        waiting = news.waiting.get(channel.id, 0)
        said = ngettext(
            "Paused by %(who)s: %(reason)s. %(count)s object waits.",
            "Paused by %(who)s: %(reason)s. %(count)s objects wait.",
            waiting,
        )
        told = {"reason": paused.reason.rstrip("."), "count": numbers.count(waiting)}
        yield Failure(
            _("What leaves to %(name)s is paused") % {"name": _name(channel)},
            lambda reader: said % (told | {"who": news.who().get(paused.by, paused.by)}),
            lambda reader: (
                reader.press(OPERATE, _("Let it go on"), "today_resume", channel.id)
                or reader.action(VIEW, _("See what waits"), "outgoing")
            ),
            paused.at,
            "warn",
        )


def _talk(channel: ChannelView, news: News) -> Iterator[Failure]:
    last = news.last.get(channel.id)
    if last and last.state == "failed":
        yield Failure(
            _("The last exchange with %(name)s failed") % {"name": _name(channel)},
            lambda reader: reader.why(last),
            lambda reader: reader.action(VIEW, _("Open the session"), "session", last.id),
            last.seen_at,
        )


def _not_read(channel: ChannelView, news: News) -> Iterator[Failure]:
    for message in (one for one in news.unread if one.channel == channel.id):
        yield Failure(
            _("%(file)s from %(name)s was not read") % {"file": message.name, "name": _name(channel)},
            partial(_why_not_read, message, news.in_hand),
            partial(_read, channel, message, news.in_hand),
            message.at,
        )


def _why_not_read(message: MessageView, in_hand: InHand, reader: Reader) -> str:
    said, reading = reader.why(message), _("A worker reads it again.")
    return f"{said} {reading}".strip() if f"message:{message.id}" in in_hand() else said


def _read(channel: ChannelView, message: MessageView, in_hand: InHand, reader: Reader) -> Action | None:
    """What stumbled is read again. What came damaged stays so: only a whole file under its name can take its place."""
    pressed = None
    if f"message:{message.id}" not in in_hand():
        if message.state == "failed" and channel.kind in RUNNERS and not message.reduced:
            pressed = reader.press(OPERATE, _("Read it again"), "today_read_again", message.id)
        elif _came_whole(channel, message):
            pressed = reader.press(OPERATE, _("Read the whole one"), "today_read_left", channel.id)
    return pressed or reader.action(VIEW, _("Open the message"), "message", message.id)


def _came_whole(channel: ChannelView, message: MessageView) -> bool:
    """Whether a file of its name lies there whole, and the other side never asked to import it."""
    leftovers = LEFTOVERS.get(channel.kind)
    return leftovers is not None and any(left.name == message.name for left in leftovers.listed(channel.id))


def _not_taken(channel: ChannelView, news: News) -> Iterator[Failure]:
    failed = news.failed.get(channel.id, ())
    if failed:
        said = ngettext(
            "%(name)s did not take %(count)s object", "%(name)s did not take %(count)s objects", len(failed)
        )
        told = failed[0].fault.refusal.sentence if failed[0].fault else ""
        yield Failure(
            said % {"name": _name(channel), "count": numbers.count(len(failed))},
            lambda reader: told if reader.reads(channel.id) else "",
            lambda reader: (
                reader.press(OPERATE, _("Send again"), "today_send_again", channel.id)
                or reader.action(VIEW, _("See what waits"), "outgoing")
            ),
            min((one.offered_at for one in failed if one.offered_at), default=None),
        )


def _name(channel: ChannelView) -> str:
    return channel.title or channel.code
