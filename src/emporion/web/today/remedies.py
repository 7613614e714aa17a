"""The presses of Today that mend an exchange: each does one safe thing that exists already, and stays on Today."""

from __future__ import annotations

import traceback

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, paused_outgoing, stuck_ids
from emporion.exchange.types import LEFTOVERS
from emporion.journal.commands import command, note_parked, retry_parked
from emporion.journal.queries import parked
from emporion.journal.types import NotParked, Work

from .. import intent, live, numbers, undo
from ..notes import saved
from ..reading import run_again
from ..rights import requires

MOST = 50  # facts that one press gives to their reactions; while they go well the next press goes on
ALL = 100_000  # objects that one press lets leave


@requires("exchange.operate")
@require_POST
def read_again(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a message that stumbled to a worker once more; asked twice while it waits, it is read once."""
    intent.actor(request)  # who only looks as somebody else changes nothing
    run_again(number)
    return _done(request, _("The message waits for a worker. Rows that stand already are passed over."))


@requires("exchange.operate")
@require_POST
def read_left(request: HttpRequest, number: int) -> HttpResponse:
    """Import the whole files that the other side sent later and never asked to import."""
    intent.actor(request)
    leftovers = LEFTOVERS.get(channel_by_id(number).kind)
    if leftovers is None:
        raise Http404
    leftovers.take(number)
    return _done(request, _("What was uploaded is being imported."))


@requires("exchange.operate")
@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    """Let everything that a connection did not take leave with its next session."""
    done = send_failed(channel=channel_by_id(number).id, **intent.said(request))
    said = ngettext(
        "%(count)s object leaves with the next session.", "%(count)s objects leave with the next session.", done
    )
    return _done(request, said % {"count": numbers.count(done)})


@command
def send_failed(work: Work, *, channel: int) -> int:
    """Give what failed for good all its tries again; answers how many objects."""
    return exchange.retry_outgoing(work=work, ids=stuck_ids(channel)[:ALL])


@requires("exchange.operate")
@require_POST
def switch_on(request: HttpRequest, number: int) -> HttpResponse:
    """Let a connection come and be told again; its toast switches it off again."""
    channel = channel_by_id(number)
    exchange.change_channel(channel=number, is_active=True, **intent.said(request))
    live.board.forget()
    sentence = _("%(name)s is switched on.") % {"name": channel.title or channel.code}
    undo.offer(request, sentence, "switch_on", reverse("web:today"), channel=number)
    return redirect("web:today")


@undo.undoes("switch_on", "exchange.operate")
def _switch_off(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    if not channel_by_id(told["channel"]).is_active:
        raise undo.ChangedSince()
    exchange.change_channel(channel=told["channel"], is_active=False, **said)


@requires("exchange.operate")
@require_POST
def resume(request: HttpRequest, number: int) -> HttpResponse:
    """Let leave again what a person paused; its toast pauses it again, with the reason of then."""
    channel, paused = channel_by_id(number), paused_outgoing().get(number)
    exchange.resume_outgoing(channel=number, **intent.said(request))
    live.board.forget()
    sentence = _("What waits for %(name)s leaves with its next session.") % {"name": channel.title or channel.code}
    undo.offer(
        request, sentence, "resume", reverse("web:today"), channel=number, reason=paused.reason if paused else ""
    )
    return redirect("web:today")


@undo.undoes("resume", "exchange.operate")
def _pause_again(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    exchange.pause_outgoing(channel=told["channel"], reason=told["reason"], **said)


@requires("exchange.operate")
@require_POST
def react(request: HttpRequest) -> HttpResponse:
    """Give facts that wait for a person to their reactions once more; what stumbles again goes on waiting."""
    who = intent.said(request)
    waiting = [row for row, *_rest in parked()]
    done = sum(_reacted(row, who) for row in waiting[:MOST])
    if done == len(waiting):
        return _done(request, _("Every reaction went well this time.") if done else _("No reaction waits any more."))
    said = _("%(done)s of %(of)s went well this time; the rest waits with its reason.")
    return _done(request, said % {"done": numbers.count(done), "of": numbers.count(len(waiting))})


def _reacted(row: int, who: intent.Said) -> bool:
    try:
        retry_parked(parked=row, actor=who["actor"], origin=who["origin"])
    except NotParked:  # somebody pressed it a moment ago
        return True
    except (Exception, SystemExit):  # noqa: BLE001 - it may stumble over anything again; the others get their turn
        note_parked(parked=row, error=traceback.format_exc(limit=-4), actor=who["actor"], origin=who["origin"])
        return False
    return True


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    live.board.forget()
    saved(request, sentence)
    return redirect("web:today")
