"""Orders that 1C has confirmed: what is changed here after that it passes over, so a person has to hear of it."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import keys_of, told_of
from emporion.exchange.types import ChannelView, Fault, Link, fault_of
from emporion.journal.types import Work
from emporion.orders.queries import numbers
from emporion.orders.types import OrderView
from emporion.stock import commands as stock

from .outgoing_refusals import ConfirmedThere

KIND = "order_confirmed"


def note_confirmed(work: Work, channel: int, number: str, order: int) -> None:
    """1C has posted an order, which it tells with every answer from then on."""
    if not keys_of(channel, KIND, [order]):
        exchange.link(work=work, channel=channel, kind=KIND, links=[Link(number, order, None)])


def too_late(channel: int, orders: Sequence[int]) -> dict[int, Fault]:
    """Of orders that were changed here, why 1C will not take the change; those it has not confirmed are left out."""
    confirmed = keys_of(channel, KIND, orders)
    named = numbers(list(confirmed))
    return {order: fault_of(ConfirmedThere(number=named[order])) for order in confirmed}


def is_too_late(channel: int, order: int) -> bool:
    """Whether a change of an order waits for a person because 1C would pass it over."""
    told = (row for row in told_of("order", order) if row.channel == channel)
    return any(row.state == "failed" and row.fault and row.fault.code == ConfirmedThere.code for row in told)


def note_same(work: Work, channel: ChannelView, order: OrderView) -> None:
    """1C's order is ours again: a person has made the same change there, and it knows our reserves."""
    code = ConfirmedThere.code
    if exchange.note_there(work=work, channel=channel.id, kind="order", object_ids=[order.id], code=code):
        stock.note_offered(work=work, documents=[order.subject], master=channel.code)
        stock.note_known(work=work, documents=[order.subject], master=channel.code)


def note_gone(work: Work, channel: ChannelView, order: OrderView) -> None:
    """1C has called off what is called off here: the same change, and nothing of it is kept back there any more."""
    stock.release(work=work, document=order.subject)
    note_same(work, channel, order)
