"""Roles and rights as one table: pages, commands' callers, tests and docs read the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

# One letter a role in the table below; the order of the letters in a line does not matter.
LETTERS = {
    "O": "owner",
    "M": "manager",
    "P": "operator",
    "S": "storekeeper",
    "C": "courier",
    "D": "cashier",
    "A": "accountant",
    "B": "buyer",
    "K": "marketer",
    "I": "integrator",
}
TITLES = {
    "owner": gettext_noop("Owner"),
    "manager": gettext_noop("Sales manager"),
    "operator": gettext_noop("Call operator"),
    "storekeeper": gettext_noop("Storekeeper"),
    "courier": gettext_noop("Courier"),
    "cashier": gettext_noop("Cashier"),
    "accountant": gettext_noop("Accountant"),
    "buyer": gettext_noop("Purchaser"),
    "marketer": gettext_noop("Marketer"),
    "integrator": gettext_noop("Integrator"),
}
ABOUT = {
    "owner": gettext_noop("Sees and does everything, also who else may."),
    "manager": gettext_noop("Sells: orders, customers, products and prices."),
    "operator": gettext_noop("Takes orders by phone and answers what became of them."),
    "storekeeper": gettext_noop("Receives, corrects and ships goods; meets neither prices nor cost."),
    "courier": gettext_noop("Brings orders to the door and takes the money."),
    "cashier": gettext_noop("Takes and gives back money; changes nothing of an order."),
    "accountant": gettext_noop("Reads everything that ends in the books, cost too."),
    "buyer": gettext_noop("Decides what to buy: products, cost, what is there and what sells."),
    "marketer": gettext_noop("Words, pictures and prices of the goods; meets no customer and no cost."),
    "integrator": gettext_noop("Connects accounting and shops, and watches the exchange."),
}
TABLE = (
    ("today.view", "OMPSCDABKI", gettext_noop("See what needs a decision today")),
    ("orders.view", "OMPSCDABI", gettext_noop("See orders")),
    ("orders.see_buyer", "OMPSCDA", gettext_noop("See to whom an order goes")),
    ("orders.see_others", "OMPSCDABI", gettext_noop("See orders of other managers, not only their own and free ones")),
    ("orders.take", "OMP", gettext_noop("Take orders that nobody has taken")),
    ("orders.give", "OM", gettext_noop("Give orders to a colleague")),
    ("orders.place", "OMP", gettext_noop("Place orders")),
    ("orders.change", "OMP", gettext_noop("Change the lines of an order")),
    ("orders.cancel", "OMP", gettext_noop("Cancel orders")),
    ("orders.note_payment", "OMCDA", gettext_noop("Note that an order was paid")),
    ("orders.note_shipment", "OMS", gettext_noop("Note that an order was shipped")),
    ("orders.note_return", "OMS", gettext_noop("Note that goods of an order came back")),
    ("catalog.view", "OMPSABKI", gettext_noop("See products")),
    ("catalog.change", "OMBKI", gettext_noop("Change products")),
    ("pricing.view", "OMPCDABKI", gettext_noop("See prices")),
    ("pricing.change", "OMK", gettext_noop("Change prices")),
    ("pricing.see_cost", "OAB", gettext_noop("See cost and margin")),
    ("stock.view", "OMPSABKI", gettext_noop("See stock")),
    ("stock.receive", "OS", gettext_noop("Receive goods")),
    ("stock.correct", "OS", gettext_noop("Correct stock")),
    ("parties.view", "OMPA", gettext_noop("See customers")),
    ("parties.change", "OMP", gettext_noop("Change, merge and erase customers")),
    ("exchange.view", "OMAI", gettext_noop("See the exchange with other systems")),
    ("exchange.operate", "OI", gettext_noop("Set up connections, run messages again, undo them")),
    ("watchman.view", "OMAI", gettext_noop("See what the watchman found")),
    ("watchman.answer", "OMI", gettext_noop("See to alerts of the watchman, and mute them")),
    ("journal.view", "OMI", gettext_noop("Search the journal: who did what, and why")),
    ("reports.view", "OMABK", gettext_noop("See reports")),
    ("settings.view", "OAI", gettext_noop("See firms, shops, price types and taxes")),
    ("settings.change", "OI", gettext_noop("Set up firms, shops, price types and taxes")),
    ("accounts.manage", "O", gettext_noop("Add staff and say what they may do")),
)
OWNER = "owner"  # holds every right for good, else there would be one that nobody could give any more


@dataclass(frozen=True)
class Right:
    """One thing to see or do, named by its room and verb; some roles hold it."""

    name: str
    roles: frozenset[str]
    says: str

    @property
    def title(self) -> str:
        """What it allows, in the language active now."""
        return gettext(self.says)


@dataclass(frozen=True)
class Role:
    """A bundle of rights under the name of a job.

    A role of one's own has its own words and grew out of one of the table, its base.
    """

    code: str
    rights: frozenset[str]
    base: str = ""
    called: str = ""
    described: str = ""

    @property
    def title(self) -> str:
        """The job, in the language active now; the name of a role of one's own stands as it was written."""
        return self.called or gettext(TITLES[self.code])

    @property
    def about(self) -> str:
        """One sentence that says who the role is for, in the language active now."""
        return self.described or ("" if self.is_own else gettext(ABOUT[self.code]))

    @property
    def is_own(self) -> bool:
        """Whether the house made it, beside the roles of the table."""
        return bool(self.base)

    @property
    def usual(self) -> frozenset[str]:
        """What the table gives to this role, or to the one it grew out of."""
        return ROLES[self.base or self.code].rights

    @property
    def is_changed(self) -> bool:
        """Whether it holds other rights than the usual ones."""
        return self.rights != self.usual


def changed(usual: frozenset[str], changes: Mapping[str, bool]) -> frozenset[str]:
    """Rights after the changes of a house; a right that no longer exists is passed over."""
    given = {right for right, held in changes.items() if held and right in RIGHTS}
    return (usual | given) - {right for right, held in changes.items() if not held}


RIGHTS: Mapping[str, Right] = {
    name: Right(name, frozenset(LETTERS[letter] for letter in letters), says) for name, letters, says in TABLE
}
ROLES: Mapping[str, Role] = {
    code: Role(code, frozenset(right.name for right in RIGHTS.values() if code in right.roles)) for code in TITLES
}
