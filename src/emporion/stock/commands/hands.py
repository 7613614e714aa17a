"""What a storekeeper does in a warehouse that is ours: receive, count, move."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from emporion.catalog.queries import variants
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import divided
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
    NothingToBook,
    NotYet,
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

    effective_at may lie in the past: the cost of what was sold since is then adjusted month by month. Goods without a
    cost are worth what the others are, in a posting of its own named "assume".
    """
    place, arrived_at = _ours(warehouse_id), _not_later(work, effective_at)
    arrived = merged(goods)
    held = ledger.hold(work=work, keys=_keys(place, arrived, Kind.SUPPLIER))
    lines = [line for item in arrived for line in _arrival(place, held, item)]
    assumed = _assumed(place, goods, arrived_at)
    _post(work, "receive", document, lines, held, at=effective_at)
    if assumed:
        _post(work, "assume", document, assumed, held, at=effective_at)
    ledger.settle_cost(work=work, firm=place.firm, variants=[item.variant for item in arrived], since=arrived_at)
    work.tell(StockReceived(document, place.id, tuple(goods)))
    work.tell(StockFreed(document, tuple(item.variant for item in arrived)))


@command
def correct(
    work: Work, *, warehouse_id: int, document: str, counted: Sequence[Goods], effective_at: datetime | None = None
) -> bool:
    """Write what a count found; answers whether anything differed.

    effective_at is when it was counted, if not now: what came and went since stands, and the difference is of that day.

    Less than is promised is accepted: nobody can promise what is not there. The deficit stands in the shortage
    account, and the orders it hits are shown to a person.
    """
    place, at = _ours(warehouse_id), _not_later(work, effective_at)
    since = _moved_since(work, place, counted, effective_at)
    found = {(place.id, item.variant): item.quantity + since[item.variant] for item in counted}
    shifts, held = shifted(work, places={place.id: place}, figures=found, other=Kind.CORRECTION)
    if not shifts:
        return False
    costs = book.average_cost(place.firm, [shift.variant for shift in shifts], at)
    lines = [line for shift in shifts for line in shift.lines(Kind.CORRECTION, costs[shift.variant])]
    _post(work, "count", document, lines, held, at=effective_at)
    ledger.settle_cost(work=work, firm=place.firm, variants=[shift.variant for shift in shifts], since=at)
    work.tell(StockCorrected(document, place.id, tuple(counted)))
    work.tell(StockFreed(document, tuple(sorted({shift.variant for shift in shifts}))))
    return True


@command
def move(work: Work, *, source: int, target: int, document: str, goods: Sequence[Goods]) -> None:
    """Carry free goods from one of our warehouses to another; what is promised stays where it is promised."""
    here, there = _ours(source), _ours(target)
    carried = merged(goods)
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
            *promised(there, held, item),
        ]
    _post(work, "move", document, lines, held)
    work.tell(StockCarried(document, here.id, tuple(goods), there.id))
    work.tell(StockFreed(document, tuple(item.variant for item in carried)))


def _ours(warehouse_id: int) -> WarehouseView:
    place = warehouse(warehouse_id)
    if place.master:
        raise MasteredOutside(warehouse=place.name, master=place.master)
    return place


def _not_later(work: Work, at: datetime | None) -> datetime:
    """The moment a document counts from; one to come is refused."""
    if at is not None and at > work.now:
        raise NotYet()
    return at or work.now


def _moved_since(work: Work, place: WarehouseView, counted: Sequence[Goods], at: datetime | None) -> Mapping[int, int]:
    """What came to the shelf and left it after a moment, by variant; nobody moves it until the count is written."""
    if at is None:
        return Counter()
    shelf, variants = accounts.shelf(place), [item.variant for item in counted]
    ledger.hold(work=work, keys=[(shelf, variant, "") for variant in variants])
    return book.moved_after(shelf, variants, at)


def _assumed(place: WarehouseView, goods: Sequence[Goods], at: datetime) -> list[Line]:
    """What goods are worth that came without a cost: as much as the others of their month.

    Where the first cost of a month comes with this document, it is also the cost of what lay there without one.
    """
    bare: Counter[int] = Counter()
    told: Counter[int] = Counter()
    paid: Counter[int] = Counter()
    for item in goods:
        (bare if item.cost_minor is None else told)[item.variant] += item.quantity
        paid[item.variant] += item.cost_minor or 0
    variants = sorted({item.variant for item in goods})
    costs = book.average_cost(place.firm, variants, at)
    lying = book.without_cost(place.firm, [v for v in variants if costs[v] is None and paid[v]], at)
    lines = []
    for variant in variants:
        cost = costs[variant]
        if cost:
            worth = divided(bare[variant] * cost.value_minor, cost.quantity)
        elif told[variant]:
            worth = divided((bare[variant] + lying.get(variant, 0)) * paid[variant], told[variant])
        else:
            worth = 0
        if worth:
            lines.append(Line(accounts.other_side(place, Kind.SUPPLIER), variant, value_minor=-worth))
            lines.append(Line(accounts.shelf(place), variant, value_minor=worth))
    return lines


def merged(goods: Sequence[Goods]) -> list[Goods]:
    """One row per variant, by id, with what is known of its cost; goods of none are refused."""
    if not goods or any(not item.quantity for item in goods):
        raise NothingToBook()
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
        *promised(place, held, item),
    ]


def promised(place: WarehouseView, held: Hold, item: Goods) -> list[Line]:
    """The lines that make goods free which have come to lie there; what is promised and missing is filled first."""
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
