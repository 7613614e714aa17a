"""A round of the watchman: what is due is looked at, outside of any transaction; then all is noted at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.utils import timezone

from .commands import note_round
from .limits import limit_of
from .models import Round
from .types import CHECKS, LOOK, ROUND, Check, Found

log = structlog.get_logger("emporion.watchman")
ACTOR = f"schedule:{ROUND}"
SLACK = LOOK / 2  # a round that begins a moment early must not cost a check its turn


def look() -> int:
    """Look at what is due; answers how many checks were. One that stumbles says so on its page and hides no other."""
    now, set_so = timezone.now(), Round.objects.in_bulk()
    due = [check for check in CHECKS.values() if _is_due(check, set_so.get(check.code), now)]
    found: dict[str, Sequence[Found] | str] = {}
    for check in due:
        try:
            found[check.code] = list(check.look(limit_of(check, set_so.get(check.code))))
        except Exception as error:
            log.exception("check_stumbled", check=check.code)
            found[check.code] = type(error).__name__
    note_round(found=found, actor=ACTOR)
    return len(due)


def _is_due(check: Check, row: Round | None, now: datetime) -> bool:
    if row is None or not row.is_on:
        return row is None
    return row.looked_at is None or not row.looked_at <= now < row.looked_at + check.every - SLACK
