"""What a work told of its rows: the journal keeps the exact values that a way back puts in their place again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django import forms
from django.http import QueryDict

from emporion.accounts.queries import Asker
from emporion.journal.queries import facts_of_origin
from emporion.journal.types import Event

from .bulk import Told, origin_of

E = TypeVar("E", bound=Event)


class WorkForm(forms.Form):
    """Which work is taken back; the command that begins the way back says it, nobody types it."""

    work = forms.IntegerField()


def of_work(_asker: Asker, data: QueryDict | None) -> forms.Form:
    """The form of an act that is a way back to earlier values."""
    return WorkForm(data)


def told_of(told: Told, kind: type[E], subjects: Iterable[str]) -> dict[str, list[E]]:
    """The facts of one kind that the work which is taken back told, by subject; one query."""
    found = defaultdict[str, list[E]](list)
    for fact in facts_of_origin(origin_of(told["work"]), subjects):
        if isinstance(fact.event, kind):
            found[fact.subject].append(fact.event)
    return dict(found)
