"""What the peers have to learn, and what they know."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Max, QuerySet

from emporion.kernel import rows

from ..models import Outgoing
from ..text import among, fault_from, listed, moment
from ..types import OutgoingView

CONFIRMED = """SELECT object_id FROM exchange_outgoing
    WHERE channel_id = %s AND kind = %s AND {objects} AND confirmed_at < %s"""


def confirmed_before(channel: int, kind: str, object_ids: Sequence[int], at: datetime) -> set[int]:
    """Of these objects, those whose last success came before a moment by our clock.

    An object that was confirmed, changed and confirmed again counts from its last success.
    """
    sql = CONFIRMED.format(objects=among("object_id"))
    found = rows.fetch(sql, [channel, kind, listed(object_ids), moment(at)]) if object_ids else []
    return {row[0] for row in found}


def outgoing(channel: int, kind: str = "", state: str = "", limit: int = 200) -> list[OutgoingView]:
    """What is still to go, failed ones included, oldest object first."""
    found = _due(channel, kind)
    if state:
        found = found.filter(state=state)
    return [_view(row) for row in found.order_by("object_id")[:limit]]


def last_confirmed(channel: int, kind: str) -> datetime | None:
    """When the peer last said that it has something of a kind; None when it never did."""
    at: datetime | None = Outgoing.objects.filter(channel=channel, kind=kind).aggregate(at=Max("confirmed_at"))["at"]
    return at


def told_of(kind: str, object_id: int) -> list[OutgoingView]:
    """What every peer knows or has still to learn of one object, for the object's own page."""
    return [_view(row) for row in Outgoing.objects.filter(kind=kind, object_id=object_id).order_by("channel")]


def known_there(channel: int, kind: str, object_ids: Sequence[int]) -> set[int]:
    """Of these objects, those that the peer has been given and has confirmed, in whatever state."""
    given = Outgoing.objects.filter(channel=channel, kind=kind, object_id__in=rows.among(object_ids), confirmed__gt=0)
    return set(given.values_list("object_id", flat=True))


def waiting_count(channel: int, kind: str = "") -> int:
    """How many objects are still to go."""
    return _due(channel, kind).count()


def _due(channel: int, kind: str) -> QuerySet[Outgoing]:
    found = Outgoing.objects.filter(channel=channel, wanted__gt=F("confirmed"))
    return found.filter(kind=kind) if kind else found


def _view(row: Outgoing) -> OutgoingView:
    return OutgoingView(
        channel=row.channel_id,
        kind=row.kind,
        object_id=row.object_id,
        wanted=row.wanted,
        offered=row.offered,
        confirmed=row.confirmed,
        offered_at=row.offered_at,
        confirmed_at=row.confirmed_at,
        tries=row.tries,
        not_before=row.not_before,
        state=row.state,
        fault=fault_from(row.error_code, row.error_facts),
    )
