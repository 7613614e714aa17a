"""The answers of the palette."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.accounts.queries import Asker
from emporion.search.queries import answered, find
from emporion.search.types import Hit

from ..rights import signed_in, staff_of
from . import doing, recent
from .kinds import KINDS, Line, Lines, found_words

LIMIT = 6  # things of a kind
LONGEST = 100
STRENGTH = {"code": 0, "word": 1, "start": 2, "like": 3}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its title in pieces: what answers the typed words is marked."""

    line: Line
    pieces: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one head."""

    title: str | Promise
    lines: Sequence[Shown]


@signed_in
@require_POST
def palette(request: HttpRequest) -> HttpResponse:
    """What a text finds, in groups; without a text what was open last, and what there is to begin.

    Posted, for what is typed may be a name or a phone, and an address is read by many.
    """
    asker, text = staff_of(request), request.POST.get("q", "").strip()[:LONGEST]
    groups = _found(asker, text) if text else _at_first(asker, request.POST.get("recent", ""))
    count = sum(len(group.lines) for group in groups)
    context = {"groups": groups, "asked": text, "found": found_words(count) if text else ""}
    answer = render(request, "web/palette/hits.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _found(asker: Asker, text: str) -> list[Group]:
    """The group with the best answer stands first, else they keep their order; pages and actions at the end."""
    scopes = {kind.name: scope for kind in KINDS if (scope := kind.scope(asker)) is not None}
    hits = find(text, scopes, LIMIT)
    best = {kind.name: min((STRENGTH[hit.how] for hit in hits if hit.kind == kind.name), default=9) for kind in KINDS}
    groups = [
        _group(kind.title, _in_order(hits, kind.name, kind.lines(asker, _keys(hits, kind.name))), text)
        for kind in sorted(KINDS, key=lambda kind: best[kind.name])
        if _keys(hits, kind.name)
    ]
    groups.append(_group(_("Go to"), doing.pages(asker, text), text))
    groups.append(_group(_("Begin"), doing.to_begin(asker, text), text))
    return [group for group in groups if group.lines]


def _at_first(asker: Asker, told: str) -> list[Group]:
    wanted = [Hit(kind, key, "code") for kind, key in recent.opened(told)]
    seen = {kind.name: kind for kind in KINDS if kind.scope(asker) is not None}
    lines = {name: kind.lines(asker, _keys(wanted, name)) for name, kind in seen.items() if _keys(wanted, name)}
    opened = [lines[hit.kind][hit.key] for hit in wanted if hit.key in lines.get(hit.kind, {})]
    groups = [_group(_("Open last"), opened), _group(_("Begin"), doing.to_begin(asker))]
    return [group for group in groups if group.lines]


def _keys(hits: Iterable[Hit], kind: str) -> list[str]:
    return [hit.key for hit in hits if hit.kind == kind]


def _in_order(hits: Iterable[Hit], kind: str, lines: Lines) -> list[Line]:
    """As they were found; what went meanwhile is not shown."""
    return [lines[key] for key in _keys(hits, kind) if key in lines]


def _group(title: str | Promise, lines: Sequence[Line], text: str = "") -> Group:
    return Group(title, [Shown(line, answered(line.title, text)) for line in lines])
