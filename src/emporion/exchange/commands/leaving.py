"""What people decide about the outbox: pause what leaves, send again what did not go through, give it up."""

from collections.abc import Callable, Sequence
from itertools import groupby

from emporion.journal.commands import command
from emporion.journal.types import Event, Work
from emporion.kernel import rows

from ..models import Channel, Outgoing, Pause
from ..types import (
    NoSuchChannel,
    NotPausedNow,
    OutgoingGivenUp,
    OutgoingPaused,
    OutgoingResumed,
    OutgoingSentAgain,
    PausedAlready,
    ReasonUntold,
)

OUT = "out"
LONGEST = 200  # characters of a reason
UNHELD = {
    "state": "open", "tries": 0, "not_before": None, "reason": "", "by": "", "error_code": "", "error_facts": "{}",
}  # fmt: skip


@command
def pause_outgoing(work: Work, *, channel: int, reason: str) -> None:
    """Nothing leaves through a connection until somebody resumes it; what comes in and what is wanted goes on.

    Refused without a reason, and where it is paused already.
    """
    row = Channel.objects.select_for_update().filter(pk=channel).first()
    if row is None:
        raise NoSuchChannel(channel=channel)
    if Pause.objects.filter(channel=channel, direction=OUT).exists():
        raise PausedAlready(name=row.title or row.code)
    told = reason_of(reason)
    Pause.objects.create(channel=row, direction=OUT, reason=told, by=work.actor, at=work.now)
    work.tell(OutgoingPaused(f"channel:{channel}", told))


@command
def resume_outgoing(work: Work, *, channel: int) -> None:
    """Everything that waits leaves with the next session; refused where nothing is paused."""
    row = Channel.objects.select_for_update().filter(pk=channel).first()
    if row is None:
        raise NoSuchChannel(channel=channel)
    if not Pause.objects.filter(channel=channel, direction=OUT).delete()[0]:
        raise NotPausedNow(name=row.title or row.code)
    work.tell(OutgoingResumed(f"channel:{channel}"))


@command
def retry_outgoing(work: Work, *, ids: Sequence[int]) -> int:
    """Try these rows again at once, with all their tries; answers how many had been held, failed or given up."""
    stuck = _locked(ids, lambda row: row.tries > 0 or row.state != "open")
    Outgoing.objects.filter(pk__in=rows.among(row.pk for row in stuck)).update(**UNHELD)
    _tell(work, stuck, OutgoingSentAgain)
    return len(stuck)


@command
def give_up_outgoing(work: Work, *, ids: Sequence[int], reason: str) -> int:
    """These rows leave no more, not even when their objects change; answers how many had still to leave.

    Refused without a reason. Sent again, they leave as they are then.
    """
    told = reason_of(reason)
    left = _locked(ids, lambda row: row.state != "given_up" and row.wanted > row.confirmed)
    given_up = Outgoing.objects.filter(pk__in=rows.among(row.pk for row in left))
    given_up.update(state="given_up", reason=told, by=work.actor, not_before=None)
    _tell(work, left, lambda subject, kind, objects: OutgoingGivenUp(subject, kind, objects, told))
    return len(left)


def reason_of(told: str) -> str:
    """What a person gave as the reason, as it is kept; refused when it is empty."""
    reason = told.strip()[:LONGEST]
    if not reason:
        raise ReasonUntold()
    return reason


def _locked(ids: Sequence[int], fits: Callable[[Outgoing], bool]) -> list[Outgoing]:
    found = Outgoing.objects.select_for_update().filter(pk__in=rows.among(ids)).order_by("channel", "kind", "object_id")
    return [row for row in found if fits(row)]


def _tell(work: Work, found: Sequence[Outgoing], event: Callable[[str, str, tuple[int, ...]], Event]) -> None:
    """One fact for each connection and kind."""
    for (channel, kind), some in groupby(found, key=lambda row: (row.channel_id, row.kind)):
        work.tell(event(f"channel:{channel}", kind, tuple(row.object_id for row in some)))
