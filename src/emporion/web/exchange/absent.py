"""Which goods the other side sends no more: a person asks, a worker looks, and the answer stands on the same page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.exchange import queries as exchange
from emporion.exchange.types import SEARCHES, ChannelOff, ChannelView

from .. import intent
from ..notes import saved
from ..rights import requires
from .work import asked_of


def search_of(channel: ChannelView) -> dict[str, object]:
    """What the part of a page about absent goods shows: whether one may look, what came of it, and what is asked."""
    kind = SEARCHES.get(channel.kind)
    last = kind.last(channel.id) if kind else None
    return {
        "may_search": kind is not None and channel.is_active,
        "is_searching": last is not None and last.found is None,
        "searched_at": last.at if last else None,
        "answer": last.found.refusal if last and last.found else None,
        "asked": asked_of(channel),
        "channel": channel,
    }


@requires("exchange.operate")
@require_POST
def search(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to look for goods that the other side sends no more."""
    channel = exchange.channel_by_id(number)
    if channel.kind not in SEARCHES:
        raise Http404
    if not channel.is_active:
        raise ChannelOff(code=channel.code)
    SEARCHES[channel.kind].begin(number, intent.actor(request))
    saved(request, _("The last full export is compared with what is in sale."))
    return redirect("web:channel", number)


@requires("exchange.operate")
def state(request: HttpRequest, number: int) -> HttpResponse:
    """The part about absent goods, asked for again while a worker looks."""
    return render(request, "web/exchange/absent.html", search_of(exchange.channel_by_id(number)))
