"""What pages ask of every connection at once: the same few queries however many connections there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Count, Exists, Max, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ..models import Channel, Identity, Message, Outgoing, Quarantine, Session
from ..text import counts_from
from ..types import ChannelView, MessageView, OutgoingView, SessionView, Silence, Waiting
from .lateness import BY_HAND, MISSED, agreed
from .messages import message_views
from .outbox import due, outgoing_views
from .sessions import quiet_since, session_views

Row = TypeVar("Row", bound=Model)
WITHOUT_GOODS = ("sale",)  # talks in which orders go out and their answers come back
IN_WORK = ("received", "waiting", "working")


def last_talks() -> dict[int, SessionView]:
    """The newest talk of each connection; one that was never heard is left out."""
    newest = Session.objects.filter(channel=OuterRef("pk")).order_by("-pk").values("pk")
    ends = Channel.objects.annotate(end=Subquery(newest[:1])).values("end")
    return {one.channel: one for one in session_views(Session.objects.filter(pk__in=ends))}


def newest_messages(limit: int) -> dict[int, list[MessageView]]:
    """The newest messages of each connection, newest first."""
    found = defaultdict[int, list[MessageView]](list)
    for one in message_views(_of_each(Message.objects.all(), limit, "-pk")):
        found[one.channel].append(one)
    return dict(found)


def last_visits(among: Iterable[ChannelView]) -> dict[int, Silence]:
    """When each of some active connections came last, and how often that was agreed.

    One never heard is not yet connected. Files that a person brought are no visit.
    """
    talks = Session.objects.filter(channel=OuterRef("pk")).exclude(kind=BY_HAND).order_by().values("channel")
    asked = Channel.objects.annotate(heard=Subquery(talks.annotate(at=Max("seen_at")).values("at")))
    heard = dict(asked.values_list("pk", "heard"))
    return {
        one.id: Silence(at, every)
        for one in among
        if one.is_active and (every := agreed(one)) and (at := heard.get(one.id))
    }


def silences(among: Sequence[ChannelView]) -> dict[int, Silence]:
    """Of some connections those that have missed two visits, with since when."""
    now = timezone.now()
    return {pk: one for pk, one in last_visits(among).items() if now - one.since > MISSED * one.every}


def visits_with_changes(since: datetime) -> dict[int, list[tuple[datetime, bool]]]:
    """The catalog sessions of each connection that ended well since a moment, in their order: when, and whether any row
    was new or changed. One of which something is still being read is left out; two queries.
    """
    ended = Session.objects.filter(seen_at__gte=since, seen_at__lt=quiet_since(), error_code="")
    talks = ended.exclude(kind__in=(BY_HAND, *WITHOUT_GOODS)).exclude(state="failed")
    rows = list(talks.order_by("seen_at", "pk").values_list("pk", "channel", "seen_at"))
    brought, unread = defaultdict[int, int](int), set[int]()
    came = Message.objects.filter(session__in=talks.values("pk"), direction="in")
    for number, state, told in came.values_list("session", "state", "counts"):
        unread.update({number} if state in IN_WORK else ())
        brought[number] += sum(one.created + one.changed for one in counts_from(told).values())
    found = defaultdict[int, list[tuple[datetime, bool]]](list)
    for number, channel, at in rows:
        if number not in unread:
            found[channel].append((at, brought[number] > 0))
    return dict(found)


def refused_of_each(since: datetime) -> dict[int, Waiting]:
    """Of each connection its open refused rows, since when the oldest waits, and how many came since a moment."""
    found = Quarantine.objects.filter(state="open").order_by().values("channel")
    told = found.annotate(rows=Count("pk"), oldest=Min("first_at"), fresh=Count("pk", filter=Q(first_at__gte=since)))
    return {row["channel"]: Waiting(row["rows"], row["oldest"], row["fresh"]) for row in told}


def given_in_vain(times: int) -> dict[int, int]:
    """How many objects each connection was given so many times without saying that it has them."""
    found = due(None, "").filter(given__gte=times).order_by().values("channel").annotate(rows=Count("pk"))
    return dict(found.values_list("channel", "rows"))


def open_counts() -> dict[int, int]:
    """How many refused rows of each connection wait for a person; those without any are left out."""
    found = Quarantine.objects.filter(state="open").order_by().values("channel").annotate(rows=Count("pk"))
    return dict(found.values_list("channel", "rows"))


def waiting_counts(state: str = "") -> dict[int, int]:
    """How many objects each connection has still to learn, in any state or in one; those without any are left out."""
    wanted = due(None, "").filter(state=state) if state else due(None, "")
    found = wanted.order_by().values("channel").annotate(rows=Count("pk"))
    return dict(found.values_list("channel", "rows"))


def all_outgoing(limit: int, state: str = "") -> dict[int, list[OutgoingView]]:
    """What each connection has still to learn, in any state or in one, oldest object first; so many of each."""
    wanted = due(None, "").filter(state=state) if state else due(None, "")
    found = defaultdict[int, list[OutgoingView]](list)
    for one in outgoing_views(_of_each(wanted, limit, "object_id")):
        found[one.channel].append(one)
    return {channel: views[:limit] for channel, views in found.items()}


def not_read(since: datetime, limit: int) -> list[MessageView]:
    """What was refused or failed since a moment, newest first, so many of each connection.

    A file that came whole later under its name is left out.
    """
    later = Message.objects.filter(channel=OuterRef("channel"), name=OuterRef("name"), pk__gt=OuterRef("pk"))
    found = Message.objects.filter(state__in=("failed", "refused"), at__gte=since)
    return message_views(_of_each(found.exclude(Exists(later.filter(state="done"))), limit, "-pk"))


def that_named(kind: str) -> set[int]:
    """Connections that have named an object of a kind."""
    return set(Identity.objects.filter(kind=kind).order_by().values_list("channel", flat=True).distinct())


def confirmed_of_kind(kind: str) -> set[int]:
    """Connections that have said of an object of a kind that they have it."""
    found = Outgoing.objects.filter(kind=kind, confirmed_at__isnull=False).order_by()
    return set(found.values_list("channel", flat=True).distinct())


def _of_each(rows: QuerySet[Row], limit: int, order: str) -> list[Row]:
    """The first rows of each connection in the order of a column, so that a busy one hides no other.

    Two queries: how far they reach in each connection, then they.
    """
    column, side = order.removeprefix("-"), "gte" if order.startswith("-") else "lte"
    own = rows.filter(channel=OuterRef("pk")).order_by(order).values(column)
    reach = Channel.objects.annotate(end=Subquery(own[limit - 1 : limit])).values_list("pk", "end")
    wanted = [Q(channel=pk) if end is None else Q(channel=pk, **{f"{column}__{side}": end}) for pk, end in reach]
    return list(rows.filter(reduce(or_, wanted)).order_by(order)) if wanted else []
