"""1C's answers to our orders → payments, shipments, cancellations. Never the other way round: the orders are ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from emporion.exchange import commands as exchange
from emporion.exchange.queries import known, told_of
from emporion.exchange.types import Differs
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.kernel.money import MICRO, MILLI, Money, divided, exponent, plain
from emporion.orders import commands as orders
from emporion.orders.queries import order as order_by_number
from emporion.orders.types import MoreThanPaid, OrderView, PaymentView, WrongCurrency, subject_of
from emporion.stock.queries import not_heard_of
from emporion.stock.types import Goods

from ..confirmed_there import is_too_late, note_confirmed, note_gone, note_same
from ..order_records import Document, Payment, Shipment
from ..orders_known import told_orders
from ..records import GoodsKind
from ..writer import PAYMENT_NUMBER
from .boxes import told
from .load import Applied, Load
from .order_differences import differences, lines_apart, states_apart
from .references import Read
from .refusals import MoreShippedThere, OldAnswer, OrderDiffers, OrderNotOurs, StillOpenThere
from .status_words import read_status

REFERENCE, METHOD = 96, 64  # what their columns take
APART: dict[type[Refused], str] = {MoreShippedThere: "shipped", MoreThanPaid: "paid", WrongCurrency: "currency"}
CORRECTION = "#"  # before the count of a correction, behind the reference of its payment


def apply_documents(work: Work, load: Load, rows: Sequence[tuple[Document, Read]]) -> Applied:
    """Take note of what the other side says of each order, matched by its number; a row is one order.

    What was noted before is not noted again. An order edited in 1C is put before a person: its lines here are what the
    customer agreed to.
    """
    applied = Applied()
    said = told(rows)
    found = told_orders(load.channel.id, load.settings, [one.document for one in said])
    for one in said:
        document = one.document
        applied.note_faults("orders", document.number, document.faults)
        order = found.get(document.place)
        if order is None and load.compares:
            applied.differs.append(_stranger(document))
            applied.count("orders", "unchanged", one.rows)
            continue
        if order is None:
            refusal = OrderNotOurs(number=document.number)
            applied.refuse("orders", one.place, document.number, refusal, field="Номер", value=document.number)
            applied.count("orders", "refused", one.rows)
            continue
        open_before = len(applied.refused)
        spoken = read_status(work, load, document, order.subject)
        if spoken.posted:
            note_confirmed(work, load.channel.id, document.number or order.number, order.id)
        changed = _note(Said(work, load, applied, spoken, order))
        if load.compares:
            applied.differs += states_apart(order, document.number)
        applied.count("orders", "changed" if changed else "unchanged", one.rows)
        if len(applied.refused) == open_before and not document.faults:
            keys = sorted({document.number, order.number})
            exchange.settle_rows(work=work, channel=load.channel.id, kind="orders", keys=keys, message=load.message)
    return applied


def _stranger(document: Document) -> Differs:
    """An order that stands there and not here, with its sum."""
    theirs = document.number if document.sum_micro is None else plain(document.sum_micro, MICRO)
    return Differs("orders", subject_of(document.number), document.number, "order", "", theirs)


@dataclass(frozen=True, slots=True)
class Said:
    """What the other side says of an order of ours, with all that is at hand to take note of it."""

    work: Work
    load: Load
    applied: Applied
    document: Document
    order: OrderView

    def refuse(self, refusal: Refused, field: str = "", value: str = "") -> bool:
        """Put a part of it before a person; False, as nothing changed."""
        if self.load.compares:
            self.applied.differs.append(self._apart(refusal, value))
            return False
        self.applied.refuse("orders", self.document.place, self.order.number, refusal, field=field, value=value)
        return False

    def _apart(self, refusal: Refused, value: str) -> Differs:
        """What a person would be told of, as a difference."""
        key = self.document.number or self.order.number
        if isinstance(refusal, StillOpenThere):
            return Differs("statuses", self.order.subject, key, "state", self.order.state, "open")
        theirs = str(refusal.facts.get("differences") or value)
        return Differs("orders", self.order.subject, key, APART.get(type(refusal), "lines"), "", theirs)

    def differs(self, differences: str, field: str) -> bool:
        """Put before a person in what 1C's order is another than ours."""
        return self.refuse(OrderDiffers(number=self.order.number, differences=differences), field)

    @property
    def is_old(self) -> bool:
        """Whether they spoke before they were given the order as it stands now; all the same where we only compare."""
        if self.load.compares:
            return False
        channel = self.load.channel.id
        told = next((row for row in told_of("order", self.order.id) if row.channel == channel), None)
        if told is None:
            return False
        return told.wanted > told.offered or (told.offered_at is not None and told.offered_at > self.load.kept_at)


def _note(said: Said) -> bool:
    """Money and goods first, for they moved whatever became of the order; then whether it was called off."""
    document, order = said.document, said.order
    paid = [_paid(said, payment) for payment in _payments(document)]
    left = [_shipped(said, shipment) for shipment in _shipments(document)]
    changed = any(paid) or any(left)
    if any(shipment.lines for shipment in document.shipments):
        _tell_more_shipped(said)
    if order.state != "open":
        if document.cancelled or document.deleted:
            note_gone(said.work, said.load.channel, order)
        elif order.state == "cancelled" and document.cancelled is False and document.posted and not said.is_old:
            said.refuse(StillOpenThere(number=order.number), "Отменен")
        return changed
    if document.cancelled or document.deleted:
        return _cancelled(said, has_left=order.shipped != "none" or any(left)) or changed
    if not said.is_old or is_too_late(said.load.channel.id, order.id):
        _compare(said)
    return changed


def _cancelled(said: Said, *, has_left: bool) -> bool:
    field = "Отменен" if said.document.cancelled else "ПометкаУдаления"
    reason = "1C" if said.document.cancelled else "1C, deletion mark"
    if has_left:
        return said.differs(reason, field)
    if said.is_old:
        return said.refuse(OldAnswer(number=said.order.number), field)
    orders.cancel(work=said.work, number=said.order.number, reason=reason)
    return True


def _payments(document: Document) -> tuple[Payment, ...]:
    if document.payments or not document.paid:
        return document.payments
    return (Payment(id="", number=document.number_1c or document.number, at=None, sum_micro=None),)


def _paid(said: Said, payment: Payment) -> bool:
    """A payment without a sum pays what is due: UT 11 says only that and when it was paid. Below nothing it went back.

    Payments are told apart by their id, for two kinds of them may bear the same number; without one by kind and number.
    One of an id that comes to another sum now was corrected there, or deleted, and what it differs by is noted too.
    """
    order, document = said.order, said.document
    reference = _reference(payment.id, payment.number, payment.operation)
    noted = [one.amount_minor for one in order.payments if one.reference.partition(CORRECTION)[0] == reference]
    is_corrected = bool(noted and payment.id and payment.sum_micro is not None and not said.load.is_old)
    if (noted and not is_corrected) or any(_is_told_by_us(payment, seen) for seen in order.payments):
        return False
    if payment.sum_micro is not None and document.currency not in (None, order.currency):
        refusal = WrongCurrency(number=order.number, expected=order.currency, currency=document.currency)
        return said.refuse(refusal, "Валюта", document.currency_raw)
    due = order.total_minor - order.paid_minor
    minor = max(due, 0) if payment.sum_micro is None else _minor(payment.sum_micro, order.currency) - sum(noted)
    if not minor:
        return False
    try:
        return orders.note_payment(
            work=said.work,
            number=order.number,
            reference=f"{reference}{CORRECTION}{len(noted)}" if noted else reference,
            amount=Money(minor, order.currency),
            method=payment.method[:METHOD],
            at=_moment(said.load, payment.at),
        )
    except MoreThanPaid as refusal:
        return said.refuse(refusal, "Сумма", plain(payment.sum_micro or 0, 6))


def _is_told_by_us(payment: Payment, seen: PaymentView) -> bool:
    """Whether 1C repeats a payment that it heard of from us: it keeps our number and gives it an id of its own."""
    return bool(payment.number) and seen.reference[:PAYMENT_NUMBER] == payment.number


def _reference(key: str, number: str, operation: str = "") -> str:
    told = key or ":".join(filter(None, (number, operation)))
    return f"1c:{told.replace(CORRECTION, '-')}"[: REFERENCE - 4]


def _moment(load: Load, at: datetime | None) -> datetime | None:
    """A time of the file, which the base's clock told, unless it names its zone."""
    return at.replace(tzinfo=load.settings.zone) if at is not None and at.tzinfo is None else at


def _minor(micro: int, currency: str) -> int:
    return divided(micro, 10 ** (6 - exponent(currency)))


def _shipments(document: Document) -> tuple[Shipment, ...]:
    if document.shipments or not document.shipped:
        return document.shipments
    return (Shipment(id="", number=document.number_1c or document.number, at=None),)


def _shipped(said: Said, shipment: Shipment) -> bool:
    order = said.order
    reference = _reference(shipment.id, shipment.number)
    is_over = order.shipped == "all" and not not_heard_of(order.subject)
    if is_over or any(seen.reference == reference for seen in order.shipments):
        return False
    if order.state != "open":
        return said.differs(reference.removeprefix("1c:"), "Отгружен")
    goods, strangers = _goods(said.load, shipment)
    if strangers:
        said.differs("; ".join(strangers), "Товары")
    return orders.note_shipment(
        work=said.work,
        number=order.number,
        reference=reference,
        goods=goods,
        tracking=(shipment.track_number or said.document.track_number or "")[:REFERENCE],
        at=_moment(said.load, shipment.at),
    )


def _tell_more_shipped(said: Said) -> None:
    """Put before a person that 1C's shipments hold more of something than has left here: one of them was corrected."""
    theirs: Counter[int] = Counter()
    for shipment in said.document.shipments:
        for each in _goods(said.load, shipment)[0] or ():
            theirs[each.variant] += each.quantity
    ours: Counter[int] = Counter()
    names: dict[int, str] = {}
    for line in order_by_number(said.order.number).lines:
        if line.variant is not None:
            ours[line.variant] += line.shipped
            names[line.variant] = line.name
    more = [
        f"{names[variant]}: {plain(ours[variant], MILLI)} → {plain(quantity, MILLI)}"
        for variant, quantity in theirs.items()
        if variant in names and quantity > ours[variant]
    ]
    if more:
        said.refuse(MoreShippedThere(number=said.order.number, differences="; ".join(sorted(more))), "Отгружен")


def _goods(load: Load, shipment: Shipment) -> tuple[list[Goods] | None, list[str]]:
    """The goods of a shipment by our variants, and the names of those that are none of ours.

    None when it does not name any: then all of the order left.
    """
    lines = [line for line in shipment.lines or () if not line.is_delivery and line.kind is not GoodsKind.SERVICE]
    if not lines:
        return None, []
    ids = known(load.channel.id, "variant", [line.key for line in lines])
    goods = [Goods(ids[line.key].object_id, line.quantity_thousandths or 0) for line in lines if line.key in ids]
    return goods, [line.name or line.key for line in lines if line.key not in ids]


def _compare(said: Said) -> None:
    """Tell a person when 1C's lines ask for other quantities than ours, or come to other sums."""
    document, order = said.document, said.order
    if document.lines is None:
        return
    ids = known(said.load.channel.id, "variant", [line.key for line in document.lines])
    variants = {key: found.object_id for key, found in ids.items()}
    different = differences(order, document, variants)
    if said.load.compares:
        said.applied.differs += lines_apart(order, document.number, different)
    elif different:
        said.differs("; ".join(one.words for one in different), "Товары")
    else:
        note_same(said.work, said.load.channel, order)
