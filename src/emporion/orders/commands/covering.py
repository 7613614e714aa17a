"""Goods came in: lines that wait get their promise, the oldest order first."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Q

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.stock import commands as stock
from emporion.stock.queries import short_documents, stock_of
from emporion.stock.types import Goods

from ..models import Order, OrderLine
from ..queries import shop_by_id
from ..status import count_lines, settle
from ..types import OrderCovered, ShopView, Uncovered, subject_of


@command
def cover_waiting(work: Work, *, variants: Sequence[int]) -> tuple[str, ...]:
    """Promise what is free now to open orders that wait for these variants; answers their numbers.

    Repeating it changes nothing: a covered line waits for nothing.
    """
    orders = _waiting(variants)
    shops = {pk: shop_by_id(pk) for pk in {order.shop_id for order in orders}}
    open_lines = {
        order.pk: [x for x in order.lines.all() if x.variant_id and x.covered < x.quantity] for order in orders
    }
    wanted = {line.variant_id for lines in open_lines.values() for line in lines if line.variant_id}
    places = {place for shop in shops.values() for place in shop.warehouses}
    stock.hold_free(work=work, warehouses=sorted(places), variants=sorted(wanted))
    return tuple(o.number for o in orders if _cover(work, o, shops[o.shop_id], open_lines[o.pk]))


def _waiting(variants: Sequence[int]) -> list[Order]:
    """Open orders for which some of these variants is free now, locked in one order, then the oldest first."""
    ids = _in_turn(variants)
    locked = Order.objects.select_for_update().filter(pk__in=ids, state="open").order_by("pk").prefetch_related("lines")
    return sorted(locked, key=lambda order: (order.placed_at, order.pk))


def _in_turn(variants: Sequence[int]) -> set[int]:
    """Whom the free goods are enough for, the oldest first: of thousands that wait only these are worth a lock.

    Read before anything is locked. What comes free meanwhile is a fact of its own, so nobody is passed over for good.
    """
    free = {(line.warehouse.id, line.variant): line.free for line in stock_of(set(variants)) if line.free > 0}
    waiting = OrderLine.objects.filter(
        variant_id__in={variant for _, variant in free}, covered__lt=F("quantity"), order__state="open"
    ).order_by("order__placed_at", "order_id")
    turns: dict[int, Sequence[int]] = {}
    found: set[int] = set()
    columns = ("order_id", "order__shop_id", "variant_id", "quantity", "covered")
    for order, shop, variant, quantity, covered in waiting.values_list(*columns).iterator():
        if not any(free.values()):
            break
        if shop not in turns:
            turns[shop] = shop_by_id(shop).warehouses
        if _takes(free, turns[shop], variant, quantity - covered):
            found.add(order)
    return found


def _takes(free: dict[tuple[int, int], int], places: Sequence[int], variant: int, missing: int) -> bool:
    """Take what is missing from the first places that have it; whether there was any."""
    left = missing
    for place in places:
        taken = min(left, free.get((place, variant), 0))
        if taken:
            free[place, variant] -= taken
            left -= taken
    return left < missing


def _cover(work: Work, order: Order, shop: ShopView, open_lines: Sequence[OrderLine]) -> bool:
    wishes = [Goods(line.variant_id or 0, line.quantity - line.covered) for line in open_lines]
    taken = stock.reserve(
        work=work,
        document=subject_of(order.number),
        wishes=wishes,
        warehouses_in_turn=shop.warehouses,
        cover="what_there_is",
    )
    covered = [sum(promise.quantity for promise in promises) for promises in taken]
    if not any(covered):
        return False
    for line, some in zip(open_lines, covered, strict=True):
        line.covered += some
    OrderLine.objects.bulk_update(open_lines, ["covered"])
    named = tuple(Uncovered(w.variant, some) for w, some in zip(wishes, covered, strict=True) if some)
    work.tell(OrderCovered(subject_of(order.number), order.pk, named))
    count_lines(order, order.lines.all())
    settle(work, order)
    order.save()
    return True


@command
def review_shortages(work: Work, *, variants: Sequence[int]) -> tuple[str, ...]:
    """Find the orders whose promised goods do not lie in the warehouse, or do again; answers those that changed."""
    hit = [document.removeprefix("order:") for document in short_documents(variants) if document.startswith("order:")]
    before = Q(is_short=True, lines__variant_id__in=set(variants))
    ids = set(Order.objects.filter(Q(number__in=hit) | before).values_list("pk", flat=True))
    orders = Order.objects.select_for_update().filter(pk__in=ids).order_by("pk").prefetch_related("lines")
    return tuple(order.number for order in orders if _reviewed(work, order))


def _reviewed(work: Work, order: Order) -> bool:
    is_short = order.state == "open" and lacks_goods(order, order.lines.all())
    if is_short == order.is_short:
        return False
    order.is_short = is_short
    settle(work, order)
    order.save()
    return True


def lacks_goods(order: Order, lines: Iterable[OrderLine]) -> bool:
    """Whether some of what these lines were promised does not lie in the warehouse."""
    return subject_of(order.number) in short_documents([line.variant_id for line in lines if line.variant_id])
