"""The journal: found by who, what, about what, when and from which message; each line with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emporion.accounts.queries import Asker, may_somewhere
from emporion.journal import queries as journal
from emporion.journal.types import FactView

from .. import numbers, times
from ..drawer import render_drawer
from ..files import csv_file
from ..navigation import place
from ..orders.papers import pages_of
from ..parts import Action
from ..people import names as people_named
from ..rights import requires, staff_of
from ..timeline import names_in, said_of
from ..why import chain
from . import sentences as sentences  # the words of facts that no other page shows, entered when they load
from .asking import Question, kinds, people, question
from .sight import Sight
from .subjects import Subject, named
from .words import title_of

FILE_ROWS = 100_000
FILE_PAGE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the journal shows it: what, to what, by whom, because of what. why opens its evidence."""

    fact: FactView
    title: str
    text: str
    icon: str
    about: Subject
    who: str
    origin: str
    origin_url: str
    why: str


def lines(asker: Asker, facts: Sequence[FactView]) -> list[Line]:
    """Facts with all their names, in a fixed number of queries whatever their number."""
    known, goods = people_named({one for fact in facts for one in (fact.actor, fact.origin)}), names_in(facts)
    about = named(asker, (fact.subject for fact in facts))
    sees, pages = may_somewhere(asker, "exchange.view"), pages_of(asker, {fact.origin for fact in facts})
    found = []
    for fact in facts:
        said = said_of(fact.event, goods) if fact.event else None
        origin, url = _origin(fact, known, sees, pages)
        found.append(
            Line(
                fact, str(said.title) if said else title_of(fact.kind), str(said.text) if said else "",
                said.icon if said else "point", about[fact.subject], known[fact.actor], origin, url,
                reverse("web:journal_fact", args=[fact.id]),
            )
        )  # fmt: skip
    return found


def _origin(fact: FactView, known: Mapping[str, str], sees: bool, pages: Mapping[str, str]) -> tuple[str, str]:
    """What a fact came from, in words, and where that is read."""
    if fact.message is not None:
        words = _("message %(number)s") % {"number": numbers.count(fact.message)}
        url = f"{reverse('web:message', args=[fact.message])}{f'?place={fact.place}' if fact.place else ''}"
        return (f"{words}, {fact.place}" if fact.place else words), url if sees else ""
    head, _colon, rest = fact.origin.partition(":")
    if head == "page" and rest.startswith("/"):
        return _("by hand"), pages.get(fact.origin, "")
    if head == "fact" and rest.isdecimal():
        return _("follows from fact %(number)s") % {"number": numbers.count(int(rest))}, place("journal_fact", rest)
    if head == "session" and rest.isdecimal():
        words = _("session %(number)s") % {"number": numbers.count(int(rest))}
        return words, reverse("web:session", args=[rest]) if sees else ""
    return known[fact.origin], ""


@requires("journal.view", somewhere=True)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """The journal, newest first, as the filters ask; as a file when the address says so."""
    asker = staff_of(request)
    sight = Sight(asker)
    asked = question(request, sight)
    if request.GET.get("format") == "csv":
        return _file(asked)
    facts, mark = asked.read()
    return render(
        request,
        "web/journal/list.html",
        {
            "rows": lines(asker, facts),
            "asked": asked.text("q"),
            "chips": asked.chips(),
            "kept": asked.kept(),
            "people": people(),
            "kinds": kinds(sight),
            "chosen": {name: asked.text(name) for name in ("who", "kind", "about", "message", "since", "until")},
            "further": asked.further(mark) if mark else "",
            "newest": asked.without() if asked.before else "",
            "actions": [Action(_("As a file"), f"{asked.without()}&format=csv", "quiet", "download")],
        },
    )


def _file(asked: Question) -> StreamingHttpResponse:
    heads = (_("When"), _("What happened"), _("In words"), _("About"), _("Who"), _("Origin"), _("Fact"))
    return csv_file("journal", heads, _cells(asked))


def _cells(asked: Question) -> Iterator[Sequence[object]]:
    """The rows of the file, read page by page: it ends after FILE_ROWS facts, the newest ones."""
    mark, left = asked.before, FILE_ROWS
    while left > 0:
        facts, mark = asked.read(FILE_PAGE, mark)
        for line in lines(asked.sight.asker, facts):
            said = f"{line.title} {line.text}".strip()
            kind, at = title_of(line.fact.kind), times.iso(line.fact.at)
            yield at, kind, said, line.about.words, line.who, line.origin, line.fact.id
        left -= FILE_PAGE
        if mark is None:
            return


@requires("journal.view", somewhere=True)
@require_safe
def fact(request: HttpRequest, number: int) -> HttpResponse:
    """One fact with all that is known of its origin, down to the element of a message."""
    asker = staff_of(request)
    found = journal.fact(number)
    seen = Sight(asker).of([found]) if found else []
    if not seen:
        raise Http404
    [line] = lines(asker, seen)
    shown = {
        "line": line,
        "evidence": chain.evidence(asker, chain.of_fact(line.fact), lambda _channel: []),
        "actions": [Action(_("All about it"), f"{reverse('web:journal')}?about={line.fact.subject}", icon="history")],
    }
    return render_drawer(request, "web/journal/fact.html", shown)
