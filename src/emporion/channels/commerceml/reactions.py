"""Our facts → what has to go out to 1C."""

from collections.abc import Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channels
from emporion.journal.types import Heard, Reaction, Work
from emporion.orders.queries import orders_by_id
from emporion.orders.types import OrderCancelled, OrderEvent, OrderLinesChanged, OrderPaid, OrderPlaced

from .confirmed_there import too_late
from .settings import KIND, Settings


def _tell(work: Work, heard: Sequence[Heard[OrderEvent]]) -> None:
    """Orders of a connection's shop go out to it; what it told us itself does not go back."""
    shop_of = {order.id: order.shop for order in orders_by_id({fact.event.order for fact in heard})}
    for channel in channels(KIND):
        shop = Settings.model_validate(channel.settings).shop
        news = {f.event.order for f in heard if f.actor != f"channel:{channel.code}" and shop_of[f.event.order] == shop}
        if news:
            exchange.want(work=work, channel=channel.id, kind="order", object_ids=sorted(news))
        changed = {f.event.order for f in heard if isinstance(f.event, OrderLinesChanged | OrderCancelled)}
        for number, fault in too_late(channel.id, sorted(news & changed)).items():
            exchange.fail(work=work, channel=channel.id, kind="order", object_ids=[number], fault=fault)


TELL_ORDERS: Reaction[OrderEvent] = Reaction(
    "commerceml.tell_orders", to=(OrderPlaced, OrderLinesChanged, OrderCancelled, OrderPaid), run=_tell
)
