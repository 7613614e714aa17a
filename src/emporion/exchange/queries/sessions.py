"""Talks and their requests.

A peer never says goodbye, so whether a talk goes on is told by when it was last heard, at the moment somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models import Message, Session, Step
from ..text import counts_from, fault_from
from ..tokens import token_hash
from ..types import NoSuchSession, SessionView, StepView, Tally, TurnedAway


def session(number: int) -> SessionView:
    """One talk; refused when there is none."""
    if row := Session.objects.filter(pk=number).first():
        return _views([row])[0]
    raise NoSuchSession(session=number)


def session_by_token(token: str) -> SessionView | None:
    """The talk that a request belongs to, or None for a token nobody gave out."""
    row = Session.objects.filter(token_hash=token_hash(token)).first()
    return _views([row])[0] if row else None


def sessions(channel: int | None = None, state: str = "", limit: int = 50) -> list[SessionView]:
    """The newest talks, of one channel or of all, in any state or in one."""
    found = listed_sessions([state] if state else ()).order_by("-pk")
    if channel is not None:
        found = found.filter(channel=channel)
    return _views(found[:limit])


def listed_sessions(states: Sequence[str] = ()) -> QuerySet[Session]:
    """Talks for a list, in any state or in some; what the list shows of them is asked of `session_views`."""
    quiet = quiet_since()
    wanted = reduce(or_, (_in_state(state, quiet) for state in states), Q())
    return Session.objects.filter(wanted)


def session_views(rows: Iterable[Session]) -> list[SessionView]:
    """Some talks with what their messages came to together; one query."""
    return _views(rows)


def steps(number: int, limit: int = 1000) -> list[StepView]:
    """The requests of a talk in their order."""
    return [_step(row) for row in Step.objects.filter(session=number).order_by("pk")[:limit]]


def refused_steps(talks: Iterable[int], since: datetime, limit: int) -> list[tuple[int, StepView]]:
    """The newest requests of some talks that were refused or taken with a notice, each with its talk; one query."""
    found = Step.objects.filter(session__in=list(talks), at__gt=since)
    wanted = found.filter(~Q(code="") | Q(answer__startswith="failure")).order_by("-at", "-pk")
    return [(row.session_id or 0, _step(row)) for row in wanted[:limit]]


def _step(row: Step) -> StepView:
    return StepView(
        row.at, row.request, row.answer, row.status, row.milliseconds, row.size, fault_from(row.code, row.facts)
    )


def turned_away(limit: int = 50, channel: int | None = None) -> list[TurnedAway]:
    """The newest requests that belong to no talk, with what they were told; of one channel or of all and none."""
    found = Step.objects.filter(session=None).order_by("-at", "-pk")
    if channel is not None:
        found = found.filter(channel=channel)
    return [
        TurnedAway(
            row.pk, row.channel_id, row.at, row.request, row.answer, row.address, row.count,
            fault_from(row.code, row.facts),
        )
        for row in found[:limit]
    ]  # fmt: skip


def quiet_since() -> datetime:
    """A talk last heard before this moment is over: EMPORION_QUIET_SECONDS ago, 60 when nobody says otherwise."""
    return timezone.now() - timedelta(seconds=settings.EMPORION_QUIET_SECONDS)


def _in_state(state: str, quiet: datetime) -> Q:
    told, going_on = Q(state=state), Q(state="open", error_code="")
    if state == "open":
        return going_on & Q(seen_at__gte=quiet)
    if state == "failed":
        return told | (Q(state="open") & ~Q(error_code=""))
    return told | (going_on & Q(seen_at__lt=quiet))


def _state(row: Session) -> str:
    if row.state != "open":
        return row.state
    if row.error_code:
        return "failed"
    return "done" if row.seen_at < quiet_since() else "open"


def _views(rows: Iterable[Session]) -> list[SessionView]:
    """Talks, each with what its messages came to together."""
    rows = list(rows)
    counts: defaultdict[int, defaultdict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    kept = Message.objects.filter(session__in=[row.pk for row in rows], direction="in").values_list("session", "counts")
    for number, told in kept:
        for kind, tally in counts_from(told).items():
            counts[number][kind] += tally
    return [_view(row, counts[row.pk]) for row in rows]


def _view(row: Session, counts: Mapping[str, Tally]) -> SessionView:
    state = _state(row)
    by_silence = row.state == "open" and state == "done"
    return SessionView(
        id=row.pk,
        channel=row.channel_id,
        kind=row.kind,
        user_agent=row.user_agent,
        address=row.address,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.seen_at if by_silence else row.ended_at,
        state=state,
        counts=dict(counts),
        fault=fault_from(row.error_code, row.error_facts),
        by_silence=by_silence,
        version=row.version,
    )
