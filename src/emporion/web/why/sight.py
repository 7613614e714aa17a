"""What a person may read of a message: what goods cost and what speaks of customers have rights of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange.queries import digests
from emporion.exchange.types import HELD, HIDDEN, Fault, MessageView, QuarantinedRow
from emporion.pricing.queries import price_types

from ..orders.access import sees_every_order

QUOTED = {"raw", "problem", "text", "stands", "comes"}  # facts of a refusal that repeat what came


@dataclass(frozen=True, slots=True)
class Sight:
    """people: whether customers and what they ordered may be read, of every order.

    prices: keys of the price types that may be; None means every price, also where only a whole file tells it. decides:
    every price of the connection may be read and changed, so that one which waits for a look can be looked at.
    """

    people: bool
    prices: frozenset[str] | None
    decides: bool = False

    def whole(self, message: MessageView) -> bool:
        """Whether this person may read a whole file: none of customers, and none that may bring what goods cost."""
        if message.personal and not self.people:
            return False
        return self.prices is None or bool(message.counts and "prices" not in message.counts)

    def row(self, row: QuarantinedRow, *, personal: bool = False) -> QuarantinedRow:
        """A refused row without the values that this person may not read; place, field and cause stay."""
        speaks_of_people = personal or row.kind == "orders"
        may_look = self.prices is None or (self.decides and row.fault.code in HELD)
        if (speaks_of_people and not self.people) or (row.kind == "prices" and not may_look):
            return _without_values(row)
        return row


def sight(asker: Asker, channel: int) -> Sight:
    """What a person may read of the messages of a connection.

    Who operates the exchange reads every price as long as none of the connection's price types is what goods cost.
    """
    people, changes = may(asker, "parties.view") and sees_every_order(asker), may_somewhere(asker, "pricing.change")
    sees_cost, sees_prices = may(asker, "pricing.see_cost"), may_somewhere(asker, "pricing.view")
    if sees_cost and sees_prices:
        return Sight(people, None, changes)
    seen = {kind.id for kind in price_types() if sees_prices and not kind.is_cost}
    known = list(digests(channel, "price_type"))
    keys = frozenset(key for key, one in known if one.object_id in seen)
    sees_all = len(keys) == len(known)
    return Sight(people, None if may(asker, "exchange.operate") and sees_all else keys, changes and sees_all)


def _without_values(row: QuarantinedRow) -> QuarantinedRow:
    return replace(row, value=HIDDEN if row.value else "", fault=without_values(row.fault))


def without_values(fault: Fault) -> Fault:
    """A fault that does not repeat what came; its place and cause stay."""
    return Fault(fault.code, {name: HIDDEN if name in QUOTED else told for name, told in fault.facts.items()})
