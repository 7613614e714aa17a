"""A connection beside the present system: it reads and compares, until a person lets it work for real."""

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..kinds import CATCHERS
from ..models import Channel, Shadow
from ..queries.outbox import waiting_count
from ..types import NoSuchChannel, NotShadowed, ShadowBegun, ShadowedAlready, ShadowEnded
from .leaving import reason_of


@command
def begin_shadow(work: Work, *, channel: int, reason: str) -> None:
    """From now on nothing leaves by a connection, and what it is told is compared with what the house held until now.

    What only this connection brings from now on is taken in, so that there is something to look at. Refused without a
    reason, and where it only compares already.
    """
    row = _locked(channel)
    if Shadow.objects.filter(channel=channel).exists():
        raise ShadowedAlready(name=row.title or row.code)
    told = reason_of(reason)
    Shadow.objects.create(channel=row, reason=told, by=work.actor[:64], at=work.now)
    work.tell(ShadowBegun(f"channel:{channel}", told))


@command
def end_shadow(work: Work, *, channel: int, reason: str) -> None:
    """The connection works for real: what waits leaves with its next session, what was only compared is taken.

    A worker takes it, message by message as they came, as far as nothing newer was said since; whose word counts and
    what a person protects holds as ever. Refused without a reason, and where it works for real already.
    """
    row = _locked(channel)
    shadow = Shadow.objects.filter(channel=channel).first()
    if shadow is None:
        raise NotShadowed(name=row.title or row.code)
    told = reason_of(reason)
    shadow.delete()
    work.tell(ShadowEnded(f"channel:{channel}", told, waiting_count(channel)))
    if catch_up := CATCHERS.get(row.kind):
        catch_up(channel)


def _locked(channel: int) -> Channel:
    row = Channel.objects.select_for_update().filter(pk=channel).first()
    if row is None:
        raise NoSuchChannel(channel=channel)
    return row
