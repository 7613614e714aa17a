"""1C's answers to our orders → payments, shipments, cancellations. Never the other way round: the orders are ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from emporion.exchange.queries import known
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.kernel.money import MILLI, Money, divided, exponent, plain
from emporion.orders import commands as orders
from emporion.orders.queries import orders_by_number
from emporion.orders.types import OrderView
from emporion.stock.types import Goods

from ..order_records import Document, Payment, Shipment
from .load import Applied, Load
from .references import Read
from .refusals import OrderDiffers, OrderNotOurs


def apply_documents(work: Work, load: Load, rows: Sequence[tuple[Document, Read]]) -> Applied:
    """Take note of what the other side says of each order, matched by its number; a row is one order.

    What was noted before is not noted again. An order edited in 1C is put before a person: its lines here are what the
    customer agreed to.
    """
    applied = Applied()
    found = {order.number: order for order in orders_by_number([document.number for document, _ in rows])}
    for document, (place, _) in rows:
        applied.note_faults("orders", document.number, document.faults)
        order = found.get(document.number)
        if order is None or order.shop != load.settings.shop:
            refusal = OrderNotOurs(number=document.number)
            applied.refuse("orders", place, document.number, refusal, field="Номер", value=document.number)
            applied.count("orders", "refused")
            continue
        changed = _note(work, load, applied, document, order, place=place)
        applied.count("orders", "changed" if changed else "unchanged")
    return applied


def _note(work: Work, load: Load, applied: Applied, document: Document, order: OrderView, *, place: str) -> bool:
    changed = False
    if (document.cancelled or document.deleted) and order.state == "open":
        changed |= _cancelled(work, applied, document, order, place)
    if order.state == "open" and not document.cancelled:
        for payment in _payments(document):
            changed |= _paid(work, load, order, payment)
        for shipment in _shipments(document):
            changed |= _shipped(work, load, order, shipment)
        _compare(load, applied, document, order, place)
    return changed


def _cancelled(work: Work, applied: Applied, document: Document, order: OrderView, place: str) -> bool:
    reason = "1C" if document.cancelled else "1C, deletion mark"
    if order.shipped != "none":
        applied.refuse("orders", place, order.number, OrderDiffers(number=order.number, differences=reason))
        return False
    orders.cancel(work=work, number=order.number, reason=reason)
    return True


def _payments(document: Document) -> tuple[Payment, ...]:
    if document.payments or not document.paid:
        return document.payments
    return (Payment(id="", number=document.number_1c or document.number, at=None, sum_micro=None),)


def _paid(work: Work, load: Load, order: OrderView, payment: Payment) -> bool:
    """A payment without a sum pays what is due: UT 11 says only that and when it was paid."""
    reference = f"1c:{payment.number or payment.id}"
    if any(known_payment.reference == reference for known_payment in order.payments):
        return False
    due = order.total_minor - order.paid_minor
    minor = due if payment.sum_micro is None else _minor(payment.sum_micro, order.currency)
    if minor <= 0:
        return False
    return orders.note_payment(
        work=work,
        number=order.number,
        reference=reference,
        amount=Money(minor, order.currency),
        method=payment.method,
        at=_moment(load, payment.at),
    )


def _moment(load: Load, at: datetime | None) -> datetime | None:
    """A time of the file, which the base's clock told, unless it names its zone."""
    return at.replace(tzinfo=load.settings.zone) if at is not None and at.tzinfo is None else at


def _minor(micro: int, currency: str) -> int:
    return divided(micro, 10 ** (6 - exponent(currency)))


def _shipments(document: Document) -> tuple[Shipment, ...]:
    if document.shipments or not document.shipped:
        return document.shipments
    return (Shipment(id="", number=document.number_1c or document.number, at=None),)


def _shipped(work: Work, load: Load, order: OrderView, shipment: Shipment) -> bool:
    reference = f"1c:{shipment.number or shipment.id}"
    if order.shipped == "all" or any(seen.reference == reference for seen in order.shipments):
        return False
    goods = _goods(load, shipment)
    return orders.note_shipment(
        work=work, number=order.number, reference=reference, goods=goods, at=_moment(load, shipment.at)
    )


def _goods(load: Load, shipment: Shipment) -> list[Goods] | None:
    """The goods of a shipment by our variants; None when it does not name them: then all of the order left."""
    lines = [line for line in shipment.lines or () if not line.is_delivery]
    if not lines:
        return None
    ids = known(load.channel.id, "variant", [line.key for line in lines])
    return [Goods(ids[x.key].object_id, x.quantity_thousandths or 0) for x in lines if x.key in ids]


def _compare(load: Load, applied: Applied, document: Document, order: OrderView, place: str) -> None:
    """Tell a person when 1C's lines ask for other quantities than ours."""
    if document.lines is None:
        return
    theirs: Counter[int | str] = Counter()
    ids = known(load.channel.id, "variant", [line.key for line in document.lines])
    for line in document.lines:
        if not line.is_delivery:
            theirs[ids[line.key].object_id if line.key in ids else line.name] += line.quantity_thousandths or 0
    ours: Counter[int | str] = Counter()
    names: dict[int | str, str] = {}
    for row in order.lines:
        if row.variant is not None:
            ours[row.variant] += row.quantity
            names[row.variant] = row.name
    different = [key for key in {*ours, *theirs} if ours[key] != theirs[key]]
    if different:
        told = [f"{names.get(k, k)}: {plain(ours[k], MILLI)} → {plain(theirs[k], MILLI)}" for k in different]
        refusal: Refused = OrderDiffers(number=order.number, differences="; ".join(sorted(told)))
        applied.refuse("orders", place, order.number, refusal, field="Товары")
