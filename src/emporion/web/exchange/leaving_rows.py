"""One thing that waits to go out as a person reads it: what it is, how it stands, and why it is still here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from emporion.accounts.queries import Asker
from emporion.exchange.types import SUSPECT, OutgoingView, Paused
from emporion.kernel.errors import Refused
from emporion.orders.queries import numbers as numbers_of

from .. import numbers, times
from ..orders.papers import Paper, Papers, beyond, papers
from ..status import Status
from .held_back import Causes

FAILED = Status(lazy("Could not leave"), "bad", "stop")
GIVEN_UP = Status(lazy("Given up"), "idle", "x")
WAITS = Status(lazy("Waits"), "info", "wait")


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """Something the other side has still to learn."""

    view: OutgoingView
    channel: str
    what: str
    url: str
    state: Status
    sentence: str
    may_retry: bool

    @property
    def id(self) -> int:
        """Its number in the outbox."""
        return self.view.id


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the orders that wait are called, and which of them are kept from the reader."""

    named: Mapping[tuple[str, int], str]
    known: Papers
    hidden: Collection[str]

    def paper(self, view: OutgoingView) -> Paper:
        """What it is, as its reader may know it."""
        return self.known[self.named[view.kind, view.object_id]]

    def is_hidden(self, view: OutgoingView) -> bool:
        """Whether it is kept from the reader: then a cause is not told, for it names it."""
        return self.named[view.kind, view.object_id] in self.hidden

    def why(self, view: OutgoingView) -> Refused | None:
        """Why it did not leave, as far as the reader may know."""
        return None if view.fault is None or self.is_hidden(view) else view.fault.refusal


def spoken(asker: Asker, found: Sequence[OutgoingView]) -> Spoken:
    """What some of the outbox is called, for one who reads it."""
    named = _names(found)
    known = papers(asker, named.values())
    return Spoken(named, known, beyond(asker, known))


def _names(found: Sequence[OutgoingView]) -> dict[tuple[str, int], str]:
    """What each of them is called in the journal: an order by its number, anything else by its row."""
    known = numbers_of([view.object_id for view in found if view.kind == "order"])
    keys = {(view.kind, view.object_id): str(view.object_id) for view in found}
    keys |= {("order", pk): number for pk, number in known.items()}
    return {(kind, pk): f"{kind}:{key}" for (kind, pk), key in keys.items()}


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of the outbox are told from: connections by name and pause, what they hold back, who is who."""

    channels: Mapping[int, str]
    held: Mapping[int, Causes]
    paused: Mapping[int, Paused]
    who: Mapping[str, str]


def rows_of(found: Sequence[OutgoingView], told: Spoken, around: Around) -> list[OutgoingRow]:
    """What waits; of an order that is kept from the reader only that one waits, for its cause names it."""
    rows = []
    for view in found:
        kept = around.held.get(view.channel, {}).get((view.kind, view.object_id))
        paper = told.paper(view)
        state = state_of(view, kept, around.paused.get(view.channel))
        sentence = "" if told.is_hidden(view) else _why(view, kept, around.who)
        may_retry = view.tries > 0 or view.state != "open"
        rows.append(
            OutgoingRow(view, around.channels.get(view.channel, ""), paper.words, paper.url, state, sentence, may_retry)
        )
    return rows


def state_of(view: OutgoingView, kept: Refused | None = None, paused: Paused | None = None) -> Status:
    """How it stands; kept: why it does not leave yet by the rules of its connection."""
    if view.state != "open":
        return FAILED if view.state == "failed" else GIVEN_UP
    if paused:
        return Status(_("Paused"), "warn", "wait")
    if kept:
        return Status(_("Held back"), "warn", "wait")
    if view.not_before and view.not_before > timezone.now():
        return Status(_("Held for a while"), "warn", "wait")
    if view.offered_at and view.offered > view.confirmed:
        return Status(_("Told, not confirmed"), "warn" if view.given >= SUSPECT else "info", "2")
    return WAITS


def _why(view: OutgoingView, kept: Refused | None, who: Mapping[str, str]) -> str:
    if view.state == "given_up":
        told = {"who": who.get(view.by, view.by), "reason": view.reason}
        return _("Given up by %(who)s: %(reason)s") % told
    why = view.fault.refusal if view.fault else kept
    if why:
        said = f"{why.sentence.rstrip('.')}."
        return " ".join(filter(None, (said, why.what_to_do, _held_until(view))))
    if view.given >= SUSPECT:
        said = ngettext(
            "Given %(count)s time and not confirmed: it goes with fewer others until the one that is not taken is"
            " found.",
            "Given %(count)s times and not confirmed: it goes with fewer others until the one that is not taken is"
            " found.",
            view.given,
        )
        return said % {"count": numbers.count(view.given)}
    return ""


def _held_until(view: OutgoingView) -> str:
    if view.state != "open" or not view.not_before or view.not_before <= timezone.now():
        return ""
    return _("It is tried again from %(time)s on.") % {"time": times.moment(view.not_before)}
