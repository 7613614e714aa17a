"""Checks of the exchange: who does not come, who comes with nothing, what waits for a person or for the other side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from emporion.exchange import queries as exchange
from emporion.exchange.types import ChannelView

from ..rules import EMPTY_SESSIONS, Visit, stalled
from ..types import LOOK, Check, Found, Limit

MISSED = 2  # visits; the second one is due when the alert opens
LOOKED_BACK = timedelta(days=28)  # for the longest stretch without changes: holidays and all
DAY = timedelta(days=1)
RIGHT = "exchange.view"


def _active() -> list[ChannelView]:
    return [one for one in exchange.channels() if one.is_active]


def _working() -> list[ChannelView]:
    """Connections of which changes come and by which something leaves; one in shadow mode only compares."""
    shadows = exchange.shadows()
    return [one for one in _active() if one.id not in shadows]


def _silent(_limit: int) -> Iterator[Found]:
    """A round before the second visit is due, so that a stopped peer is told within two of its intervals.

    It may not come at that very minute, but then it has missed the first one.
    """
    now = timezone.now()
    channels = {one.id: one for one in _active()}
    for number, heard in exchange.last_visits(channels.values()).items():
        minutes = (now - heard.since) // timedelta(minutes=1)
        every = heard.every // timedelta(minutes=1)
        yield Found(
            f"channel:{number}", minutes, now - heard.since < MISSED * heard.every - LOOK, _name(channels[number]),
            MISSED * every, heard.since,
        )  # fmt: skip


def _stalled(limit: int) -> Iterator[Found]:
    visits = exchange.visits_with_changes(timezone.now() - LOOKED_BACK)
    for one in _working():
        told = stalled([Visit(*visit) for visit in visits.get(one.id, ())], limit)
        if told:
            days = max(told.longest // DAY, 1)
            yield Found(
                f"channel:{one.id}", told.sessions, not told.is_stalled, _name(one), limit, told.since, {"days": days}
            )


def _refused_old(limit: int) -> Iterator[Found]:
    waiting, now = exchange.refused_of_each(timezone.now() - DAY), timezone.now()
    for one in _active():
        row = waiting.get(one.id)
        hours = (now - row.oldest) // timedelta(hours=1) if row else 0
        since, facts = (row.oldest, {"rows": row.rows}) if row else (None, {"rows": 0})
        yield Found(f"channel:{one.id}", hours, hours < limit, _name(one), limit, since, facts)


def _refused_many(limit: int) -> Iterator[Found]:
    waiting = exchange.refused_of_each(timezone.now() - DAY)
    for one in _active():
        rows = waiting[one.id].fresh if one.id in waiting else 0
        yield Found(f"channel:{one.id}", rows, rows < limit, _name(one), limit)


def _not_taken(_limit: int) -> Iterator[Found]:
    failed = exchange.waiting_counts("failed")
    for one in _working():
        rows = failed.get(one.id, 0)
        yield Found(f"channel:{one.id}", rows, not rows, _name(one))


def _not_confirmed(limit: int) -> Iterator[Found]:
    given = exchange.given_in_vain(limit)
    for one in _working():
        rows = given.get(one.id, 0)
        yield Found(f"channel:{one.id}", rows, not rows, _name(one), facts={"times": limit})


def _name(channel: ChannelView) -> str:
    return channel.title or channel.code


EXCHANGE = (
    Check(
        code="connection.silent",
        title=gettext_noop("Connections that do not come"),
        says=gettext_noop("%(name)s was heard last %(since)s and has missed its visits"),
        remedy=gettext_noop("See whether it runs and whether its timetable is switched on."),
        right=RIGHT, look=_silent, unit="minutes", page="channel",
    ),
    Check(
        code="connection.stalled",
        title=gettext_noop("Connections that come and change nothing"),
        says=gettext_noop("%(name)s has come %(figure)s times and changed nothing since %(since)s"),
        remedy=gettext_noop(
            "It usually brings changes at least every %(days)s d. See whether it still exports, and what it was told to"
            " export."
        ),
        right=RIGHT, look=_stalled, limit=Limit(EMPTY_SESSIONS, 2, 1000), every=timedelta(minutes=30), page="channel",
    ),
    Check(
        code="connection.refused_old",
        title=gettext_noop("Refused rows that wait too long"),
        says=gettext_noop("Refused rows of %(name)s have waited since %(since)s: %(rows)s"),
        remedy=gettext_noop("Fix, link or ignore them in the quarantine: the goods stay as they were until then."),
        right=RIGHT, look=_refused_old, unit="hours", limit=Limit(48, 1, 24 * 90), every=timedelta(minutes=5),
        page="quarantine",
    ),
    Check(
        code="connection.refused_many",
        title=gettext_noop("Refused rows within a day"),
        says=gettext_noop("The quarantine of %(name)s grows: %(figure)s new rows within a day"),
        remedy=gettext_noop("Look at the largest cause first: one mapping often answers all its rows."),
        right=RIGHT, look=_refused_many, limit=Limit(100, 1, 1_000_000), every=timedelta(minutes=5), page="quarantine",
    ),
    Check(
        code="outgoing.not_taken",
        title=gettext_noop("What was not taken"),
        says=gettext_noop("%(name)s did not take all that it was sent: %(figure)s"),
        remedy=gettext_noop("See why at each, mend it and send again."),
        right=RIGHT, look=_not_taken, page="outgoing",
    ),
    Check(
        code="outgoing.not_confirmed",
        title=gettext_noop("What is given again and again"),
        says=gettext_noop("%(name)s took %(figure)s objects %(times)s times or more and never said that it has them"),
        remedy=gettext_noop("See on the page of its last session where it breaks off."),
        right=RIGHT, look=_not_confirmed, limit=Limit(3, 2, 100), every=timedelta(minutes=5), page="outgoing",
    ),
)  # fmt: skip
