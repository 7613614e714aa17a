"""Who reads what of the journal: a fact belongs to a room, and each room's facts ask for that room's right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.journal.types import Event, FactView

from ..orders.access import OTHERS
from ..orders.papers import ORDER, within
from ..products.record import told_to

OWNERS = "accounts.manage"  # for facts of a room that nobody named here
OF_ORDERS = ("orders.", "channels.", "crm.")  # rooms whose facts are of orders, for who sees some orders only
ROOM: Mapping[str, str] = {
    "orders": "orders.view",
    "channels": "orders.view",
    "catalog": "catalog.view",
    "pricing": "pricing.view",
    "stock": "stock.view",
    "parties": "parties.view",
    "exchange": "exchange.view",
    "clockwork": "exchange.view",
    "journal": "exchange.view",
    "ledger": "pricing.see_cost",
    "accounts": OWNERS,
    "crm": "orders.view",
    "household": "settings.view",
    "watchman": "settings.view",
    "web": OWNERS,
}
KIND: Mapping[str, str] = {
    "orders.ShopPut": "settings.view",
    "orders.StatusNamed": "settings.view",
    "parties.FirmAdded": "settings.view",
    "parties.FirmChanged": "settings.view",
    "parties.RegimeSet": "settings.view",
    "ledger.BalancesRepaired": "exchange.view",
    "ledger.BookDiffers": "exchange.view",
    "ledger.SeriesBegun": "settings.view",
    "ledger.GuardsPutUp": "exchange.view",
}


def right_of_kind(kind: str) -> str:
    """The right that a kind of fact asks for."""
    return KIND.get(kind) or ROOM.get(kind.partition(".")[0], OWNERS)


@dataclass(frozen=True)
class Sight:
    """What one person reads. Whose right is limited to a shop or a firm reads what happened to the orders there."""

    asker: Asker

    @cached_property
    def whole(self) -> frozenset[str]:
        """Kinds of facts that are read wherever they happened."""
        limited = () if may(self.asker, OTHERS) else OF_ORDERS
        known = (kind for kind in Event.KINDS if kind in KIND or not kind.startswith(limited))
        return frozenset(kind for kind in known if may(self.asker, right_of_kind(kind)))

    @cached_property
    def within(self) -> frozenset[str]:
        """Kinds of facts that are read of the orders within reach only."""
        found = (kind for kind in Event.KINDS if kind.startswith(OF_ORDERS) and kind not in KIND)
        return frozenset(kind for kind in found if may_somewhere(self.asker, "orders.view")) - self.whole

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds of facts that are read at all."""
        return self.whole | self.within

    def reads_all(self) -> bool:
        """Whether nothing is kept from this person, so that the journal need not be asked kind by kind."""
        return len(self.whole) == len(Event.KINDS)

    def of(self, facts: Sequence[FactView]) -> list[FactView]:
        """The facts that may be read, without the prices that may not; at most three queries."""
        kept = [
            fact
            for fact in within(self.asker, facts)
            if fact.kind in self.whole
            or (fact.kind in self.within and fact.subject.startswith(ORDER))
            or (fact.kind not in Event.KINDS and self.reads_all())
        ]
        return told_to(self.asker, kept)
