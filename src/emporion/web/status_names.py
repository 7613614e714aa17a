"""What this house calls the statuses of orders, as they were a moment ago: asked once a minute by each process."""

from __future__ import annotations

from django.utils.translation import get_language

from emporion.kernel.kept import Kept
from emporion.orders.queries import Status, status_names

names = Kept(status_names, 60)


def word(status: Status) -> str:
    """The word of a status in the reader's language: the house's own, else the usual one."""
    return names().get((status.code, get_language() or ""), "") or status.word
