"""Having a kept message read once more, for every page that offers it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from emporion.exchange import queries as exchange
from emporion.exchange.types import RUNNERS
from emporion.kernel.errors import Refused


class CannotRun(Refused):
    """Nothing here knows how to work on messages of this kind of connection."""

    code = "message_cannot_run"
    says = gettext_noop("A message of this kind cannot be run again.")
    remedy = gettext_noop("Let the other system send it anew.")


def run_again(number: int) -> None:
    """Hand a message that came in to a worker once more; refused where nobody knows how to read it."""
    held = exchange.message(number)
    runner = RUNNERS.get(exchange.channel_by_id(held.channel).kind)
    if runner is None or held.direction != "in":
        raise CannotRun()
    runner(number)
