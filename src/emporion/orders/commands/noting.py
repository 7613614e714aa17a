"""What others tell an order: money came in, goods left, a person asked to be forgotten."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import Money
from emporion.stock import commands as stock
from emporion.stock.types import Goods

from ..locks import locked
from ..models import Order, OrderLine, OrderPayment, OrderShipment
from ..states import LIFE
from ..status import count_lines, settle
from ..types import MoreThanPaid, OrderPaid, OrderShipped, WrongCurrency, subject_of


@command
def note_payment(
    work: Work, *, number: str, reference: str, amount: Money, method: str = "", at: datetime | None = None
) -> bool:
    """Take note that money came in for the order; answers False when this payment was noted before.

    reference names the document that speaks of it; an amount below nothing is money that went back to the customer, at
    most what came in. A payment is noted whatever state the order is in: money that came
    for a cancelled order is still money, and a person has to see it.
    """
    order = locked(number)
    if amount.currency != order.currency:
        raise WrongCurrency(number=number, expected=order.currency, currency=amount.currency)
    if OrderPayment.objects.filter(order=order, reference=reference).exists():
        return False
    if amount.minor < 0 and order.paid_minor + amount.minor < 0:
        paid = Money(order.paid_minor, order.currency)
        raise MoreThanPaid(number=number, paid=str(paid), amount=str(-amount))
    defaults = {"amount_minor": amount.minor, "method": method, "at": at or work.now}
    OrderPayment.objects.create(order=order, reference=reference, **defaults)
    order.paid_minor += amount.minor
    work.tell(OrderPaid(subject_of(number), order.pk, reference, amount.minor, method))
    settle(work, order)
    order.save()
    return True


@command
def note_shipment(
    work: Work,
    *,
    number: str,
    reference: str,
    goods: Sequence[Goods] | None = None,
    tracking: str = "",
    at: datetime | None = None,
) -> bool:
    """Take note that goods left for the customer, all of them or so much of each variant; False when noted before.

    Goods promised from our own warehouses leave the shelf now. What was shipped without a promise of ours (another
    program shipped what we saw no stock of) is noted on the line; its figures are that program's. Where that program
    says what was noted here by hand before, the same goods are meant, and none leave once more.
    """
    order = locked(number)
    LIFE.after("change", order.state)
    defaults = {"tracking": tracking, "at": at or work.now}
    _, is_new = OrderShipment.objects.get_or_create(order=order, reference=reference, defaults=defaults)
    if not is_new:
        return False
    lines = list(order.lines.exclude(variant=None))
    heard = stock.hear_shipped(work=work, document=subject_of(number), goods=goods)
    goods = None if goods is None else _without(goods, heard)
    stock.ship(work=work, document=subject_of(number), goods=goods)
    _ship_lines(lines, goods)
    OrderLine.objects.bulk_update(lines, ["shipped", "covered"])
    count_lines(order, lines)
    work.tell(OrderShipped(subject_of(number), order.pk, reference, order.shipped))
    settle(work, order)
    order.save()
    return True


def _without(goods: Sequence[Goods], heard: Sequence[Goods]) -> list[Goods]:
    left = _summed(goods)
    left.subtract(_summed(heard))
    return [Goods(variant, quantity) for variant, quantity in left.items() if quantity > 0]


def _summed(goods: Sequence[Goods]) -> Counter[int]:
    found: Counter[int] = Counter()
    for item in goods:
        found[item.variant] += item.quantity
    return found


def _ship_lines(lines: Sequence[OrderLine], goods: Sequence[Goods] | None) -> None:
    left = _summed(goods or ())
    for line in lines:
        open_quantity = line.quantity - line.shipped
        some = open_quantity if goods is None else min(open_quantity, left[line.variant_id or 0])
        left[line.variant_id or 0] -= some
        line.shipped += some
        line.covered = max(line.covered, line.shipped)


@command
def forget_person(work: Work, *, party: int) -> int:
    """Blank what orders quote of a person who was erased; answers how many orders."""
    return Order.objects.filter(customer_id=party).exclude(comment="").update(comment="")
