"""What leaves through one connection: how much of each kind, how old, and stopping it for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import ChannelView, Paused, Queue

from .. import intent, numbers, undo
from ..notes import saved
from ..people import names
from ..rights import requires
from . import words


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of one kind, and its list."""

    kind: str
    queue: Queue
    url: str


@dataclass(frozen=True, slots=True)
class Leaves:
    """What a connection's page says of what leaves: what waits, whether and by whom it is paused, and how it goes."""

    waiting: Sequence[Waiting]
    paused: Paused | None
    who: str
    how: Sequence[str]


def leaves_of(channel: ChannelView) -> Leaves:
    """What the page of a connection shows of its outbox."""
    paused = exchange.paused_outgoing().get(channel.id)
    found = exchange.queues(channel.id)
    waiting = [Waiting(words.kind_words(one.kind), one, _list(one)) for one in found]
    who = names([paused.by]).get(paused.by, paused.by) if paused else ""
    return Leaves(waiting, paused, who, _how(channel, bool(found)))


def _list(queue: Queue) -> str:
    return f"{reverse('web:outgoing')}?channel={queue.channel}&kind={queue.kind}"


def _how(channel: ChannelView, waits: bool) -> list[str]:
    """How many go at once, and that those which are not confirmed are halved until the one is found."""
    most = channel.settings.get("orders_per_query") or 0
    said = ngettext("At most %(count)s goes in one answer.", "At most %(count)s go in one answer.", most)
    every = _("All that wait go in one answer; who asks in portions is given a portion at a time.")
    how = [said % {"count": numbers.count(most)} if most else every]
    if waits and (suspected := exchange.suspected(channel.id)):
        told = ngettext(
            "%(count)s was given again and again and never confirmed. It goes alone now: if it is not taken so either,"
            " it is set aside with its cause, and what waits behind it goes on.",
            "%(count)s were given again and again and never confirmed. They go in halves now, until the one that is not"
            " taken is found and set aside with its cause; the others go on.",
            suspected,
        )
        how.append(told % {"count": numbers.count(suspected)})
    return how


@requires("exchange.operate")
@require_POST
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Stop what leaves through a connection, with a reason."""
    channel = exchange.channel_by_id(number)
    commands.pause_outgoing(channel=number, reason=request.POST.get("reason", ""), **intent.said(request))
    sentence = _("Nothing leaves to %(name)s until somebody lets it go on.") % {"name": channel.title or channel.code}
    undo.offer(request, sentence, "pause", reverse("web:channel", args=[number]), channel=number)
    return redirect("web:channel", number)


@undo.undoes("pause", "exchange.operate")
def _go_on(request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    commands.resume_outgoing(channel=told["channel"], **said)


@requires("exchange.operate")
@require_POST
def resume(request: HttpRequest, number: int) -> HttpResponse:
    """Let what leaves through a connection leave again."""
    channel = exchange.channel_by_id(number)
    commands.resume_outgoing(channel=number, **intent.said(request))
    saved(request, _("What waits for %(name)s leaves with its next session.") % {"name": channel.title or channel.code})
    return redirect("web:channel", number)
