"""What the order statuses of the other side mean here: a table that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import STATUS_WORDS

from .. import intent
from ..notes import saved
from ..parts import Crumb
from ..rights import requires

EMPTY_ROWS = 4
MOST, LONGEST = 200, 100


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of theirs with the ways to understand it; an empty word is a row to fill in."""

    word: str
    choices: list[tuple[str, str, bool]]


def acts() -> list[tuple[str, str]]:
    """What a status of theirs may mean."""
    return [
        ("none", _("changes nothing here")),
        ("paid", _("the order is paid")),
        ("shipped", _("the order is shipped")),
        ("cancelled", _("the order is cancelled")),
    ]


@requires("exchange.operate")
def status_words(request: HttpRequest, number: int) -> HttpResponse:
    """Show the words with their meaning, or keep them as a person wrote them."""
    channel = exchange.channel_by_id(number)
    usual = STATUS_WORDS.get(channel.kind)
    if usual is None:
        raise Http404
    if request.method == "POST":
        commands.change_channel(channel=number, settings={"status_words": _told(request)}, **intent.said(request))
        saved(request, _("The connection is saved."))
        return redirect("web:channel", number=number)
    kept: Mapping[str, str] = channel.settings.get("status_words", usual)
    context = {
        "rows": [_meaning(word, act) for word, act in [*kept.items(), *[("", "none")] * EMPTY_ROWS]],
        "title": _("What its order statuses mean here"),
        "crumbs": [
            Crumb(_("Exchange"), reverse("web:exchange")),
            Crumb(channel.title, reverse("web:channel", args=[number])),
        ],
        "channel": channel,
    }
    return render(request, "web/exchange/status_words.html", context)


def _meaning(word: str, act: str) -> Meaning:
    return Meaning(word, [(code, said, code == act) for code, said in acts()])


def _told(request: HttpRequest) -> dict[str, str]:
    """The rows that have a word; a meaning that nobody offers is left out."""
    known = {code for code, _said in acts()}
    told = zip(request.POST.getlist("word")[:MOST], request.POST.getlist("act"), strict=False)
    return {word.strip()[:LONGEST]: act for word, act in told if word.strip() and act in known}
