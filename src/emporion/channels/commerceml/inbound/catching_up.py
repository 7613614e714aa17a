"""A connection works for real after it had only compared: what it told meanwhile is taken, message by message."""

from __future__ import annotations

from emporion.clockwork.queries import unfinished
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, compared_messages, shadow_of

from .job import import_message
from .refusals import ExchangeRunning


def take(channel: int) -> None:
    """Take what was only compared, as it came, as far as nothing newer was said since; then no difference is open.

    Nothing once the connection is in shadow mode again: what is left waits for the next switch. A message that is in
    work goes on first.
    """
    for kept in compared_messages(channel):
        if shadow_of(channel) is not None:
            return
        if unfinished(f"message:{kept.id}"):
            raise ExchangeRunning(message=kept.id)
        import_message(kept.id)
    if shadow_of(channel) is None:
        actor = f"channel:{channel_by_id(channel).code}"
        exchange.settle_differences(channel=channel, found_by="shadow", how="switched", actor=actor)
