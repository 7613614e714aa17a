"""What connections know of an order, have still to learn, or are kept from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emporion.exchange import queries as exchange
from emporion.exchange.types import HELD_BACK, ChannelView, Fault, OutgoingView, Paused
from emporion.kernel.errors import Refused
from emporion.orders.types import OrderView

from .. import status, times
from ..parts import Fact


@dataclass(frozen=True, slots=True)
class Peer:
    """What an outside system knows of the order."""

    title: str
    state: status.Status
    facts: Sequence[Fact]


def peers(order: OrderView) -> list[Peer]:
    """Every connection that has to learn of the order, with what it has confirmed, and those that it is kept from."""
    waiting = {row.channel: row for row in exchange.told_of("order", order.id)}
    paused = exchange.paused_outgoing() if waiting else {}
    found = ((channel, waiting.get(channel.id)) for channel in exchange.channels())
    told = (_peer(channel, row, _held_back(channel, row, order), paused.get(channel.id)) for channel, row in found)
    return [peer for peer in told if peer]


def _held_back(channel: ChannelView, row: OutgoingView | None, order: OrderView) -> Refused | None:
    """Why the order does not leave through a connection of its shop, where it could wait to."""
    is_out = row is not None and (row.wanted <= row.confirmed or row.state != "open")
    if is_out or channel.kind not in HELD_BACK or channel.settings.get("shop") != order.shop:
        return None
    fault: Fault | None = HELD_BACK[channel.kind].of({channel.id: [order.id]})[channel.id].get(order.id)
    return fault.refusal if fault else None


def _peer(channel: ChannelView, row: OutgoingView | None, held: Refused | None, paused: Paused | None) -> Peer | None:
    if held:
        why = [Fact(_("Cause"), f"{held.sentence} {held.what_to_do}".strip())]
        return Peer(channel.title or channel.code, status.Status(_("Held back"), "warn", "wait"), why)
    if row is None:
        return None
    if paused and row.wanted > row.confirmed and row.state == "open":
        why = [Fact(_("Cause"), paused.reason), Fact(_("Paused"), times.moment(paused.at))]
        return Peer(channel.title or channel.code, status.Status(_("Paused"), "warn", "wait"), why)
    facts = [
        *([Fact(_("Sent"), times.moment(row.offered_at))] if row.offered_at else []),
        *([Fact(_("Confirmed"), times.moment(row.confirmed_at))] if row.confirmed_at else []),
        *(
            [Fact(_("Cause"), row.reason)]
            if row.state == "given_up"
            else [Fact(_("Cause"), row.fault.refusal.sentence, tone="bad")]
            if row.fault and row.wanted > row.confirmed
            else []
        ),
    ]
    return Peer(channel.title or channel.code, _peer_state(row), facts)


def _peer_state(row: OutgoingView) -> status.Status:
    if row.confirmed >= row.wanted:
        return status.Status(_("Confirmed"), "good", "4")
    if row.state == "given_up":
        return status.Status(_("Given up"), "idle", "x")
    if row.state == "failed":
        return status.Status(_("Not taken"), "bad", "stop")
    return status.Status(_("A newer state waits") if row.confirmed else _("Waits to be fetched"), "info", "wait")
