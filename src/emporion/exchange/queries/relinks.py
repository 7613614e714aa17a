"""Proposals for the keys of a re-numbered base."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..models import Message, Question, Relink
from ..types import SURE, Found, Marks, RelinkCounts, RelinkView, Renumbered, name_folded
from .questions import asked_about

LINKED, CREATED = "linked", "created"
"""What the question of a re-numbered base was answered by."""
NEAR = Q(choice="", percent__gt=0)
IS_SURE = Q(percent__gte=SURE, object_id__gt=0)
SORTS = {
    "sure": NEAR & IS_SURE,
    "unsure": NEAR & ~IS_SURE,
    "fresh": Q(choice="", percent=0),
    "linking": Q(choice="link", done=False),
    "linked": Q(choice="link", done=True),
    "new": Q(choice="new"),
    "back": Q(choice="back"),
}


def relink_counts(question: int) -> RelinkCounts:
    """How many proposals of a question stand where; of variants that follow their goods nothing is said."""
    told = {sort: Count("pk", filter=where) for sort, where in SORTS.items()}
    return RelinkCounts(**_of(question).aggregate(**told))


def listed_relinks(question: int, sort: str = "", text: str = "") -> QuerySet[Any]:
    """Rows of one sort, or all, by a part of the name, of the article or of the key; the least sure first."""
    found = _of(question)
    if sort in SORTS:
        found = found.filter(SORTS[sort])
    if text:
        found = found.filter(searched__contains=name_folded(text))
    return found.order_by("percent", "pk")


def _of(question: int) -> QuerySet[Relink]:
    return Relink.objects.filter(question=question).exclude(name="")


def relink_views(found: QuerySet[Any] | Collection[Any]) -> list[RelinkView]:
    """Proposals with their marks."""
    return [_view(row) for row in found]


def relink_of(question: int, number: int) -> RelinkView | None:
    """One proposal of a question, if it is of it."""
    row = Relink.objects.filter(question=question, pk=number).first()
    return _view(row) if row else None


def relinks_undecided(question: int) -> list[RelinkView]:
    """Every proposal that nobody has decided about, to be weighed anew beside others."""
    return [_view(row) for row in Relink.objects.filter(question=question, choice="").order_by("pk")]


def relinked_objects(channel: int, kind: str, since: datetime) -> set[int]:
    """Our objects of a kind that new keys lead to, or will, by questions of a connection since a moment."""
    found = Relink.objects.filter(question__channel=channel, question__asked_at__gte=since, kind=kind, choice="link")
    return set(found.values_list("chosen", flat=True))


def relinked_new(channel: int, kind: str, keys: Sequence[str]) -> set[str]:
    """Those of some keys of which a person has said that they are new."""
    found = Relink.objects.filter(question__channel=channel, kind=kind, choice="new", key__in=keys) if keys else ()
    return {row.key for row in found}


def newest_renumbering(channel: int) -> int | None:
    """The last question about a re-numbered base of a connection, open or answered."""
    return next((one.id for one in asked_about(channel, Renumbered.code, 1)), None)


def renumbering_answered(channel: int, answer: str, since: datetime, kind: str = "") -> int | None:
    """The last question of a connection that was answered so since a moment; a linking not one that was taken back.

    kind: only one that was, among others, about objects of this kind.
    """
    found = Question.objects.filter(channel=channel, code=Renumbered.code, answer=answer, answered_at__gte=since)
    if answer == LINKED:
        linked = Relink.objects.filter(question=OuterRef("pk"), choice="link", done=True)
        found = found.filter(Exists(linked.filter(kind=kind) if kind else linked))
    return found.order_by("-pk").values_list("pk", flat=True).first()


def stopped_messages(channel: int) -> list[int]:
    """Messages that wait for a person's answer, oldest first."""
    return list(Message.objects.filter(channel=channel, state="stopped").order_by("pk").values_list("pk", flat=True))


def _view(row: Relink) -> RelinkView:
    article, codes = orjson.loads(row.marks)
    by = tuple(filter(None, row.by.split(",")))
    found = Found(row.object_id, row.percent, by, tuple(orjson.loads(row.others)))
    marks = Marks(row.name, article, tuple(codes))
    return RelinkView(
        row.pk, row.question_id, row.kind, row.key, marks, found, row.choice, row.chosen, row.old_key, row.done
    )
