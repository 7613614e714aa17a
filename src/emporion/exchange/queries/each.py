"""What pages ask of every connection at once: the same few queries however many connections there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Count, Max, Model, OuterRef, Q, QuerySet, Subquery
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
    return {one.channel: one for one in session_views(_newest(Session.objects.all(), 1))}


def newest_messages(limit: int) -> dict[int, list[MessageView]]:
    """The newest messages of each connection, newest first."""
    found = defaultdict[int, list[MessageView]](list)
    for one in message_views(_newest(Message.objects.all(), limit)):
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


def waiting_counts() -> dict[int, int]:
    """How many objects each connection has still to learn; those that know all are left out."""
    found = due(None, "").order_by().values("channel").annotate(rows=Count("pk"))
    return dict(found.values_list("channel", "rows"))


def all_outgoing(limit: int, state: str = "") -> dict[int, list[OutgoingView]]:
    """What each connection has still to learn, in any state or in one, oldest object first; so many in all."""
    wanted = due(None, "").filter(state=state) if state else due(None, "")
    found = defaultdict[int, list[OutgoingView]](list)
    for one in outgoing_views(wanted.order_by("channel", "object_id")[:limit]):
        found[one.channel].append(one)
    return dict(found)


def that_named(kind: str) -> set[int]:
    """Connections that have named an object of a kind."""
    return set(Identity.objects.filter(kind=kind).order_by().values_list("channel", flat=True).distinct())


def confirmed_of_kind(kind: str) -> set[int]:
    """Connections that have said of an object of a kind that they have it."""
    found = Outgoing.objects.filter(kind=kind, confirmed_at__isnull=False).order_by()
    return set(found.values_list("channel", flat=True).distinct())


def _newest(rows: QuerySet[Row], limit: int) -> list[Row]:
    """The newest rows of each connection, newest first: first how far back they reach, then they."""
    own = rows.filter(channel=OuterRef("pk")).order_by("-pk").values("pk")
    reach = Channel.objects.annotate(last=Subquery(own[:1]), first=Subquery(own[limit - 1 : limit])).values_list(
        "pk", "first", "last"
    )
    wanted = [Q(channel=pk, pk__gte=first or 0) for pk, first, last in reach if last is not None]
    return list(rows.filter(reduce(or_, wanted)).order_by("-pk")) if wanted else []
