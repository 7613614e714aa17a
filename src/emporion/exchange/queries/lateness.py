"""What did not happen: the other side has not come for twice as long as was agreed.

It always begins the talk, so its own timetable says how often, from every few minutes to once a day. Nothing fails when
that timetable stands still, and nobody would know.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone

from ..models import Session
from ..types import ChannelView

SETTING = "heard_every_minutes"
USUAL_MINUTES = 24 * 60
MISSED = 2  # a visit that is late once may still be on its way
BY_HAND = "cli"


class Silence(NamedTuple):
    """When a connection was heard last, and how often that was agreed."""

    since: datetime
    every: timedelta


def agreed(channel: ChannelView) -> timedelta:
    """How often the other side of a connection comes; nothing where nobody waits for it."""
    told = channel.settings.get(SETTING, USUAL_MINUTES)
    return timedelta(minutes=told if isinstance(told, int) else USUAL_MINUTES)


def late(channel: ChannelView) -> Silence | None:
    """Since when a connection is silent that has missed two visits; one that was never heard is not yet connected.

    Files that a person brought are no visit.
    """
    every = agreed(channel)
    if not channel.is_active or not every:
        return None
    heard = Session.objects.filter(channel=channel.id).exclude(kind=BY_HAND).aggregate(at=Max("seen_at"))["at"]
    return Silence(heard, every) if heard and timezone.now() - heard > MISSED * every else None
