"""What a storekeeper does in a warehouse that is ours: receive, count, move."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from emporion.catalog.queries import variants
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.ledger import commands as ledger, queries as book
from emporion.ledger.types import Hold, Key, Kind, Line, cost_key

from .. import accounts
from ..figures import shifted
from ..queries import warehouse
from ..rules import returned
from ..types import (
    Goods,
    MasteredOutside,
    Missing,
    NotEnough,
    StockCarried,
    StockCorrected,
    StockFreed,
    StockReceived,
    WarehouseView,
)


@command
def receive(
    work: Work, *, warehouse_id: int, document: str, goods: Sequence[Goods], effective_at: datetime | None = None
) -> None:
    """Take goods from a supplier, each with what it cost if known; they are free at once, or fill a shortage first.

    effective_at may lie in the past: the cost of what was sold since is then adjusted month by month.
    """
    place = _ours(warehouse_id)
    arrived = _merged(goods)
    held = ledger.hold(work=work, keys=_keys(place, arrived, Kind.SUPPLIER))
    lines = [line for item in arrived for line in _arrival(place, held, item)]
    _post(work, "receive", document, lines, held, at=effective_at)
    arrived_at = effective_at or work.now
    ledger.settle_cost(work=work, firm=place.firm, variants=[item.variant for item in arrived], since=arrived_at)
    work.tell(StockReceived(document, place.id, tuple(goods)))
    work.tell(StockFreed(document, tuple(item.variant for item in arrived)))


@command
def correct(work: Work, *, warehouse_id: int, document: str, counted: Sequence[Goods]) -> bool:
    """Write what a count found; answers whether anything differed.

    Less than is promised is accepted: nobody can promise what is not there. The deficit stands in the shortage
    account, and the orders it hits are shown to a person.
    """
    place = _ours(warehouse_id)
    found = {(place.id, item.variant): item.quantity for item in counted}
    shifts, held = shifted(work, places={place.id: place}, figures=found, other=Kind.CORRECTION)
    if not shifts:
        return False
    costs = book.average_cost(place.firm, [shift.variant for shift in shifts], work.now)
    lines = [line for shift in shifts for line in shift.lines(Kind.CORRECTION, costs[shift.variant])]
    _post(work, "count", document, lines, held)
    ledger.settle_cost(work=work, firm=place.firm, variants=[shift.variant for shift in shifts], since=work.now)
    work.tell(StockCorrected(document, place.id, tuple(counted)))
    work.tell(StockFreed(document, tuple(sorted({shift.variant for shift in shifts}))))
    return True


@command
def move(work: Work, *, source: int, target: int, document: str, goods: Sequence[Goods]) -> None:
    """Carry free goods from one of our warehouses to another; what is promised stays where it is promised."""
    here, there = _ours(source), _ours(target)
    carried = _merged(goods)
    held = ledger.hold(
        work=work, keys=[*_keys(here, carried, Kind.CORRECTION), *_keys(there, carried, Kind.CORRECTION)]
    )
    lines: list[Line] = []
    for item in carried:
        value = _must_be_free(here, held, item)
        lines += [
            Line(accounts.shelf(here), item.variant, -item.quantity, -value),
            Line(accounts.free(here), item.variant, -item.quantity),
            Line(accounts.own(here), item.variant, item.quantity),
            Line(accounts.shelf(there), item.variant, item.quantity, value),
            *_promised(there, held, item),
        ]
    _post(work, "move", document, lines, held)
    work.tell(StockCarried(document, here.id, tuple(goods), there.id))
    work.tell(StockFreed(document, tuple(item.variant for item in carried)))


def _ours(warehouse_id: int) -> WarehouseView:
    place = warehouse(warehouse_id)
    if place.master:
        raise MasteredOutside(warehouse=place.name, master=place.master)
    return place


def _merged(goods: Sequence[Goods]) -> list[Goods]:
    """One row per variant, by id; a cost that is unknown for a part counts as nothing."""
    quantity: Counter[int] = Counter()
    cost: Counter[int] = Counter()
    for item in goods:
        quantity[item.variant] += item.quantity
        cost[item.variant] += item.cost_minor or 0
    return [Goods(variant, quantity[variant], cost[variant]) for variant in sorted(quantity)]


def _keys(place: WarehouseView, goods: Sequence[Goods], other: Kind) -> list[Key]:
    silent: list[Key] = [(account, 0, "") for account in (accounts.own(place), accounts.other_side(place, other))]
    silent += [cost_key(place.firm, item.variant) for item in goods]
    kept = (accounts.shelf(place), accounts.free(place), accounts.shortage(place))
    return [*silent, *((account, item.variant, "") for account in kept for item in goods)]


def _arrival(place: WarehouseView, held: Hold, item: Goods) -> list[Line]:
    value = item.cost_minor or 0
    return [
        Line(accounts.other_side(place, Kind.SUPPLIER), item.variant, -item.quantity, -value),
        Line(accounts.shelf(place), item.variant, item.quantity, value),
        *_promised(place, held, item),
    ]


def _promised(place: WarehouseView, held: Hold, item: Goods) -> list[Line]:
    short = held.balances[accounts.shortage(place), item.variant, ""].quantity
    to_free, filled = returned(item.quantity, short)
    return [
        Line(accounts.own(place), item.variant, -item.quantity),
        Line(accounts.free(place), item.variant, to_free),
        Line(accounts.shortage(place), item.variant, filled),
    ]


def _must_be_free(place: WarehouseView, held: Hold, item: Goods) -> int:
    """The value that goes along with the quantity; refuses more than is free."""
    free = held.balances[accounts.free(place), item.variant, ""].quantity
    there = held.balances[accounts.shelf(place), item.variant, ""]
    if free < item.quantity or there.quantity < item.quantity:
        name = variants([item.variant])[item.variant].name
        raise NotEnough([Missing(item.variant, name, item.quantity, free)])
    return there.value_minor * item.quantity // there.quantity if there.quantity else 0


def _post(
    work: Work, memo: str, document: str, lines: Sequence[Line], held: Hold, *, at: datetime | None = None
) -> None:
    moved = [line for line in lines if line.quantity or line.value_minor]
    ledger.post(
        work=work,
        posting=book.next_key(memo, document),
        document=document,
        memo=memo,
        lines=moved,
        held=held,
        effective_at=at,
    )
