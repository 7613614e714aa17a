"""What the peers have to learn, and what they know."""

from collections.abc import Iterable, Mapping, Sequence
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
    found = due(channel, kind)
    if state:
        found = found.filter(state=state)
    return outgoing_views(found.order_by("object_id")[:limit])


def outgoing_views(found: Iterable[Outgoing]) -> list[OutgoingView]:
    """Some wishes as pages show them; no query."""
    return [_view(row) for row in found]


def last_confirmed(channel: int, kind: str) -> datetime | None:
    """When the peer last said that it has something of a kind; None when it never did."""
    at: datetime | None = Outgoing.objects.filter(channel=channel, kind=kind).aggregate(at=Max("confirmed_at"))["at"]
    return at


def told_of(kind: str, object_id: int) -> list[OutgoingView]:
    """What every peer knows or has still to learn of one object, for the object's own page."""
    return [_view(row) for row in Outgoing.objects.filter(kind=kind, object_id=object_id).order_by("channel")]


def known_there_of_each(wanted: Mapping[int, Sequence[int]], kind: str) -> dict[int, set[int]]:
    """Of some objects of each channel, those that its peer has been given and has confirmed; one query."""
    if not wanted:
        return {}
    ids = rows.among({pk for some in wanted.values() for pk in some})
    given = Outgoing.objects.filter(channel__in=list(wanted), kind=kind, object_id__in=ids, confirmed__gt=0)
    told = set(given.values_list("channel", "object_id"))
    return {channel: {pk for pk in some if (channel, pk) in told} for channel, some in wanted.items()}


def waiting_count(channel: int, kind: str = "") -> int:
    """How many objects are still to go."""
    return due(channel, kind).count()


def due(channel: int | None, kind: str) -> QuerySet[Outgoing]:
    """What a connection, or any, has still to learn."""
    found = Outgoing.objects.filter(wanted__gt=F("confirmed"))
    if channel is not None:
        found = found.filter(channel=channel)
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
