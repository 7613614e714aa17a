"""A connection beside the present system: what it found so far, letting it work for real, and only comparing again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import ChannelView, Shadow

from .. import intent, numbers
from ..notes import saved
from ..people import names
from ..rights import requires


@dataclass(frozen=True, slots=True)
class Beside:
    """What a connection's page says of its shadow mode: who switched it on, and what working for real would do."""

    shadow: Shadow | None
    who: str
    will: Sequence[str]
    differences: int
    url: str


def beside(channel: ChannelView) -> Beside:
    """What the page of a connection shows of its shadow mode."""
    shadow = exchange.shadow_of(channel.id)
    if shadow is None:
        return Beside(None, "", (), 0, "")
    who = names([shadow.by]).get(shadow.by, shadow.by)
    found = exchange.count_differences(channel=channel.id, found_by="shadow")
    url = f"{reverse('web:differences')}?channel={channel.id}&found_by=shadow"
    return Beside(shadow, who, _will(channel.id), found, url)


def _will(channel: int) -> list[str]:
    """What happens once it works for real, in counts."""
    waiting, told = exchange.waiting_count(channel), exchange.compared_count(channel)
    leaves = ngettext(
        "%(count)s object waits and leaves with its next session.",
        "%(count)s objects wait and leave with its next session.",
        waiting,
    )
    takes = ngettext(
        "%(count)s message was only compared and is taken then, as far as nothing newer was said here.",
        "%(count)s messages were only compared and are taken then, as far as nothing newer was said here.",
        told,
    )
    return [
        leaves % {"count": numbers.count(waiting)} if waiting else _("Nothing waits to leave."),
        takes % {"count": numbers.count(told)} if told else _("Nothing it told waits to be taken."),
        _("Whose word counts, and what a person protects, holds as ever."),
    ]


@requires("exchange.operate")
@require_POST
def only_compare(request: HttpRequest, number: int) -> HttpResponse:
    """Let a connection only read and compare from now on."""
    channel = exchange.channel_by_id(number)
    commands.begin_shadow(channel=number, reason=request.POST.get("reason", ""), **intent.said(request))
    sentence = _("%(name)s only compares from now on: nothing leaves, and nothing of yours is overwritten.")
    saved(request, sentence % {"name": channel.title or channel.code})
    return redirect("web:channel", number)


@requires("exchange.operate")
@require_POST
def work_for_real(request: HttpRequest, number: int) -> HttpResponse:
    """Let a connection work for real."""
    channel = exchange.channel_by_id(number)
    commands.end_shadow(channel=number, reason=request.POST.get("reason", ""), **intent.said(request))
    sentence = _("%(name)s works for real: what waited leaves with its next session.")
    saved(request, sentence % {"name": channel.title or channel.code})
    return redirect("web:channel", number)
