"""What a person decided about a re-numbered base, done by a worker: keys linked, then the files that waited taken."""

from __future__ import annotations

import time

from emporion.clockwork.queries import unfinished
from emporion.exchange import commands as exchange
from emporion.exchange.queries import (
    CREATED,
    LINKED,
    messages_in_work,
    question,
    relink_counts,
    stopped_messages,
)

from .job import PAUSE_SECONDS, import_message
from .refusals import ExchangeRunning

BESIDE = ("variant",)  # goods without variants have one offer, under their own key


def settle(number: int, actor: str) -> None:
    """Link what was decided on; once nothing waits for a word, the question is over and the files are taken in turn.

    Begun again after a crash it goes on with what is left.
    """
    asked = question(number)
    said = {"actor": actor, "origin": f"question:{number}"}
    while exchange.relink_part(question=number, channel=asked.channel, beside=BESIDE, **said):
        time.sleep(PAUSE_SECONDS)
    counts = relink_counts(number)
    if counts.undecided:
        return
    if not asked.answer:
        exchange.answer_question(question=number, answer=LINKED if counts.linked else CREATED, **said)
    take_stopped(asked.channel)


def take_stopped(channel: int) -> None:
    """Take the files that waited, oldest first; one that a worker left half done goes first."""
    for busy in messages_in_work(channel):
        if unfinished(f"message:{busy}"):
            raise ExchangeRunning(message=busy)
        import_message(busy)
    for number in stopped_messages(channel):
        import_message(number)


def take_back(number: int, actor: str) -> None:
    """New keys lead nowhere any more, old ones as before; what the files wrote meanwhile stays."""
    asked = question(number)
    said = {"actor": actor, "origin": f"question:{number}"}
    while exchange.relink_back_part(question=number, channel=asked.channel, **said):
        time.sleep(PAUSE_SECONDS)
