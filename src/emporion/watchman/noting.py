"""What came of telling people and programs."""

from __future__ import annotations

from emporion.journal.commands import command
from emporion.journal.types import Work

from .models import Telling
from .types import HookBroke, HookWorks


@command
def note_call(work: Work, *, url: str, status: int, error: str) -> None:
    """Remember how the webhook answered; a fact is told when it breaks and when it works again, not of each call."""
    row = Telling.objects.select_for_update().filter(pk=1, hook_url=url).first()
    if row is None:  # it is another one by now
        return
    was_broken, row.hook_error = bool(row.hook_error), error[:200]
    row.hook_status, row.hook_at = status, work.now
    row.save(update_fields=["hook_status", "hook_error", "hook_at"])
    if error and not was_broken:
        work.tell(HookBroke("watchman", status, error[:200]))
    elif was_broken and not error:
        work.tell(HookWorks("watchman"))
