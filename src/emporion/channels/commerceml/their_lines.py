"""An order as somebody edited it in 1C, put in place of ours because a person accepts it."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, known, open_message, quarantined_row
from emporion.exchange.types import ContentGone, QuarantinedRow
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import UnitPrice, divided, exponent
from emporion.orders import commands as orders
from emporion.orders.queries import order as order_by_number
from emporion.orders.types import OrderView, ServiceWish, Wish, subject_of
from emporion.stock import commands as stock

from . import orders_reader
from .inbound.refusals import OrderDiffers, OrderNotOurs
from .order_records import Document, Line
from .orders_known import told_orders
from .outgoing_refusals import TheirGoodsUnknown
from .reader import Kind, read
from .records import GoodsKind
from .settings import Settings

CODE = OrderDiffers.code


def take_theirs(row: int, actor: str) -> None:
    """Take 1C's lines for the order that a row of the quarantine is about; nothing more once it is settled."""
    found = quarantined_row(row)
    if found is None or found.state != "open" or found.message is None:
        raise ContentGone(message=found.message if found else None)
    take_their_lines(row=found.id, told=_document(found), actor=actor, origin=f"message:{found.message}")


def _document(row: QuarantinedRow) -> Document:
    with open_message(row.message or 0) as source:
        for each in read(source):
            if each.kind is Kind.DOCUMENT and each.place == row.place:
                return orders_reader.document(each)
    raise ContentGone(message=row.message)


@command
def take_their_lines(work: Work, *, row: int, told: Document) -> None:
    """Put 1C's lines in place of ours, at its prices; refused when it names goods that we do not have.

    What 1C told it knows already, so the change does not go out to it again.
    """
    found = quarantined_row(row)
    channel = channel_by_id(found.channel if found else 0)
    ours = told_orders(channel.id, Settings.model_validate(channel.settings), [told]).get(told.place)
    if ours is None:
        raise OrderNotOurs(number=told.number)
    order = order_by_number(ours.number)
    lines = [line for line in told.lines or () if line.quantity_thousandths]
    services = [line for line in lines if line.is_delivery or line.kind is GoodsKind.SERVICE]
    goods = [line for line in lines if line not in services]
    orders.change_lines(
        work=work,
        number=order.number,
        wishes=_wishes(channel.id, order, goods),
        services=[_service(order, line) for line in services] or _standing(order),
        cover="what_there_is",
    )
    stock.note_offered(work=work, documents=[subject_of(order.number)], master=channel.code)
    stock.note_known(work=work, documents=[subject_of(order.number)], master=channel.code)
    exchange.mark_fixed(work=work, ids=[row])


def _wishes(channel: int, order: OrderView, lines: Sequence[Line]) -> list[Wish]:
    ids = known(channel, "variant", [line.key for line in lines])
    if strangers := [line.name or line.key for line in lines if line.key not in ids]:
        raise TheirGoodsUnknown(number=order.number, names=", ".join(strangers))
    return [_wish(order, ids[line.key].object_id, line) for line in lines]


def _wish(order: OrderView, variant: int, line: Line) -> Wish:
    """What the line comes to is 1C's sum; a price that says more leaves the rest as a discount."""
    quantity, price = line.quantity_thousandths or 0, _price(order, line)
    more = price.times(quantity).minor - _minor(order, line.sum_micro) if line.sum_micro is not None else 0
    if more < 0:  # the sum is the truth: the price is worked out of it
        price, more = UnitPrice(divided((line.sum_micro or 0) * 1000, quantity), order.currency), 0
    return Wish(variant, quantity, price, more)


def _service(order: OrderView, line: Line) -> ServiceWish:
    standing = next((row for row in order.lines if row.kind == "delivery"), None) if line.is_delivery else None
    name = standing.name if standing else line.name or line.key
    kind = "delivery" if line.is_delivery else "service"
    return ServiceWish(name, _price(order, line), line.quantity_thousandths or 1000, kind)


def _standing(order: OrderView) -> list[ServiceWish]:
    """Our own services where 1C tells none: some editions leave them out."""
    own = [row for row in order.lines if row.variant is None]
    return [
        ServiceWish(row.name, UnitPrice(row.price_micro, order.currency), row.quantity, row.kind, row.tax_class)
        for row in own
    ]


def _price(order: OrderView, line: Line) -> UnitPrice:
    quantity = line.quantity_thousandths or 1000
    micro = line.price_micro if line.price_micro is not None else divided((line.sum_micro or 0) * 1000, quantity)
    return UnitPrice(micro, order.currency)


def _minor(order: OrderView, micro: int) -> int:
    return divided(micro, 10 ** (6 - exponent(order.currency)))
