"""A long timeline piece by piece: its newest lines, the way to the older ones by key, comments or changes alone.

    piece = chronicle.piece(request, [order.subject], chronicle.Changes(read, words))

`read(before, limit)` answers what changed below an id, the newest first; each has an id and a moment. Comments and
changes are two rows of ids that are walked side by side by their moments, so that neither loses a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from emporion.crm import queries as crm
from emporion.crm.types import CommentView

from .lists.addresses import changed_address
from .parts import Event, Tab
from .rights import staff_of
from .said import comment_events

SHOWN = 30
FEW = 3  # lines that nobody needs to divide
FURTHEST = 1000  # lines shown at once for the sake of a comment that somebody is led to
PARTS = ("all", "comments", "changes")
MARK = re.compile(r"(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed: read(before, limit) finds it, words puts it into lines, as many as it is given.

    seen leaves out what this reader may not see, and may leave out a part of one.
    """

    read: Callable[[int | None, int], Sequence[Any]]
    words: Callable[[Sequence[Any]], Sequence[Event]]
    seen: Callable[[Sequence[Any]], Sequence[Any]] = list


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines, the address of the next ones ("" at the end), and what can be shown alone."""

    events: Sequence[Event]
    more: str
    tabs: Sequence[Tab]
    part: str


@dataclass(frozen=True, slots=True)
class _Below:
    """Where to go on: below which change and which comment; None is the top."""

    change: int | None = None
    comment: int | None = None

    def __str__(self) -> str:
        return f"{self.change or ''}-{self.comment or ''}"


def piece(request: HttpRequest, subjects: Iterable[str], changes: Changes) -> Piece:
    """The lines that the address asks for; a fixed number of queries, whatever their number."""
    part = request.GET.get("told", "")
    part = part if part in PARTS else "all"
    named, below = list(subjects), _below(request.GET.get("before", ""))
    taken, left = _taken(part, below, SHOWN, named, changes)
    said = request.GET.get("said", "")
    if left and said.isdecimal() and not any(isinstance(one, CommentView) and str(one.id) == said for one in taken):
        taken, left = _taken(part, below, FURTHEST, named, changes)
    more = changed_address(request.GET, before=str(left), said=None) if left else ""
    is_short = not left and part == "all" and not below.change and not below.comment and len(taken) <= FEW
    return Piece(_events(request, taken, changes), more, [] if is_short else _tabs(request, part), part)


def _below(text: str) -> _Below:
    found = MARK.fullmatch(text)
    change, comment = (int(one) if one else None for one in found.groups()) if found else (None, None)
    return _Below(change, comment)


def _taken(
    part: str, below: _Below, most: int, subjects: Sequence[str], changes: Changes
) -> tuple[list[Any], _Below | None]:
    """The next lines of both rows by their moments, and where to go on, None at the end."""
    changed = [] if part == "comments" else list(changes.read(below.change, most + 1))
    said = [] if part == "changes" else crm.comments(subjects, most + 1, below.comment)
    seen = {one.id: one for one in changes.seen(changed)} if changed else {}
    taken: list[Any] = []
    at_change, at_comment = below.change, below.comment
    left = 0
    for one in _walked(changed, said, most):
        if len(taken) == most:
            left = 1
            break
        if isinstance(one, CommentView):
            at_comment = one.id
            taken.append(one)
        else:
            at_change = one.id
            taken += [seen[one.id]] if one.id in seen else []
    is_over = not left and len(changed) <= most and len(said) <= most
    return taken, None if is_over else _Below(at_change, at_comment)


def _walked(changed: Sequence[Any], said: Sequence[CommentView], most: int) -> Iterator[Any]:
    """Both rows side by side, newest first; it ends where one ran out that may have more."""
    rows = [list(reversed(changed)), list(reversed(said))]
    full = [len(changed) > most, len(said) > most]
    while any(rows):
        if any(is_full and not row for row, is_full in zip(rows, full, strict=True)):
            return
        yield max((row for row in rows if row), key=lambda row: row[-1].at).pop()


def _events(request: HttpRequest, taken: Sequence[Any], changes: Changes) -> list[Event]:
    said = [one for one in taken if isinstance(one, CommentView)]
    changed = [one for one in taken if not isinstance(one, CommentView)]
    words = iter(changes.words(changed)) if changed else iter(())
    comments = iter(comment_events(staff_of(request), said))
    return [next(comments) if isinstance(one, CommentView) else next(words) for one in taken]


def _tabs(request: HttpRequest, part: str) -> list[Tab]:
    named = {"all": _("All"), "comments": _("Comments"), "changes": _("Changes")}
    return [
        Tab(
            word,
            changed_address(request.GET, told=None if name == "all" else name, said=None) or request.path,
            current=name == part,
        )
        for name, word in named.items()
    ]
