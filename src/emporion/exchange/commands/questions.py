"""Questions of an exchange to a person."""

from collections.abc import Mapping
from typing import Any

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Question
from ..text import to_text
from ..types import QuestionAnswered, QuestionAsked, QuestionOver


@command
def ask(work: Work, *, channel: int, code: str, facts: Mapping[str, Any]) -> int:
    """Ask a person; the open question of this code tells the newer facts from now on. Answers its number."""
    told = to_text(facts)
    standing = Question.objects.select_for_update().filter(channel=channel, code=code, answer="").first()
    if standing is not None:
        if standing.facts != told:
            Question.objects.filter(pk=standing.pk).update(facts=told, asked_at=work.now)
        return standing.pk
    made = Question.objects.create(channel_id=channel, code=code, facts=told, asked_at=work.now)
    work.tell(QuestionAsked(f"channel:{channel}", code))
    return made.pk


@command
def answer_question(work: Work, *, question: int, answer: str) -> None:
    """Keep what a person decided; what follows from it is the caller's. Refused when the question is open no more."""
    asked = Question.objects.select_for_update().filter(pk=question, answer="").first()
    if asked is None:
        raise QuestionOver(question=question)
    asked.answer, asked.by, asked.answered_at = answer[:20], work.actor[:64], work.now
    asked.save()
    work.tell(QuestionAnswered(f"channel:{asked.channel_id}", asked.code, answer))


@command
def withdraw_question(work: Work, *, channel: int, code: str) -> int:
    """A newer exchange has left nothing to ask; answers how many open questions went."""
    gone = Question.objects.filter(channel=channel, code=code, answer="")
    return gone.update(answer="withdrawn", by=work.actor[:64], answered_at=work.now)
