"""What follows for the staff from the facts of the house."""

from collections.abc import Sequence

from emporion.journal.types import Heard, Reaction, Work

from .tasks import send_letter
from .types import Invited


def _write(_work: Work, heard: Sequence[Heard[Invited]]) -> None:
    """Each invitation that asked for a letter gets one."""
    for fact in heard:
        if fact.event.address:
            staff, until = int(fact.event.subject.removeprefix("staff:")), fact.event.until.isoformat()
            asked = send_letter.using(unique_key=f"letter:invitation:{staff}:{until}")
            asked.enqueue("invitation", staff, fact.event.address, until=until)


WRITE = Reaction("accounts.write", to=(Invited,), run=_write)
