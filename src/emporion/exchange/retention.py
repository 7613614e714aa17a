"""How long the content of messages is kept: by age and by size, as each connection says.

What speaks of people has its own 90 days (types.KEEP_DAYS). Content goes only when the work on it is done: a message
that waits, failed, was only received or only compared is kept, and so is one with rows that wait in the quarantine, for
they are read again from it. Hash, counts, facts and refused rows stay for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from .models import Content, Message, Quarantine

NEWEST = 50  # messages of a connection that stay whatever their age and size: what its last exchange brought
MEGABYTE = 1024 * 1024
IN_HAND = Q(direction="in", state__in=("received", "held", "waiting", "working", "failed")) | Q(compared=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a connection keeps content, in days, and how much of it, in megabytes; 0 sets no limit."""

    days: int = 365
    megabytes: int = 2048


def kept_by(settings: Mapping[str, object]) -> Kept:
    """What the settings of a connection say; the usual where they say nothing."""
    told = {name: settings.get(f"keep_{name}") for name in ("days", "megabytes")}
    return Kept(**{name: limit for name, limit in told.items() if isinstance(limit, int) and limit >= 0})


def beyond(channel: int, kept: Kept, now: datetime) -> list[int]:
    """The messages of a connection whose content may go, the oldest first."""
    free = _free(channel)
    by_age = free.filter(at__lt=now - timedelta(days=kept.days)) if kept.days else free.none()
    found = dict.fromkeys(by_age.order_by("pk").values_list("pk", flat=True))
    if kept.megabytes:
        found |= dict.fromkeys(_by_size(channel, free, kept.megabytes * MEGABYTE))
    return sorted(found)


def size_of(channel: int) -> int:
    """Bytes of content that a connection keeps; what came several times lies there once."""
    held = Message.objects.filter(channel=channel, reduced=False).values("content")
    return Content.objects.filter(pk__in=held).aggregate(bytes=Sum("size"))["bytes"] or 0


def _free(channel: int) -> QuerySet[Message]:
    """Messages on which nobody works any more, but the newest."""
    of_it = Message.objects.filter(channel=channel)
    newest = of_it.order_by("-pk").values_list("pk", flat=True)[:NEWEST]
    waiting = Quarantine.objects.filter(message=OuterRef("pk"), state="open")
    return of_it.filter(reduced=False).exclude(IN_HAND).exclude(pk__in=list(newest)).exclude(Exists(waiting))


def _by_size(channel: int, free: QuerySet[Message], most: int) -> Iterator[int]:
    """The oldest messages, until what is left is no more than that."""
    left = size_of(channel)
    needed = dict[str, int]()  # by hash, how many messages still keep the bytes
    for content in Message.objects.filter(channel=channel, reduced=False).values_list("content", flat=True):
        needed[content] = needed.get(content, 0) + 1
    for pk, content, size in free.order_by("pk").values_list("pk", "content", "size"):
        if left <= most:
            return
        needed[content] -= 1
        left -= 0 if needed[content] else size
        yield pk
