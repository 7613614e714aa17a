"""A new order: written into the book, its goods promised, its status read off."""

from collections.abc import Sequence
from datetime import datetime

from emporion.accounts.queries import staff_number
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import Money
from emporion.ledger import commands as ledger
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.stock import commands as stock
from emporion.stock.types import Goods, Promise

from ..models import Order, OrderLine
from ..queries import shop_by_code
from ..status import count_lines, settle
from ..sums import Drafted, drafted
from ..types import Cover, EmptyOrder, NumberTaken, OrderDraft, OrderPlaced, OrderRef, ShopView, Uncovered, subject_of
from .for_sale import refuse_unanswered

MICRO = 1_000_000


@command
def place(work: Work, *, draft: OrderDraft, cover: Cover | None = None) -> OrderRef:
    """Write a new order into the book and promise its goods.

    cover="all" refuses when anything is missing (our own checkout, an operator); "what_there_is" takes the order as it
    is and names the uncovered lines (foreign shops: the customer was promised it already). None: as the shop is set.
    """
    shop = shop_by_code(draft.shop)
    lines = drafted(shop, draft.wishes, draft.services, (draft.placed_at or work.now).date())
    if not lines:
        raise EmptyOrder()
    customer, address = _customer(work, draft)
    number = _number(work, shop, draft.number)
    refuse_unanswered(line.variant for line in lines if line.variant is not None)
    wishes = [Goods(line.variant, line.quantity) for line in lines if line.variant is not None]
    cover = cover or ("what_there_is" if shop.takes_uncovered else "all")
    promised = stock.reserve(
        work=work, document=subject_of(number), wishes=wishes, warehouses_in_turn=shop.warehouses, cover=cover
    )
    order = _order(work, shop, draft, number, lines)
    order.customer_id, order.address_id = customer, address
    rows = _lines(order, lines, promised)
    count_lines(order, rows)
    settle(work, order)
    order.save(force_insert=True)
    for row in rows:
        row.order_id = order.pk
    OrderLine.objects.bulk_create(rows)
    uncovered = tuple(
        Uncovered(r.variant_id, r.quantity - r.covered) for r in rows if r.variant_id and r.covered < r.quantity
    )
    total = Money(order.total_minor, order.currency)
    work.tell(
        OrderPlaced(subject_of(number), order.pk, shop.code, total.minor, total.currency, uncovered, order.manager)
    )
    return OrderRef(order.pk, number, total, uncovered)


def _customer(work: Work, draft: OrderDraft) -> tuple[int | None, int | None]:
    """The customer, found again or new, and where the goods go."""
    if not isinstance(draft.customer, PartyCard):
        return draft.customer, draft.address
    found = parties.found_or_added(work=work, card=draft.customer)
    return found.id, draft.address or (found.addresses[0] if found.addresses else None)


def _number(work: Work, shop: ShopView, asked: str) -> str:
    """The asked number, or the next of the shop's prefix: shops of one prefix share one series, so none collide.

    Other systems keep 11 characters, so ours stay short.
    """
    if not asked:
        return f"{shop.prefix}{ledger.next_number(work=work, firm=0, kind=f'order:{shop.prefix}'):06d}"
    if Order.objects.filter(number=asked).exists():
        raise NumberTaken(number=asked)
    return asked


def _order(work: Work, shop: ShopView, draft: OrderDraft, number: str, lines: Sequence[Drafted]) -> Order:
    placed_at: datetime = draft.placed_at or work.now
    return Order(
        number=number,
        shop_id=shop.id,
        firm_id=shop.firm,
        channel=draft.channel,
        external=draft.external,
        comment=draft.comment,
        manager=staff_number(work.actor),
        is_demo=draft.is_demo or shop.is_demo,
        placed_at=placed_at,
        status_since=work.now,
        currency=shop.currency,
        rate_micro=MICRO,
        net_minor=sum(line.sums.net.minor for line in lines),
        tax_minor=sum(line.sums.tax.minor for line in lines),
        total_minor=sum(line.sums.gross.minor for line in lines),
    )


def _lines(order: Order, lines: Sequence[Drafted], promised: Sequence[Sequence[Promise]]) -> list[OrderLine]:
    covered = iter([sum(promise.quantity for promise in line) for line in promised])
    return [
        as_line(line, position, next(covered) if line.variant is not None else line.quantity)
        for position, line in enumerate(lines, 1)
    ]


def as_line(line: Drafted, position: int, covered: int) -> OrderLine:
    """A drafted line as a row, without its order yet."""
    return OrderLine(
        position=position,
        kind=line.kind,
        variant_id=line.variant,
        name=line.name,
        sku=line.sku,
        unit=line.unit,
        quantity=line.quantity,
        covered=covered,
        price_micro=line.price.micro,
        discount_minor=line.discount_minor,
        net_minor=line.sums.net.minor,
        tax_minor=line.sums.tax.minor,
        total_minor=line.sums.gross.minor,
        tax_class=line.tax_class,
        rate_milli=line.sums.rate_milli,
        tax_included=line.sums.tax_included,
    )
