"""What waits for a person's decision."""

from ..models import Question
from ..text import from_text
from ..types import Fault, QuestionOver, QuestionView


def questions(channel: int | None = None, *, answered: bool = False, limit: int = 50) -> list[QuestionView]:
    """Open questions, of one connection or of all, the newest first; or those that were answered."""
    found = Question.objects.exclude(answer="") if answered else Question.objects.filter(answer="")
    if channel is not None:
        found = found.filter(channel=channel)
    return [_view(row) for row in found.order_by("-pk")[:limit]]


def asked_about(channel: int, code: str, limit: int = 10) -> list[QuestionView]:
    """The last questions of one code of a connection, open or answered, the newest first; not those withdrawn."""
    found = Question.objects.filter(channel=channel, code=code).exclude(answer="withdrawn")
    return [_view(row) for row in found.order_by("-pk")[:limit]]


def question(number: int) -> QuestionView:
    """One question, open or answered; refused when there is none."""
    if row := Question.objects.filter(pk=number).first():
        return _view(row)
    raise QuestionOver(question=number)


def _view(row: Question) -> QuestionView:
    return QuestionView(
        id=row.pk,
        channel=row.channel_id,
        fault=Fault(row.code, from_text(row.facts)),
        asked_at=row.asked_at,
        answer=row.answer,
        by=row.by,
        answered_at=row.answered_at,
    )
