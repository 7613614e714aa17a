"""What a person can do for a connection by hand: drop files, import what was left, answer what the exchange asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from emporion.catalog.queries import products
from emporion.exchange import queries as exchange
from emporion.exchange.types import (
    ANSWERS,
    LEFTOVERS,
    UPLOADERS,
    Answer,
    ChannelOff,
    ChannelView,
    DroppedFile,
    LeftFile,
    QuestionView,
    Renumbered,
)
from emporion.kernel.errors import Refused

from .. import intent, numbers
from ..notes import saved
from ..rights import requires

TAKEN = (".xml", ".zip")
MOST_FILES = 200
SAMPLE = 8  # goods that a question names; the rest is a number in its sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an exchange with its sentence, some of the goods it is about, and the ways to answer.

    page: where it is answered, when it takes more than a press.
    """

    view: QuestionView
    refusal: Refused
    sample: Sequence[str]
    answers: Sequence[Answer]
    page: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What stands under a connection: whether files may be dropped, what was left there, what is asked."""

    may_drop: bool
    left: Sequence[LeftFile]
    asked: Sequence[Asked]


def of_channels(among: Sequence[ChannelView], *, may_operate: bool) -> dict[int, Work]:
    """What there is to do for connections, by those who operate the exchange; the others see the questions."""
    asked = _asked(among, exchange.questions(), may_operate=may_operate)
    return {one.id: _work(one, asked[one.id], may_operate=may_operate) for one in among}


def _work(channel: ChannelView, asked: Sequence[Asked], *, may_operate: bool) -> Work:
    leftovers = LEFTOVERS.get(channel.kind)
    return Work(
        may_operate and channel.is_active and channel.kind in UPLOADERS and channel.kind in LEFTOVERS,
        leftovers.listed(channel.id) if leftovers and may_operate else (),
        asked,
    )


def asked_of(channel: ChannelView) -> list[Asked]:
    """The open questions of a connection."""
    return _asked([channel], exchange.questions(channel.id), may_operate=True)[channel.id]


def _asked(
    among: Sequence[ChannelView], questions: Sequence[QuestionView], *, may_operate: bool
) -> defaultdict[int, list[Asked]]:
    """Questions by connection; who may not operate it sees them without buttons."""
    kinds = {one.id: one.kind for one in among}
    names = _names([pk for one in questions for pk in _about(one)])
    found = defaultdict[int, list[Asked]](list)
    for one in questions:
        choices = ANSWERS.get(kinds[one.channel]) if may_operate else None
        sample = [names[pk] for pk in _about(one) if pk in names]
        answers = choices.answers.get(one.fault.code, ()) if choices else ()
        page = page_of(one) if may_operate else ""
        found[one.channel].append(Asked(one, one.fault.refusal, sample, answers, page))
    return found


def page_of(question: QuestionView) -> str:
    """Where a question is answered that asks for more than a press."""
    if question.fault.code == Renumbered.code:
        return reverse("web:channel_renumbered", args=[question.channel])
    return ""


def _about(question: QuestionView) -> Sequence[int]:
    """Some of the goods that a question is about."""
    told: Sequence[int] = question.fault.facts.get("products", ())
    return told[:SAMPLE]


def _names(ids: Sequence[int]) -> dict[int, str]:
    return dict(products().filter(pk__in=list(ids)).values_list("pk", "name")) if ids else {}


class NotAnExchangeFile(Refused):
    """Neither XML nor an archive of it."""

    code = "not_an_exchange_file"
    says = gettext_noop("“%(name)s” is neither XML nor a ZIP archive.")
    remedy = gettext_noop("Drop the files that 1C wrote: import.xml, offers.xml, or the archive with them.")


class NothingDropped(Refused):
    """The form came without a file."""

    code = "nothing_dropped"
    says = gettext_noop("No file was chosen.")
    remedy = gettext_noop("Choose files or drop them on the field, at most 200 at once.")


@requires("exchange.operate")
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take dropped files in: goods before offers, whatever their names are."""
    channel = exchange.channel_by_id(number)
    if channel.kind not in UPLOADERS:
        raise Http404
    if not channel.is_active:
        raise ChannelOff(code=channel.code)
    files = dropped(request)
    UPLOADERS[channel.kind](number, files, intent.actor(request))
    LEFTOVERS[channel.kind].take(number)
    said = ngettext("%(files)s file is being imported.", "%(files)s files are being imported.", len(files))
    saved(request, said % {"files": numbers.count(len(files))})
    return redirect("web:exchange")


def dropped(request: HttpRequest) -> list[DroppedFile]:
    """The files of a form; refused when there are none, too many, or of a kind that no exchange writes."""
    files = request.FILES.getlist("files")
    if not files or len(files) > MOST_FILES:
        raise NothingDropped()
    for one in files:
        if PurePath(one.name or "").suffix.lower() not in TAKEN:
            raise NotAnExchangeFile(name=(one.name or "")[:100])
    return [DroppedFile(one.name or "", one.file, one.size or 0) for one in files]  # type: ignore[arg-type]


@requires("exchange.operate")
@require_POST
def left(request: HttpRequest, number: int) -> HttpResponse:
    """Import what was uploaded and never asked to be imported."""
    leftovers = LEFTOVERS.get(exchange.channel_by_id(number).kind)
    if leftovers is None:
        raise Http404
    leftovers.take(number)
    saved(request, _("What was uploaded is being imported."))
    return redirect("web:exchange")


@requires("exchange.operate")
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a question of an exchange by one of the words that its kind offers."""
    asked = exchange.question(number)
    choices = ANSWERS.get(exchange.channel_by_id(asked.channel).kind)
    word = request.POST.get("answer", "")
    if choices is None or word not in {one.word for one in choices.answers.get(asked.fault.code, ())}:
        raise Http404
    choices.act(number, word, intent.actor(request))
    saved(request, _("The answer is kept."))
    return redirect("web:exchange")
