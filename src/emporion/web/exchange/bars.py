"""The bar of a message in work: how far it is, and how long the rest takes."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from emporion.exchange import queries as exchange
from emporion.exchange.types import MessageView

from .. import numbers, times
from ..parts import Fact, Progress
from . import words

SURE_SECONDS = 3  # of work before its speed says anything


def bar_of(held: MessageView) -> Progress | None:
    """The bar of a message in work; it asks for itself until the work has ended."""
    if held.state not in ("waiting", "working"):
        return None
    tally = words.together(held.counts)
    told = [Fact(_("Changed"), numbers.count(tally.created + tally.changed))]
    if tally.refused:
        told.append(Fact(pgettext("rows", "Refused"), numbers.count(tally.refused), "", "bad"))
    title = _("Waiting for a worker") if held.state == "waiting" else _("Being read")
    url = reverse("web:message_progress", args=[held.id])
    of = held.total or _expected(held)
    return Progress(title, held.done, of, _time_left(held, of), url, told)


def _time_left(held: MessageView, of: int) -> str:
    """How long the rest takes at the speed so far; nothing until a few seconds have shown the speed."""
    spent = (timezone.now() - held.at).total_seconds()
    if held.state != "working" or not held.done or spent < SURE_SECONDS:
        return ""
    return times.left(int(spent * max(of - held.done, 0) / held.done))


def _expected(held: MessageView) -> int:
    """How many rows it may have: as many as the last message of this name had, else what is done and some more."""
    last = next((m for m in exchange.messages(name=held.name, state="done", limit=3) if m.id != held.id), None)
    rows = words.together(last.counts).read if last else 0
    return max(rows, held.done + 1)
