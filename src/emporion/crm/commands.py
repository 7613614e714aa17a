"""What people do with comments: say, change, take back, see."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work

from .models import Comment, Mention
from .queries import colleagues
from .rules import named
from .types import (
    LONGEST,
    MINUTES_TO_CHANGE,
    TIME_TO_CHANGE,
    CommentChanged,
    Commented,
    CommentPutBack,
    CommentsForgotten,
    CommentTakenBack,
    MentionsSeen,
    NoSuchComment,
    NothingSaid,
    NotYourWords,
    SaidTooMuch,
    TakenBackAlready,
    TooLateToChange,
)


@command
def say(work: Work, *, subject: str, staff: int, text: str) -> int:
    """Say something about a subject and answer the comment's number; whom it names behind @ finds it on Today.

    Refuses a text without words, one too long, and a name that fits nobody or several. Who answers has seen what was
    asked there.
    """
    words = _words(text)
    mentioned = tuple(one for one in named(words, colleagues()) if one != staff)
    row = Comment.objects.create(subject=subject, author_id=staff, text=words, at=work.now)
    Mention.objects.bulk_create(Mention(comment=row, staff_id=one) for one in mentioned)
    Mention.objects.filter(staff=staff, seen_at=None, comment__subject=subject).update(seen_at=work.now)
    work.tell(Commented(subject, row.pk, mentioned))
    return row.pk


@command
def change(work: Work, *, comment: int, staff: int, text: str) -> None:
    """Put one's own comment differently, within 15 minutes; colleagues whom it names no more are not called."""
    row = _own(work, comment, staff)
    words = _words(text)
    if words == row.text:
        return
    mentioned = tuple(one for one in named(words, colleagues()) if one != staff)
    Mention.objects.filter(comment=row).exclude(staff__in=mentioned).delete()
    Mention.objects.bulk_create((Mention(comment=row, staff_id=one) for one in mentioned), ignore_conflicts=True)
    row.text, row.changed_at = words, work.now
    row.save(update_fields=["text", "changed_at"])
    work.tell(CommentChanged(row.subject, comment, mentioned))


@command
def take_back(work: Work, *, comment: int, staff: int) -> None:
    """Take one's own comment back, within 15 minutes; that there was one stays to be seen."""
    row = _own(work, comment, staff)
    Comment.objects.filter(pk=row.pk).update(taken_back_at=work.now)
    work.tell(CommentTakenBack(row.subject, comment))


@command
def put_back(work: Work, *, comment: int, staff: int) -> None:
    """Stand by one's own comment again, within 15 minutes after it was said; one that stands is left as it is."""
    row = _own(work, comment, staff, taken_back=True)
    if row.taken_back_at:
        Comment.objects.filter(pk=row.pk).update(taken_back_at=None)
        work.tell(CommentPutBack(row.subject, comment))


@command
def see(work: Work, *, staff: int, mentions: Sequence[int]) -> None:
    """Note that a colleague has seen where they were named; those of others and those seen before are passed over."""
    waiting = Mention.objects.select_for_update().filter(staff=staff, seen_at=None, pk__in=list(mentions))
    ids = tuple(waiting.order_by("pk").values_list("pk", flat=True))
    if ids:
        Mention.objects.filter(pk__in=ids).update(seen_at=work.now)
        work.tell(MentionsSeen(f"staff:{staff}", ids))


@command
def forget(work: Work, *, subjects: Sequence[str]) -> None:
    """Blank the words of all comments about some subjects, for a person who asked to be forgotten."""
    found = Comment.objects.filter(subject__in=list(subjects)).exclude(text="")
    counted: dict[str, int] = {}
    for subject in found.values_list("subject", flat=True):
        counted[subject] = counted.get(subject, 0) + 1
    found.update(text="", taken_back_at=work.now)
    for subject, number in sorted(counted.items()):
        work.tell(CommentsForgotten(subject, number))


def _words(text: str) -> str:
    words = "\n".join(line.rstrip() for line in text.replace("\0", "").splitlines()).strip()
    if not words:
        raise NothingSaid()
    if len(words) > LONGEST:
        raise SaidTooMuch(limit=LONGEST, length=len(words))
    return words


def _own(work: Work, comment: int, staff: int, *, taken_back: bool = False) -> Comment:
    """A comment that its author may still change, locked."""
    row = Comment.objects.select_for_update().filter(pk=comment).first()
    if row is None:
        raise NoSuchComment()
    if row.author_id != staff:
        raise NotYourWords()
    if row.taken_back_at and not (taken_back and row.text):
        raise TakenBackAlready()
    if work.now > row.at + TIME_TO_CHANGE:
        raise TooLateToChange(minutes=MINUTES_TO_CHANGE)
    return row
