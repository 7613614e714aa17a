"""Changing an order that stands: its lines, or calling it off."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.stock import commands as stock
from emporion.stock.types import Goods

from ..locks import locked
from ..models import Cancellation, Order, OrderLine
from ..queries import shop_by_id
from ..states import LIFE
from ..status import count_lines, settle
from ..sums import Terms, drafted
from ..types import (
    AlreadyShipped,
    Cover,
    EmptyOrder,
    LineChange,
    LineKey,
    OrderCancelled,
    OrderLinesChanged,
    ServiceWish,
    ShopView,
    Wish,
    line_key,
    subject_of,
)
from .covering import lacks_goods
from .for_sale import refuse_unanswered
from .owning import worked_on
from .placing import as_line


@command
def change_lines(
    work: Work, *, number: str, wishes: Sequence[Wish], services: Sequence[ServiceWish] = (), cover: Cover = "all"
) -> None:
    """Put other lines in place of those that stand; what is taken off is free again, what is added is promised.

    A line that stays keeps its name and its tax class, at the rate of the day on which the order was placed.
    Refused once anything is shipped, with cover="all" when the new lines are not all there, and when what is added
    came by a connection whose checklist nobody has answered; what stands already may stay or become less.
    """
    order = locked(number)
    order.state = LIFE.after("change", order.state)
    if order.shipped != "none":
        raise AlreadyShipped(number=number)
    shop, before = replace(shop_by_id(order.shop_id), currency=order.currency), list(order.lines.all())
    lines = drafted(shop, wishes, services, order.placed_at.date(), _terms(before))
    if not lines:
        raise EmptyOrder()
    refuse_unanswered(_added(before, wishes))
    covered = _promised_anew(work, order, shop, before, wishes, cover=cover)
    after = [
        as_line(line, n, _share(covered, line.variant, line.quantity) if line.variant else line.quantity)
        for n, line in enumerate(lines, 1)
    ]
    order.lines.all().delete()
    for row in after:
        row.order_id = order.pk
    OrderLine.objects.bulk_create(after)
    sum_up(order, after)
    if changes := changes_between(before, after):
        work.tell(OrderLinesChanged(subject_of(number), order.pk, changes, order.total_minor))
    count_lines(order, after)
    order.is_short = order.is_short and lacks_goods(order, after)
    worked_on(work, order)
    settle(work, order)
    order.save()


def sum_up(order: Order, lines: Sequence[OrderLine]) -> None:
    """Write onto the row what its lines come to."""
    order.net_minor = sum(line.net_minor for line in lines)
    order.tax_minor = sum(line.tax_minor for line in lines)
    order.total_minor = sum(line.total_minor for line in lines)


def _added(before: Sequence[OrderLine], wishes: Sequence[Wish]) -> list[int]:
    """The variants that are asked for beyond what stands."""
    stands: Counter[int] = Counter()
    for line in before:
        stands[line.variant_id or 0] += line.quantity
    asked: Counter[int] = Counter()
    for wish in wishes:
        asked[wish.variant] += wish.quantity
    return [variant for variant in asked if asked[variant] > stands[variant]]


def _terms(before: Sequence[OrderLine]) -> dict[LineKey, Terms]:
    return {
        line_key(line.variant_id, line.name): Terms(line.tax_class, line.tax_included, line.name, line.sku)
        for line in before
    }


def _promised_anew(
    work: Work, order: Order, shop: ShopView, before: Sequence[OrderLine], wishes: Sequence[Wish], *, cover: Cover
) -> Counter[int]:
    """Release what is no longer asked, reserve what is asked anew; answers what is covered of each variant now."""
    held: Counter[int] = Counter()
    for line in before:
        if line.variant_id:
            held[line.variant_id] += line.covered
    asked: Counter[int] = Counter()
    for wish in wishes:
        asked[wish.variant] += wish.quantity
    less = [Goods(variant, held[variant] - asked[variant]) for variant in held if held[variant] > asked[variant]]
    more = [Goods(variant, asked[variant] - held[variant]) for variant in asked if asked[variant] > held[variant]]
    document = subject_of(order.number)
    # all that moves in one hold: two orders that swap goods would else wait for each other
    moving = sorted({item.variant for item in (*less, *more)})
    stock.hold_free(work=work, warehouses=shop.warehouses, variants=moving)
    if less:
        stock.release(work=work, document=document, goods=less)
    taken = stock.reserve(work=work, document=document, wishes=more, warehouses_in_turn=shop.warehouses, cover=cover)
    now = Counter({variant: min(held[variant], asked[variant]) for variant in asked})
    for wanted, promises in zip(more, taken, strict=True):
        now[wanted.variant] += sum(promise.quantity for promise in promises)
    return now


def _share(covered: Counter[int], variant: int, quantity: int) -> int:
    some = min(covered[variant], quantity)
    covered[variant] -= some
    return some


def changes_between(before: Sequence[OrderLine], after: Sequence[OrderLine]) -> tuple[LineChange, ...]:
    """Thing by thing where anything differs, however many lines a thing has."""
    old, new = _summed(before), _summed(after)
    names = {line_key(line.variant_id, line.name): line.name for line in (*before, *after)}
    changes = [
        LineChange(key[0], name, *(figure for pair in zip(old[key], new[key], strict=True) for figure in pair))
        for key, name in names.items()
        if old[key] != new[key]
    ]
    return tuple(changes)


def _summed(lines: Sequence[OrderLine]) -> defaultdict[LineKey, tuple[int, int]]:
    """Quantity and sum of each thing."""
    found: defaultdict[LineKey, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for line in lines:
        key = line_key(line.variant_id, line.name)
        quantity, total = found[key]
        found[key] = quantity + line.quantity, total + line.total_minor
    return found


@command
def cancel(work: Work, *, number: str, reason: str = "") -> None:
    """Call the order off; its goods are free again. Refused once anything is shipped."""
    order = locked(number)
    state = LIFE.after("cancel", order.state)
    if order.shipped != "none":
        raise AlreadyShipped(number=number)
    order.state, order.is_short = state, False
    stock.release(work=work, document=subject_of(number))
    lines = list(order.lines.all())
    for line in lines:
        line.covered = 0 if line.variant_id else line.covered
    OrderLine.objects.bulk_update(lines, ["covered"])
    count_lines(order, lines)
    Cancellation.objects.create(order=order, actor=work.actor, at=work.now, reason=reason)
    work.tell(OrderCancelled(subject_of(number), order.pk, reason))
    settle(work, order)
    order.save()
