"""Goods that a customer brings back."""

from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import divided
from emporion.ledger import commands as ledger, queries as book
from emporion.ledger.types import Cost, Kind, Line, cost_key

from .. import accounts
from ..queries import warehouse, warehouses
from ..types import ForeignFirm, Goods, StockFreed, StockReturned, WarehouseView
from .hands import merged, promised


@command
def take_back(work: Work, *, document: str, warehouse_id: int, goods: Sequence[Goods]) -> None:
    """Take goods that a document brought to a customer back into a warehouse of the same firm, at what they cost then.

    They are free there at once, so what cannot be sold again goes into a warehouse that sells nothing. Goods that left
    a warehouse of an outside master have no cost here: they are worth what the firm's others are this month, or, while
    nobody knows that either, nothing. Into a warehouse of an outside master they are only told: its figures say it.
    """
    place, arrived = warehouse(warehouse_id), merged(goods)
    brought = _Brought(document)
    sources = {source for item in arrived for source, _, _ in brought.from_where(item, place.id)} - {place.id}
    if any(brought.left[source].firm != place.firm for source in sources):
        raise ForeignFirm(warehouse=place.name)
    if not place.master:
        _onto_the_shelf(work, place, arrived, brought)
        work.tell(StockFreed(document, tuple(item.variant for item in arrived)))
    work.tell(StockReturned(document, place.id, tuple(arrived)))


class _Brought:
    """What a document brought to customers out of our own shelves, as booked, and which warehouses it left."""

    def __init__(self, document: str) -> None:
        self.document = document
        found = book.brought_by(document, Kind.CUSTOMER)
        self.parts = sorted((spot, sums) for spot, sums in found.items() if sums[0] > 0)
        self.left = {row.id: row for row in warehouses({place for place, _ in found})}

    def from_where(self, item: Goods, target: int) -> list[tuple[int, int, int | None]]:
        """(warehouse, thousandths, what it cost) part by part; no cost is known of what never lay on our shelf."""
        rest, found = item.quantity, list[tuple[int, int, int | None]]()
        for (place, variant), (quantity, value) in self.parts:
            if variant == item.variant and rest:
                some = min(rest, quantity)
                found.append((place, some, divided(value * some, quantity)))
                rest -= some
        return [*found, (target, rest, None)] if rest else found


def _onto_the_shelf(work: Work, place: WarehouseView, arrived: Sequence[Goods], brought: _Brought) -> None:
    variants = [item.variant for item in arrived]
    customers = {row.id: accounts.other_side(row, Kind.CUSTOMER) for row in (place, *brought.left.values())}
    keys = [cost_key(place.firm, variant) for variant in variants]
    keys += [(account, 0, "") for account in (accounts.own(place), *customers.values())]
    kept = (accounts.shelf(place), accounts.free(place), accounts.shortage(place))
    keys += [(account, variant, "") for account in kept for variant in variants]
    held = ledger.hold(work=work, keys=keys)
    costs = book.average_cost(place.firm, variants, work.now)
    lines: list[Line] = []
    for item in arrived:
        for source, quantity, known in brought.from_where(item, place.id):
            value = _usual(costs[item.variant], quantity) if known is None else known
            lines.append(Line(customers[source], item.variant, -quantity, -value))
            lines.append(Line(accounts.shelf(place), item.variant, quantity, value))
        lines += [line for line in promised(place, held, item) if line.quantity]
    posting, document = book.next_key("return", brought.document), brought.document
    ledger.post(work=work, posting=posting, document=document, memo="return", lines=lines, held=held)
    ledger.settle_cost(work=work, firm=place.firm, variants=variants, since=work.now)


def _usual(cost: Cost | None, quantity: int) -> int:
    return divided(quantity * cost.value_minor, cost.quantity) if cost else 0
