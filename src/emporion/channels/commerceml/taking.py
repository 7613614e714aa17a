"""Taking a complete file in: kept, numbered, handed to a worker; one at a time for each connection."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from emporion.exchange import commands as exchange
from emporion.exchange.queries import messages_in_work
from emporion.exchange.types import StoredContent
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from .tasks import import_file


class ExchangeRunning(Refused):
    """Another file of the same connection is being worked on."""

    code = "commerceml_running"
    says = gettext_noop("Another exchange of this connection is running (message %(message)s).")
    remedy = gettext_noop("Wait until it has ended; 1C tries again by itself.")


@command
def take_in(work: Work, *, channel: int, session: int | None, name: str, content: StoredContent, personal: bool) -> int:
    """Number a complete file and hand it to a worker; refused while another file of the connection is in work."""
    exchange.hold_channel(work=work, channel=channel)
    if busy := messages_in_work(channel):
        raise ExchangeRunning(message=busy[0])
    message = exchange.keep_message(
        work=work, channel=channel, direction="in", name=name, content=content, session=session, personal=personal
    )
    exchange.wait_message(work=work, message=message)
    import_file.using(unique_key=f"message:{message}").enqueue(message)
    return message
