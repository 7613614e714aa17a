"""The first hour of a connection: four lamps, and every request that was refused, with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from emporion.exchange import queries as exchange
from emporion.exchange.types import ChannelView, Fault, MessageView, SessionView, Tally

from .. import numbers, times
from ..parts import Lamp
from .words import refused_rows, together

HEARD = timedelta(days=1)
LOOKED_BACK = 100
SHOWN = 12
GOODS, FIGURES = ("goods", "groups"), ("prices", "stock", "offers")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was refused: what was asked, from where, how often, why, and what to do about it."""

    at: datetime
    request: str
    address: str
    count: int
    sentence: str
    remedy: str


def first_lamps(channel: ChannelView) -> list[Lamp]:
    """Login, catalog, prices and stock, order confirmed: what has to turn green, one after another."""
    talks = exchange.sessions(channel.id, limit=20)
    came = [one for one in exchange.messages(channel=channel.id, limit=LOOKED_BACK) if one.direction == "in"]
    return [
        _login(channel, talks),
        _came(_("Catalog"), came, GOODS),
        _came(_("Prices and stock"), came, FIGURES),
        _confirmed(channel),
    ]


def _login(channel: ChannelView, talks: Sequence[SessionView]) -> Lamp:
    title = _("Login")
    last = next((one for one in talks if one.kind in ("catalog", "sale")), None)
    away = exchange.turned_away(limit=1, channel=channel.id)
    if away and (last is None or away[0].at > last.seen_at):
        return Lamp(title, "bad", _sentence(away[0].fault, away[0].answer), times.moment(away[0].at))
    if last is None:
        return Lamp(title, "idle", _("Waiting for the first request"), _("Paste address, login and password there."))
    return Lamp(title, "good", _("Signed in %(when)s") % {"when": times.moment(last.started_at)}, last.user_agent[:60])


def _came(title: str, came: Sequence[MessageView], kinds: Sequence[str]) -> Lamp:
    stuck = next((one for one in came if one.state in ("failed", "refused", "stopped")), None)
    last = next((one for one in came if any(one.counts.get(kind, Tally()).read for kind in kinds)), None)
    if stuck and (last is None or stuck.id > last.id):
        return Lamp(title, "bad", _sentence(stuck.fault, _("The last message was not taken.")), stuck.name)
    if last is None:
        return Lamp(title, "idle", _("Nothing has come yet"))
    tally = together({kind: one for kind, one in last.counts.items() if kind in kinds})
    if last.state in ("waiting", "working"):
        return Lamp(title, "info", _("Being read: %(rows)s") % {"rows": numbers.rows(tally.read)}, last.name)
    if tally.refused:
        return Lamp(title, "warn", refused_rows(tally.refused), times.moment(last.at))
    return Lamp(title, "good", numbers.rows(tally.read), times.moment(last.at))


def _confirmed(channel: ChannelView) -> Lamp:
    title = _("Order confirmed")
    if at := exchange.last_confirmed(channel.id, "order"):
        return Lamp(title, "good", times.moment(at))
    if paused := exchange.paused_outgoing().get(channel.id):
        return Lamp(title, "warn", _("Paused %(age)s") % {"age": times.age(paused.at)}, paused.reason)
    if exchange.outgoing(channel.id, state="failed", limit=1):
        return Lamp(title, "bad", _("An order could not leave"), _("See “Waiting to go out”."))
    if not channel.settings.get("orders_from"):
        return Lamp(title, "idle", _("No order leaves yet"), _("The checklist asks from which day on."))
    if exchange.waiting_count(channel.id):
        return Lamp(title, "info", _("An order waits for the next session"))
    return Lamp(title, "idle", _("No order has been placed yet"))


def refusals(channel: int | None) -> list[Refusal]:
    """The newest refused requests of a day: of the connection, of its talks, and those that found no connection."""
    since = timezone.now() - HEARD
    away = [one for one in exchange.turned_away(limit=SHOWN * 4) if one.channel in (channel, None) or channel is None]
    found = [
        Refusal(one.at, one.request, one.address, one.count, _sentence(one.fault, one.answer), _remedy(one.fault))
        for one in away
        if one.at > since
    ]
    failed, newest = exchange.sessions(channel, state="failed", limit=SHOWN), exchange.sessions(channel, limit=SHOWN)
    talks = {one.id: one for one in (*failed, *newest)}  # what went well may have a notice
    found += [
        Refusal(
            step.at, step.request, talks[talk].address, 1, _sentence(step.fault, step.answer),
            _remedy(step.fault or talks[talk].fault),
        )
        for talk, step in exchange.refused_steps(talks, since, SHOWN)
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _sentence(fault: Fault | None, answer: str) -> str:
    return fault.refusal.sentence if fault else answer.removeprefix("failure: ")


def _remedy(fault: Fault | None) -> str:
    return fault.refusal.what_to_do if fault else ""
