"""What the peers have to learn, and what they know."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet

from emporion.kernel import rows

from ..models import Outgoing, Pause
from ..text import among, fault_from, listed, moment
from ..types import SUSPECT, OutgoingView, Paused, Queue, Stuck

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


def waiting_count(channel: int | None, kind: str = "", most: int | None = None) -> int:
    """How many objects are still to go to a connection, or to all; most: counted no further than one beyond it."""
    return due(channel, kind).values("pk")[: most + 1 if most else None].count()


def queues(channel: int | None = None) -> list[Queue]:
    """How long what a connection, or each, has still to learn is, by kind, and how old; one query."""
    held = due(channel, "").order_by("channel", "kind").values("channel", "kind")
    found = held.annotate(length=Count("pk"), failed=Count("pk", filter=Q(state="failed")), oldest=Min("wanted_at"))
    return [Queue(**row) for row in found]


def stuck(channel: int | None = None, state: str = "failed") -> list[Stuck]:
    """What failed for good, or has a cause in another or any state, by connection, kind and cause; two queries."""
    failed = due(channel, "").exclude(error_code="").order_by("channel", "kind", "error_code")
    if state:
        failed = failed.filter(state=state)
    found = failed.values("channel", "kind", "error_code").annotate(
        count=Count("pk"), oldest=Min("wanted_at"), newest=Max("pk")
    )
    groups = list(found)
    named = {row.pk: row for row in Outgoing.objects.filter(pk__in=[one["newest"] for one in groups])}
    return [
        Stuck(one["channel"], one["kind"], one["error_code"], one["count"], one["oldest"], _view(named[one["newest"]]))
        for one in groups
    ]


def stuck_ids(channel: int | None, kind: str = "", code: str | None = None) -> list[int]:
    """The rows of a connection that failed for good, of a kind and a cause if these are named, oldest wish first."""
    found = due(channel, kind).filter(state="failed")
    if code is not None:
        found = found.filter(error_code=code)
    return list(found.order_by("wanted_at", "pk").values_list("pk", flat=True))


def suspected(channel: int) -> int:
    """How many objects were given so often without a success that they go in halves, to find what is not taken."""
    return due(channel, "").filter(state="open", given__gte=SUSPECT).count()


def listed_outgoing() -> QuerySet[Outgoing]:
    """What has still to leave, given up ones too, for lists that narrow and sort it."""
    return Outgoing.objects.filter(wanted__gt=F("confirmed"))


def paused_outgoing() -> dict[int, Paused]:
    """The connections through which nothing leaves since a person paused it."""
    found = Pause.objects.filter(direction="out")
    return {row.channel_id: Paused(row.by, row.at, row.reason) for row in found}


def due(channel: int | None, kind: str) -> QuerySet[Outgoing]:
    """What a connection, or any, has still to learn; what a person gave up is left out."""
    found = listed_outgoing().exclude(state="given_up")
    if channel is not None:
        found = found.filter(channel=channel)
    return found.filter(kind=kind) if kind else found


def _view(row: Outgoing) -> OutgoingView:
    return OutgoingView(
        id=row.pk,
        channel=row.channel_id,
        kind=row.kind,
        object_id=row.object_id,
        wanted=row.wanted,
        wanted_at=row.wanted_at,
        offered=row.offered,
        confirmed=row.confirmed,
        offered_at=row.offered_at,
        confirmed_at=row.confirmed_at,
        tries=row.tries,
        not_before=row.not_before,
        state=row.state,
        fault=fault_from(row.error_code, row.error_facts),
        given=row.given,
        reason=row.reason,
        by=row.by,
    )
