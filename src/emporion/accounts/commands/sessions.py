"""Signing people out: of one browser, of all the others, of all."""

from __future__ import annotations

from django.db.models import QuerySet

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import OpenSession
from ..queries import mark_of
from ..types import CodesGuessed, SignedOut


@command
def note_guessing(work: Work, *, staff: int) -> None:
    """Somebody who knows a person's password guessed so many one-time codes that their guesses count no more today."""
    work.tell(CodesGuessed(f"staff:{staff}"))


@command
def sign_out(work: Work, *, staff: int, only: str = "", keep: str = "") -> int:
    """End the sessions of a person; answers how many.

    only: the mark of the one that ends. keep: the mark of the one that stays, such as the browser they ask from.
    """
    marks = {key: mark_of(key) for key in _of(staff).values_list("session_key", flat=True)}
    ended = [key for key, mark in marks.items() if mark != keep and only in ("", mark)]
    if ended:
        _of(staff).filter(session_key__in=ended).delete()
        work.tell(SignedOut(f"staff:{staff}", len(ended)))
    return len(ended)


def _of(staff: int) -> QuerySet[OpenSession]:
    return OpenSession.objects.filter(staff=staff)
