"""When a stock session of 1C is over, what 1C shipped before it began leaves our promises too.

1C never says that it is done. A talk is over when it was ended (files from a disk), when 1C signed in for the next one
of its kind, when it signed in for another kind and this one has been quiet, or when nothing was heard for half an hour;
and only once none of its files is worked on any more. Until then a figure may still come that has the goods gone.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from emporion.exchange.queries import channel_by_id, channels, messages, sessions, shadow_of
from emporion.exchange.types import SessionView
from emporion.stock import commands as stock

from .settings import KIND

SILENT = timedelta(minutes=30)  # longer than 1C takes to form its next file
LOOKED_AT = 20  # talks back; the others brought nothing or are settled
FILES = 1000
OPEN = ("received", "waiting", "working")


def settle_over(channel: int) -> int:
    """End the newest stock session of a connection that is over; as often as anybody likes. Answers how many lines.

    None where figures are only compared: those that were taken know nothing of what was shipped there since.
    """
    if shadow_of(channel) is not None:
        return 0
    later: list[SessionView] = []
    for talk in sessions(channel, limit=LOOKED_AT):
        if _is_over(talk, later) and _brought_stock(talk):
            master = channel_by_id(channel).code
            said = {"actor": f"channel:{master}", "origin": f"session:{talk.id}"}
            return stock.settle(master=master, started_at=talk.started_at, **said)
        later.append(talk)
    return 0


def settle_all() -> None:
    """Every connection; run by the clock, for talks after which nobody came."""
    for channel in channels(KIND):
        settle_over(channel.id)


def _is_over(talk: SessionView, later: list[SessionView]) -> bool:
    was_ended = talk.state != "open" and talk.ended_at is not None and not talk.by_silence
    if was_ended or talk.seen_at < timezone.now() - SILENT:
        return True
    return any(next_one.kind == talk.kind for next_one in later) or (bool(later) and talk.by_silence)


def _brought_stock(talk: SessionView) -> bool:
    kept = messages(session=talk.id, limit=FILES)
    told = any(message.counts["stock"].read for message in kept if "stock" in message.counts)
    return told and not any(message.state in OPEN for message in kept)
