"""What anybody may ask about what was said. Whether the asker may see the subject is the page's question."""

from __future__ import annotations

from collections.abc import Iterable

from emporion.accounts.queries import staff_list

from .models import Comment, Mention
from .types import CommentView, MentionView, NoSuchComment

MOST = 200


def comments(subjects: Iterable[str], limit: int = MOST, before: int | None = None) -> list[CommentView]:
    """What was said about some subjects, the newest first; before is the id to go on below. Two queries."""
    found = Comment.objects.filter(subject__in=list(subjects)).order_by("-id").prefetch_related("mentions")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_view(row) for row in found[:limit]]


def comment(pk: int) -> CommentView:
    """One comment."""
    row = Comment.objects.filter(pk=pk).prefetch_related("mentions").first()
    if row is None:
        raise NoSuchComment()
    return _view(row)


def mentions_of(staff: int, limit: int = MOST) -> list[MentionView]:
    """Where a colleague was named and has not looked yet, the longest waiting first; two queries."""
    found = Mention.objects.filter(staff=staff, seen_at=None, comment__taken_back_at=None).order_by("id")
    rows = found.select_related("comment").prefetch_related("comment__mentions")[:limit]
    return [MentionView(row.pk, _view(row.comment)) for row in rows]


def unseen(staff: int) -> int:
    """In how many comments a colleague was named and has not looked yet."""
    return Mention.objects.filter(staff=staff, seen_at=None, comment__taken_back_at=None).count()


def colleagues() -> dict[int, str]:
    """Who can be mentioned: everybody who may sign in, by name."""
    return {one.id: one.name for one in staff_list(active_only=True)}


def _view(row: Comment) -> CommentView:
    return CommentView(
        row.pk,
        row.subject,
        row.author_id,
        "" if row.taken_back_at else row.text,
        row.at,
        row.changed_at,
        row.taken_back_at,
        tuple(sorted(one.staff_id for one in row.mentions.all())),
    )
