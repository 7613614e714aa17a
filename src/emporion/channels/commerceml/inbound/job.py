"""A message from its first row to its last: what is unchanged is passed over, the rest goes in chunks.

A chunk is one transaction of a few dozen milliseconds, with its identity, quarantine and progress, so that orders
placed meanwhile hardly wait. A killed job goes on behind the last chunk that stands; what was applied stays applied.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import structlog

from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, messages_in_work, open_message, open_places
from emporion.exchange.types import ContentGone, MessageView, Tally, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.stock import commands as stock

from ..refusals import FileRefused
from ..settling import settle_over
from .applying import applied
from .beside import note_bare
from .compared import set_apart
from .garbage import standing_left_alone
from .goods import take_pictures_off
from .load import Caller, Load, Tallies
from .loading import load_for
from .parked import around, may_be_missed, settled_by_now
from .planned import Planned
from .refusals import ExchangeRunning
from .renumbered import look_over
from .turned import turn

log = structlog.get_logger("emporion.channels.commerceml")
PAUSE_SECONDS = 0.005  # between chunks: who waits for the one writer of SQLite gets in
PICTURES = 500  # products whose pictures go in one transaction
NEW = ("received", "held", "stopped", "waiting", "working")
Report = Callable[[int, Tallies], None]
"""Hears after each chunk how many bytes were read and what became of the rows so far."""


def import_message(
    number: int,
    *,
    pause_seconds: float = PAUSE_SECONDS,
    report: Report | None = None,
    only: Mapping[str, Sequence[int]] | None = None,
    planned: Planned | None = None,
) -> Tallies:
    """Work a kept message through; answers what became of its rows by kind. planned: rows that come to else wait.

    A message that was being worked on goes on behind its last chunk. One that was worked on before takes nothing back
    that was told since. One of a re-numbered base is stopped before its first row. A file that cannot be read is
    refused with its cause, the rows before the damage stay; an error of ours fails the message and is raised again.
    Whatever is logged meanwhile bears the ids of the message and of its session.
    """
    kept = message(number)
    with structlog.contextvars.bound_contextvars(message=number, session=kept.session):
        try:
            tallies = _imported(kept, pause_seconds=pause_seconds, report=report, only=only, planned=planned)
        except Exception as error:
            log.error("message_failed", error=f"{type(error).__name__}: {error}"[:500])
            raise
        log.info("message_settled", rows={kind: tally.read for kind, tally in tallies.items()})
    return tallies


def _imported(
    kept: MessageView,
    *,
    pause_seconds: float,
    report: Report | None,
    only: Mapping[str, Sequence[int]] | None,
    planned: Planned | None,
) -> Tallies:
    number = kept.id
    resumed = kept.state == "working"
    tallies: Tallies = dict(kept.counts) if resumed else {}
    said: Caller = {"actor": "worker", "origin": f"message:{number}"}
    if not resumed:
        begin(number=number, channel=kept.channel, **said)
    try:
        load = load_for(number)
        load.is_old, load.only = kept.state not in NEW[:-1], only
        load.planned, load.was_stopped = planned, kept.state == "stopped"
        load.was_linked = load.was_stopped
        if only is None and not (resumed and kept.done) and _waits(load):
            return {}
        with open_message(number) as source, standing_left_alone():
            for _ in applied(load, source, tallies, kept.done if resumed else 0, sift=set_apart):
                if report:
                    report(source.tell(), tallies)
                time.sleep(pause_seconds)
        _follow_up(load, tallies, is_new=kept.state in NEW or kept.compared)
    except FileRefused as refusal:
        exchange.refuse_message(message=number, fault=fault_of(refusal), counts=tallies, **said)
        _note_taken(load, kept)
        return tallies
    except Exception as error:
        exchange.fail_message(message=number, fault=fault_of(error), counts=tallies, **said)
        raise
    exchange.finish_message(message=number, counts=tallies, **said)
    _note_taken(load, kept)
    settle_over(kept.channel)  # its talk may have ended while the file waited here
    return tallies


def _note_taken(load: Load, kept: MessageView) -> None:
    """What was only compared of a message is taken with it, now that its connection works for real."""
    if kept.compared and load.only is None and load.shadow is None:
        exchange.note_taken(message=kept.id, **load.caller)


def _waits(load: Load) -> bool:
    """Whether nothing of the message may be written before a person has answered."""
    with open_message(load.message) as source:
        return look_over(load, source) is not None


def _follow_up(load: Load, tallies: Tallies, *, is_new: bool) -> None:
    """What the rows of a message make possible once all of them are taken."""
    if load.only is not None:
        return
    if is_new and load.shadow is None:
        turn(load)
        note_bare(load)
        bare = list(load.bare.items()) if load.is_pictured else []  # a list without any picture tells of none
        for at in range(0, len(bare), PICTURES):
            take_pictures_off(products=bare[at : at + PICTURES], **load.caller)
    if may_be_missed(tallies) or load.was_linked:
        _read_parked(load)
    if load.shadow is None and load.session is None and tallies.get("stock", Tally()).read:
        stock.settle(master=load.master, started_at=load.started_at, **load.caller)


def read_again(number: int, *, pause_seconds: float = PAUSE_SECONDS) -> Tallies:
    """Apply the rows of a message that stand open in the quarantine; its other rows count as unchanged.

    Places in the quarantine may lie deeper than the row, such as Предложение[2]/Цены/Цена[1]. A message whose work
    never came to its end is worked through whole.
    """
    if message(number).state not in ("done", "refused"):
        return import_message(number, pause_seconds=pause_seconds)
    only: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in open_places(number):
        for outer in around(place):
            only[outer].append(row)
    return import_message(number, pause_seconds=pause_seconds, only=only) if only else dict(message(number).counts)


def _read_parked(bringer: Load) -> None:
    """Take what waited for the goods, offers and price types of a message, from the messages that told it.

    It belongs to the work on the bringer, so that 1C hears of success when all of it stands.
    """
    for number, only in settled_by_now(bringer.channel.id):
        load = load_for(number)
        load.is_old, load.only, load.is_aside = True, only, True
        with suppress(FileRefused, ContentGone), open_message(number) as source:
            for _ in applied(load, source, {}, sift=set_apart):
                pass


@command
def begin(work: Work, *, number: int, channel: int) -> None:
    """Work on a message begins; refused while another of the same connection is worked on."""
    exchange.hold_channel(work=work, channel=channel)
    for other in messages_in_work(channel):
        if other != number and message(other).state == "working":
            raise ExchangeRunning(message=other)
    exchange.begin_message(work=work, message=number)
