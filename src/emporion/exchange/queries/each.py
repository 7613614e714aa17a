"""What pages ask of every connection at once: the same few queries however many connections there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ..models import Channel, Identity, Message, Outgoing, Quarantine, Session
from ..types import ChannelView, MessageView, OutgoingView, SessionView, Silence
from .lateness import BY_HAND, MISSED, agreed
from .messages import message_views
from .outbox import due, outgoing_views
from .sessions import session_views

Row = TypeVar("Row", bound=Model)


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


def silences(among: Sequence[ChannelView]) -> dict[int, Silence]:
    """Of some connections those that have missed two visits, with since when; one never heard is not yet connected.

    Files that a person brought are no visit.
    """
    talks = Session.objects.filter(channel=OuterRef("pk")).exclude(kind=BY_HAND).order_by().values("channel")
    asked = Channel.objects.annotate(heard=Subquery(talks.annotate(at=Max("seen_at")).values("at")))
    heard = dict(asked.values_list("pk", "heard"))
    now = timezone.now()
    return {
        one.id: Silence(at, every)
        for one in among
        if one.is_active and (every := agreed(one)) and (at := heard.get(one.id)) and now - at > MISSED * every
    }


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
