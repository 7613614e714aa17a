"""What of a connection failed last, each with the one press that mends it, where one press can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from emporion.clockwork.queries import unfinished_among
from emporion.exchange import queries as exchange
from emporion.exchange.types import LEFTOVERS, RUNNERS, ChannelView, MessageView

from .. import numbers, times
from ..parts import Action, Todo
from ..status import Tone
from .reader import Reader

RECENT_DAYS = 7  # a message that was refused longer ago has been answered by newer ones, or nobody misses it
OPERATE, VIEW = "exchange.operate", "exchange.view"


@dataclass(frozen=True, slots=True)
class Failure:
    """Something of a connection that failed: found at once, put into words for the one who looks."""

    title: str
    why: Callable[[Reader], str]
    remedy: Callable[[Reader], Action | None]
    since: datetime | None
    tone: Tone = "bad"


def todos(channel: ChannelView, reader: Reader) -> Iterator[Todo]:
    """What failed of a connection, in the reader's words, with the reader's remedy."""
    for one in _failures(channel):
        yield Todo(one.title, one.why(reader), one.remedy(reader), one.tone, since=one.since)


def count(channel: ChannelView) -> int:
    """How many things of a connection `todos` tells."""
    return sum(1 for _one in _failures(channel))


def _failures(channel: ChannelView) -> Iterator[Failure]:
    """Its newest talk, recent messages, objects the peer did not take.

    A connection that has fallen silent fails as well, though nothing of it did; so does one that is switched off while
    something waits to leave.
    """
    yield from _silent(channel)
    yield from _off(channel)
    yield from _talk(channel)
    yield from _not_read(channel)
    yield from _not_taken(channel)


def _silent(channel: ChannelView) -> Iterator[Failure]:
    if silence := exchange.late(channel):
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


def _off(channel: ChannelView) -> Iterator[Failure]:
    waiting = 0 if channel.is_active else exchange.waiting_count(channel.id)
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


def _talk(channel: ChannelView) -> Iterator[Failure]:
    last = exchange.sessions(channel.id, limit=1)
    if last and last[0].state == "failed":
        yield Failure(
            _("The last exchange with %(name)s failed") % {"name": _name(channel)},
            lambda reader: reader.why(last[0]),
            lambda reader: reader.action(VIEW, _("Open the session"), "session", last[0].id),
            last[0].seen_at,
        )


def _not_read(channel: ChannelView) -> Iterator[Failure]:
    found = exchange.not_read(channel.id, timezone.now() - timedelta(days=RECENT_DAYS))
    in_hand = cache(lambda: unfinished_among([f"message:{message.id}" for message in found]))  # a count does not ask
    for message in found:
        yield Failure(
            _("%(file)s from %(name)s was not read") % {"file": message.name, "name": _name(channel)},
            partial(_why_not_read, message, in_hand),
            partial(_read, channel, message, in_hand),
            message.at,
        )


InHand = Callable[[], Collection[str]]
"""The keys of the tasks that a worker has or will have in hand; one stands for each message at most."""


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


def _not_taken(channel: ChannelView) -> Iterator[Failure]:
    failed = exchange.outgoing(channel.id, state="failed")
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
