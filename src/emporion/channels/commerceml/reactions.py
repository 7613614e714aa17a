"""Our facts → what has to go out to 1C."""

from collections.abc import Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channels, message
from emporion.exchange.types import ChannelView
from emporion.journal.types import Heard, Reaction, Work
from emporion.orders.queries import orders_by_id
from emporion.orders.types import (
    OrderCancelled,
    OrderEvent,
    OrderLinesChanged,
    OrderPaid,
    OrderPlaced,
    OrderRestCancelled,
)

from .confirmed_there import too_late
from .held_back import fits
from .settings import KIND, Settings


def _tell(work: Work, heard: Sequence[Heard[OrderEvent]]) -> None:
    """Orders of a connection's shop go out to it; what it told us itself does not go back.

    What was invented for a demonstration is told to simulators alone, and nothing else is told to them.
    """
    spoken_of = orders_by_id({fact.event.order for fact in heard})
    for channel in channels(KIND):
        settings = Settings.model_validate(channel.settings)
        its_own = {one.id for one in spoken_of if one.shop == settings.shop and fits(settings, one.is_demo)}
        told = _told_by(channel, heard)
        news = {f.event.order for f in heard if f.id not in told and f.event.order in its_own}
        if news:
            exchange.want(work=work, channel=channel.id, kind="order", object_ids=sorted(news))
        edits = [fact for fact in heard if isinstance(fact.event, EDITS) and fact.id not in told]
        changed = {f.event.order for f in edits}
        for number, fault in too_late(channel.id, sorted(news & changed)).items():
            exchange.fail(work=work, channel=channel.id, kind="order", object_ids=[number], fault=fault)


def _told_by(channel: ChannelView, heard: Sequence[Heard[OrderEvent]]) -> set[int]:
    """Facts that the other side told itself, also where a person accepted what one of its messages says."""
    theirs = {fact.id for fact in heard if fact.actor == f"channel:{channel.code}"}
    accepted = {fact.id: int(fact.origin.removeprefix(BY_MESSAGE)) for fact in heard if _is_of_message(fact)}
    return theirs | {number for number, kept in accepted.items() if message(kept).channel == channel.id}


def _is_of_message(fact: Heard[OrderEvent]) -> bool:
    return fact.origin.startswith(BY_MESSAGE) and fact.origin.removeprefix(BY_MESSAGE).isdecimal()


BY_MESSAGE = "message:"
EDITS = (OrderLinesChanged, OrderRestCancelled, OrderCancelled)  # what 1C passes over once it has confirmed the order
TELL_ORDERS: Reaction[OrderEvent] = Reaction("commerceml.tell_orders", to=(OrderPlaced, *EDITS, OrderPaid), run=_tell)
