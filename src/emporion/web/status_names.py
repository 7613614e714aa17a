"""What this house calls the statuses of orders, as they were a moment ago: asked once a minute by each process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TypeAlias

from django.utils.translation import get_language

from emporion.orders.queries import Status, status_names

Names: TypeAlias = Mapping[tuple[str, str], str]  # by code and language

KEPT_SECONDS = 60.0
KEPT: dict[str, tuple[float, Names]] = {}  # until when, and the names


def word(status: Status) -> str:
    """The word of a status in the reader's language: the house's own, else the usual one."""
    return _names().get((status.code, get_language() or ""), "") or status.word


def _names() -> Names:
    until, found = KEPT.get("now", (0.0, {}))
    return found if time.monotonic() < until else remember(status_names())


def remember(names: Names) -> Names:
    """These are the names for the next minute."""
    KEPT["now"] = time.monotonic() + KEPT_SECONDS, names
    return names


def forget() -> None:
    """Somebody changed them: this process asks anew, the others within a minute."""
    KEPT.clear()
