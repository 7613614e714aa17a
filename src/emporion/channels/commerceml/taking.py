"""Taking a complete file in: kept, numbered, handed to a worker; one at a time for each connection."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from emporion.clockwork.queries import unfinished_among
from emporion.exchange import commands as exchange
from emporion.exchange.queries import dry_runs, message, messages_in_work, session as session_by_number
from emporion.exchange.types import MessageView, StillRelinked, StoredContent, fault_of
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from .inbound.refusals import ExchangeRunning
from .tasks import import_file, is_relinking, key_of_applying, key_of_catching_up

BY_HAND = timedelta(hours=1)
LATEST = 20  # dry runs back: a person applies one of the last


class WorkLost(Refused):
    """Nobody works on a message any more: its worker died too often, or the command line was stopped."""

    code = "commerceml_work_lost"
    says = gettext_noop("The work on this message was broken off and nobody goes on with it.")
    remedy = gettext_noop("Run the message again, or let 1C send it again; what was taken of it stays.")


def key_of_leftovers(channel: int) -> str:
    """The name of the one task that imports what a connection uploaded and left."""
    return f"commerceml-left:{channel}"


@command
def take_in(work: Work, *, channel: int, session: int | None, name: str, content: StoredContent, personal: bool) -> int:
    """Number a complete file and hand it to a worker; refused while another file of the connection is in work."""
    number = take_up(work=work, channel=channel, session=session, name=name, content=content, personal=personal)
    import_file.using(unique_key=f"message:{number}").enqueue(number)
    return number


@command
def take_up(work: Work, *, channel: int, session: int | None, name: str, content: StoredContent, personal: bool) -> int:
    """Number a complete file for the caller to import at once; refused as take_in is."""
    exchange.hold_channel(work=work, channel=channel)
    if is_relinking(channel):
        raise StillRelinked()
    for busy in messages_in_work(channel):
        if _is_worked_on(message(busy), work.now):
            raise ExchangeRunning(message=busy)
        exchange.fail_message(work=work, message=busy, fault=fault_of(WorkLost()))
    number = exchange.keep_message(
        work=work, channel=channel, direction="in", name=name, content=content, session=session, personal=personal
    )
    exchange.wait_message(work=work, message=number)
    return number


def _is_worked_on(kept: MessageView, now: datetime) -> bool:
    """Whether a worker has it or will have it; the command line is trusted to be at it for an hour.

    A worker may have it as one of several: of those that were left, were compared in shadow mode, or were tried before.
    """
    keys = {f"message:{kept.id}", key_of_leftovers(kept.channel), key_of_catching_up(kept.channel)}
    keys |= {key_of_applying(run.id) for run in dry_runs(kept.channel, LATEST) if kept.id in run.messages}
    if unfinished_among(keys):
        return True
    by_hand = kept.session is not None and session_by_number(kept.session).kind == "cli"
    return by_hand and kept.at > now - BY_HAND
