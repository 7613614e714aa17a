"""What this house calls the statuses of orders, as they were a moment ago: asked once a minute by each connection."""

from __future__ import annotations

import time

from django.db import connections
from django.utils.translation import get_language

from emporion.orders.queries import Status, status_names

KEPT_SECONDS = 60.0
NAME = "emporion_status_names"


def word(status: Status) -> str:
    """The word of a status in the reader's language: the house's own, else the usual one."""
    return _names().get((status.code, get_language() or ""), "") or status.word


def _names() -> dict[tuple[str, str], str]:
    desk = connections["default"].__dict__
    until, found = desk.get(NAME, (0.0, None))
    if found is None or time.monotonic() > until:
        found = status_names()
        desk[NAME] = time.monotonic() + KEPT_SECONDS, found
    kept: dict[tuple[str, str], str] = found
    return kept


def forget() -> None:
    """Somebody changed them: this process asks anew, the others within a minute."""
    connections["default"].__dict__.pop(NAME, None)
