"""What did not happen: the other side has not come for twice as long as was agreed.

It always begins the talk, so its own timetable says how often, from every few minutes to once a day. Nothing fails when
that timetable stands still, and nobody would know.
"""

from datetime import timedelta

from ..types import ChannelView

SETTING = "heard_every_minutes"
USUAL_MINUTES = 24 * 60
MISSED = 2  # a visit that is late once may still be on its way
BY_HAND = "cli"


def agreed(channel: ChannelView) -> timedelta:
    """How often the other side of a connection comes; nothing where nobody waits for it."""
    told = channel.settings.get(SETTING, USUAL_MINUTES)
    return timedelta(minutes=told if isinstance(told, int) else USUAL_MINUTES)
