"""An export of one's own 1C, dropped only to see what it would do: counts and differences, nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from emporion.exchange.queries import channels
from emporion.exchange.types import REHEARSERS, ChannelView, DroppedFile, RehearsedFile, Tally
from emporion.kernel.errors import Refused, stored_refusal

from ..exchange.words import CountRow, count_rows
from ..parts import Crumb
from ..rights import requires
from ..touring import tour

TAKEN = (".xml", ".zip")
MOST_FILES, MOST_BYTES = 20, 20 << 20


class TooMuchDropped(Refused):
    """More than a trial takes: a rehearsal is one piece of work, and others wait for it."""

    code = "too_much_to_rehearse"
    says = gettext_noop("That is more than a trial takes: at most 20 files of XML or ZIP, 20 MB together.")
    remedy = gettext_noop("Drop a part of the export, such as import.xml and offers.xml without pictures.")


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of a rehearsal as the page shows it; causes are sentences with their place and how many rows."""

    name: str
    rows: Sequence[CountRow]
    causes: Sequence[tuple[str, str, int]]
    fault: str


@requires("exchange.operate")
def drop(request: HttpRequest) -> HttpResponse:
    """The field to drop files on; they are handed to a worker."""
    channel = _channel()
    if request.method == "POST":
        files = request.FILES.getlist("files")
        sizes = sum(one.size or 0 for one in files)
        kinds = {PurePath(one.name or "").suffix.lower() for one in files}
        if not files or len(files) > MOST_FILES or sizes > MOST_BYTES or not kinds <= set(TAKEN):
            refusal = TooMuchDropped()
            messages.error(request, f"{refusal.sentence} {refusal.what_to_do}")
            return redirect("web:tour_export")
        dropped = [DroppedFile(one.name or "", one.file, one.size or 0) for one in files]  # type: ignore[arg-type]
        return redirect("web:tour_answer", word=REHEARSERS[channel.kind].begin(channel.id, dropped))
    return render(request, "web/tour/export.html", {"crumbs": _crumbs()})


@requires("exchange.operate")
def answer(request: HttpRequest, word: str) -> HttpResponse:
    """What the files would do; the page asks again until the worker has read them."""
    found = REHEARSERS[_channel().kind].look(word)
    if found is not None:
        here = tour()
        here.act("export", request.build_absolute_uri("/")) if here else None
    shown = None if found is None else [_shown(one) for one in found]
    return render(request, "web/tour/answer.html", {"files": shown, "crumbs": _crumbs()})


def _channel() -> ChannelView:
    """The connection whose goods the files are compared with."""
    found = next((one for one in channels() if one.kind in REHEARSERS), None)
    if tour() is None or found is None:
        raise Http404
    return found


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Today"), reverse("web:today"))]


def _shown(one: RehearsedFile) -> Shown:
    counts = {kind: Tally(*figures) for kind, figures in one.counts.items()}
    causes = [(_sentence(code, facts), place, count) for code, facts, place, count in one.causes]
    return Shown(one.name, count_rows(counts), causes, _sentence(*one.fault) if one.fault else "")


def _sentence(code: str, facts: object) -> str:
    refusal = stored_refusal(code, dict(facts))  # type: ignore[call-overload]
    return f"{refusal.sentence} {refusal.what_to_do}".strip()
