"""Talks and their requests."""

from ..models import Session, Step
from ..text import counts_from, fault_from
from ..tokens import token_hash
from ..types import NoSuchSession, SessionView, StepView


def session(number: int) -> SessionView:
    """One talk; refused when there is none."""
    if row := Session.objects.filter(pk=number).first():
        return _view(row)
    raise NoSuchSession(session=number)


def session_by_token(token: str) -> SessionView | None:
    """The talk that a request belongs to, or None for a token nobody gave out."""
    row = Session.objects.filter(token_hash=token_hash(token)).first()
    return _view(row) if row else None


def sessions(channel: int | None = None, state: str = "", limit: int = 50) -> list[SessionView]:
    """The newest talks, of one channel or of all, in any state or in one."""
    found = Session.objects.order_by("-pk")
    if channel is not None:
        found = found.filter(channel=channel)
    if state:
        found = found.filter(state=state)
    return [_view(row) for row in found[:limit]]


def steps(number: int, limit: int = 1000) -> list[StepView]:
    """The requests of a talk in their order."""
    found = Step.objects.filter(session=number).order_by("pk")
    return [StepView(row.at, row.request, row.answer, row.status, row.milliseconds, row.size) for row in found[:limit]]


def _view(row: Session) -> SessionView:
    return SessionView(
        id=row.pk,
        channel=row.channel_id,
        kind=row.kind,
        user_agent=row.user_agent,
        address=row.address,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        state=row.state,
        counts=counts_from(row.counts),
        fault=fault_from(row.error_code, row.error_facts),
    )
