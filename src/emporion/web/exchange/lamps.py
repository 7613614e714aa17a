"""The lamps of a connection: whether it talks, what came in last, what waits to leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from emporion.exchange import queries as exchange
from emporion.exchange.types import ChannelView, MessageView, Paused, Queue, SessionView, Shadow, Silence
from emporion.kernel.errors import Refused

from .. import numbers, times
from ..parts import Lamp
from ..status import Tone
from .held_back import never_leaves
from .words import refused_rows, together

LOOKED_BACK = 200


@dataclass(frozen=True, slots=True)
class Heard:
    """What the lamps of all connections are told from, by connection."""

    kept: Mapping[int, Sequence[MessageView]]
    last: Mapping[int, SessionView]
    silent: Mapping[int, Silence]
    queues: Mapping[int, Sequence[Queue]]
    paused: Mapping[int, Paused]
    told: frozenset[int]
    refused: Mapping[int, int]
    never: Mapping[int, Sequence[Refused]]
    shadows: Mapping[int, Shadow]


def heard(among: Sequence[ChannelView]) -> Heard:
    """All that the lamps of some connections tell of; eleven queries, however many connections there are."""
    queues = defaultdict[int, list[Queue]](list)
    for one in exchange.queues():
        queues[one.channel].append(one)
    return Heard(
        exchange.newest_messages(LOOKED_BACK), exchange.last_talks(), exchange.silences(among), queues,
        exchange.paused_outgoing(), frozenset(exchange.confirmed_of_kind("order")), exchange.open_counts(),
        never_leaves(among), exchange.shadows(),
    )  # fmt: skip


def lamps(channel: ChannelView, of: Heard) -> list[Lamp]:
    """Four lamps: connection, goods and prices in, stock in, orders out."""
    kept = of.kept.get(channel.id, ())
    incoming = [message for message in kept if message.direction == "in"]
    return [
        _connection(channel, kept, of),
        _incoming(_("Goods and prices in"), incoming, "goods", "offers", "prices"),
        _incoming(_("Stock in"), incoming, "stock"),
        _orders(channel, of),
    ]


def _connection(channel: ChannelView, kept: Sequence[MessageView], of: Heard) -> Lamp:
    title = _("Connection")
    if not channel.is_active:
        return Lamp(title, "idle", _("Switched off"))
    last = of.last.get(channel.id)
    moments = [one for one in (last.seen_at if last else None, kept[0].at if kept else None) if one]
    if not moments:
        return Lamp(title, "idle", _("Never heard from"), _("Paste its address and login there."))
    newest = max(moments)
    if last and last.fault:
        return Lamp(title, "bad", last.fault.refusal.sentence, times.age(newest))
    tone: Tone = "warn" if channel.id in of.silent else "good"
    return Lamp(title, tone, _("Heard %(age)s") % {"age": times.age(newest)}, _comes(channel))


def _comes(channel: ChannelView) -> str:
    """How often the other side was said to come."""
    every = exchange.agreed(channel)
    return _("Every %(span)s") % {"span": times.span(every)} if every else ""


def _incoming(title: str, incoming: Sequence[MessageView], *kinds: str) -> Lamp:
    last = next((m for m in incoming if any(kind in m.counts for kind in kinds)), None)
    stuck = next((m for m in incoming if m.state in ("failed", "refused", "stopped")), None)
    if stuck and (last is None or stuck.id > last.id):
        said = stuck.fault.refusal.sentence if stuck.fault else _("The last message was not taken.")
        return Lamp(title, "bad", said, times.moment(stuck.at))
    if last is None:
        return Lamp(title, "idle", _("Nothing has come yet"))
    tally = together({kind: tally for kind, tally in last.counts.items() if kind in kinds})
    if last.state == "working":
        return Lamp(title, "info", _("Being read: %(rows)s") % {"rows": numbers.rows(tally.read)})
    if tally.refused:
        words = {"in": numbers.count(tally.read - tally.refused), "of": numbers.count(tally.read)}
        return Lamp(
            title,
            "warn",
            f"{refused_rows(tally.refused)}, {times.moment(last.at)}",
            _("%(in)s of %(of)s are in") % words,
        )
    return Lamp(title, "good", times.moment(last.at), numbers.rows(tally.read))


def _orders(channel: ChannelView, of: Heard) -> Lamp:
    title, queues = _("Orders out"), of.queues.get(channel.id, ())
    age = times.age(min(one.oldest for one in queues)) if queues else ""
    oldest = _("the oldest was wanted %(age)s") % {"age": age} if queues else ""
    if shadow := of.shadows.get(channel.id):
        return Lamp(title, "warn", _("Shadow mode: it only compares"), times.moment(shadow.at))
    if paused := of.paused.get(channel.id):
        return Lamp(title, "warn", _("Paused %(age)s") % {"age": times.age(paused.at)}, paused.reason)
    if failed := sum(one.failed for one in queues):
        said = ngettext("%(orders)s order could not leave", "%(orders)s orders could not leave", failed)
        return Lamp(title, "bad", said % {"orders": numbers.count(failed)}, oldest)
    if waiting := sum(one.length for one in queues):
        said = ngettext(
            "%(orders)s order waits for the next session", "%(orders)s orders wait for the next session", waiting
        )
        return Lamp(title, "info", said % {"orders": numbers.count(waiting)}, oldest)
    held = of.never.get(channel.id)
    more = held[0].sentence if held else ""
    if channel.id not in of.told:
        return Lamp(title, "idle", _("No order has gone out yet"), more)
    return Lamp(title, "good", _("All are told"), more)


def refused_words(channel: int, of: Heard) -> str:
    """How many rows wait for a person, or nothing."""
    rows = of.refused.get(channel, 0)
    return refused_rows(rows) if rows else ""
