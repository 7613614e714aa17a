"""What waits to leave, what is kept from leaving, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.accounts.queries import Asker, may
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import ChannelView, OutgoingView
from emporion.orders.queries import numbers as numbers_of

from .. import intent
from ..notes import saved
from ..orders.papers import Papers, beyond, papers
from ..rights import requires, staff_of
from ..status import Status
from .held_back import Causes, causes, never_leaves
from .pages import tabs

MOST = 1000  # rows of the page; of more it is enough to know that the other side does not come


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """Something the other side has still to learn."""

    view: OutgoingView
    channel: str
    what: str
    url: str
    state: Status
    sentence: str


@requires("exchange.view")
def outgoing(request: HttpRequest) -> HttpResponse:
    """What waits for the next session, and what could not leave."""
    known, found = exchange.channels(), exchange.all_outgoing(MOST)
    never, held = never_leaves(known), causes(known, found)
    spoken = _spoken(staff_of(request), [view for views in found.values() for view in views])
    context = {
        "rows": [row for one in known for row in _waiting(one, found.get(one.id, []), held.get(one.id, {}), spoken)],
        "never": [(channel.title, said) for channel in known for said in never.get(channel.id, [])],
        "tabs": tabs("outgoing"),
        "may_operate": may(staff_of(request), "exchange.operate"),
    }
    return render(request, "web/exchange/outgoing.html", context)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the orders that wait are called, and which of them are kept from the reader."""

    named: Mapping[tuple[str, int], str]
    known: Papers
    hidden: Collection[str]


def _spoken(asker: Asker, found: Sequence[OutgoingView]) -> Spoken:
    named = _names(found)
    known = papers(asker, named.values())
    return Spoken(named, known, beyond(asker, known))


def _waiting(channel: ChannelView, found: Sequence[OutgoingView], held: Causes, spoken: Spoken) -> list[OutgoingRow]:
    """What waits; of an order that is kept from the reader only that one waits, for its cause names it."""
    named, known, hidden = spoken.named, spoken.known, spoken.hidden
    rows = []
    for view in found:
        document = named[view.kind, view.object_id]
        kept = held.get((view.kind, view.object_id))
        why = view.fault.refusal if view.fault else kept
        state = Status(_("Held back"), "warn", "wait") if kept else _state(view)
        sentence = f"{why.sentence} {why.what_to_do}".strip() if why and document not in hidden else ""
        rows.append(OutgoingRow(view, channel.title, known[document].words, known[document].url, state, sentence))
    return rows


def _names(found: Sequence[OutgoingView]) -> dict[tuple[str, int], str]:
    """What each of them is called in the journal: an order by its number, anything else by its row."""
    known = numbers_of([view.object_id for view in found if view.kind == "order"])
    keys = {(view.kind, view.object_id): str(view.object_id) for view in found}
    keys |= {("order", pk): number for pk, number in known.items()}
    return {(kind, pk): f"{kind}:{key}" for (kind, pk), key in keys.items()}


def _state(view: OutgoingView) -> Status:
    if view.state == "failed":
        return Status(_("Could not leave"), "bad", "stop")
    if view.offered_at and view.offered > view.confirmed:
        return Status(_("Told, not confirmed"), "info", "2")
    return Status(_("Waits"), "info", "wait")


@requires("exchange.operate")
@require_POST
def retry_outgoing(request: HttpRequest) -> HttpResponse:
    """Try one object again at once."""
    told = {name: request.POST.get(name, "") for name in ("channel", "kind", "object")}
    if not (told["channel"].isdecimal() and told["object"].isdecimal()):
        raise Http404
    commands.retry_outgoing(
        channel=int(told["channel"]), kind=told["kind"], object_ids=[int(told["object"])], **intent.said(request)
    )
    saved(request, _("It leaves with the next session."))
    return redirect("web:outgoing")
