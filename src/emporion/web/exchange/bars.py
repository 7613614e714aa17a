"""The bar of a message in work: how far it is, and how long the rest takes."""

from __future__ import annotations

from collections.abc import Sequence

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
    return next((bar for _held, bar in bars_of([held])), None)


def bars_of(messages: Sequence[MessageView]) -> list[tuple[MessageView, Progress]]:
    """The bars of those of some messages that are in work; two queries for all of them."""
    at_work = [one for one in messages if one.state in ("waiting", "working")]
    before = exchange.done_before([one.id for one in at_work if not one.total])
    return [(one, _bar(one, before.get(one.id))) for one in at_work]


def _bar(held: MessageView, before: MessageView | None) -> Progress:
    tally = words.together(held.counts)
    told = [Fact(_("Changed"), numbers.count(tally.created + tally.changed))]
    if tally.refused:
        told.append(Fact(pgettext("rows", "Refused"), numbers.count(tally.refused), "", "bad"))
    title = _("Waiting for a worker") if held.state == "waiting" else _("Being read")
    url = reverse("web:message_progress", args=[held.id])
    of = held.total or _expected(held, before)
    return Progress(title, held.done, of, _time_left(held, of), url, told)


def _time_left(held: MessageView, of: int) -> str:
    """How long the rest takes at the speed so far; nothing until a few seconds have shown the speed."""
    spent = (timezone.now() - held.at).total_seconds()
    if held.state != "working" or not held.done or spent < SURE_SECONDS:
        return ""
    return times.left(int(spent * max(of - held.done, 0) / held.done))


def _expected(held: MessageView, before: MessageView | None) -> int:
    """How many rows it may have: as many as the last message of this name had, else what is done and some more."""
    rows = words.together(before.counts).read if before else 0
    return max(rows, held.done + 1)
