"""Who watches the watchman: a process that answers pages sees that no round is made any more, and says so itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from emporion.journal.commands import command
from emporion.journal.types import Work

from .alerting import open_alert
from .models import Alert
from .queries import stands_still_since
from .tasks import call_hook, send_letter
from .telling import due_now, has_hook, number_of, readers_of
from .types import CHECKS, HOUSE, OPENED, STANDS_STILL, WORKER, Found

log = structlog.get_logger("emporion.watchman")
ACTOR = "schedule:watchman.standing"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """Whom to tell of an alert from this process, for there is no worker to hand it to."""

    alert: int
    readers: tuple[int, ...]
    hook: bool


def stand_in() -> bool:
    """When no worker is at work, open that alert and tell of it from here; answers whether this process did.

    Asked every minute by every process that answers pages: the first one opens the alert, and so it alone tells.
    """
    since = stands_still_since()
    duty = note_standstill(since=since, actor=ACTOR) if since and WORKER in CHECKS else None
    if duty is None:
        return False
    for person in duty.readers:
        _careful(partial(send_letter.call, person, [duty.alert]))
    if duty.hook:
        _careful(partial(call_hook.call, OPENED, duty.alert, number_of(OPENED, duty.alert)))
    return True


@command
def note_standstill(work: Work, *, since: datetime) -> Duty | None:
    """Open the alert that no worker is at work; None where it stands already, or nobody wants to hear of it."""
    if Alert.objects.filter(code=WORKER, closed_at__isnull=True).exists():
        return None
    minutes, limit = (work.now - since) // MINUTE, STANDS_STILL // MINUTE
    row = open_alert(work, WORKER, Found(HOUSE, minutes, is_well=False, limit=limit, since=since))
    if row is None:
        return None
    due = [one for one in due_now(work) if one.pk == row.pk]
    return Duty(row.pk, tuple(readers_of(due)), has_hook()) if due else None


def _careful(tell: Callable[[], object]) -> None:
    try:
        tell()
    except Exception:
        log.exception("standstill_not_told")
