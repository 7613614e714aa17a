"""Roles and rights as one table: pages, commands' callers, tests and docs read the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

# One letter a role in the table below: Owner, Manager, Storekeeper, Integrator.
LETTERS = {"O": "owner", "M": "manager", "S": "storekeeper", "I": "integrator"}
TITLES = {
    "owner": gettext_noop("Owner"),
    "manager": gettext_noop("Manager"),
    "storekeeper": gettext_noop("Storekeeper"),
    "integrator": gettext_noop("Integrator"),
}
ABOUT = {
    "owner": gettext_noop("Sees and does everything, also who else may."),
    "manager": gettext_noop("Sells: orders, customers, products and prices."),
    "storekeeper": gettext_noop("Receives, corrects and ships goods; meets neither prices nor cost."),
    "integrator": gettext_noop("Connects accounting and shops, and watches the exchange."),
}
TABLE = (
    ("today.view", "OMSI", gettext_noop("See what needs a decision today")),
    ("orders.view", "OMSI", gettext_noop("See orders")),
    ("orders.place", "OM  ", gettext_noop("Place orders")),
    ("orders.change", "OM  ", gettext_noop("Change the lines of an order")),
    ("orders.cancel", "OM  ", gettext_noop("Cancel orders")),
    ("orders.note_payment", "OM  ", gettext_noop("Note that an order was paid")),
    ("orders.note_shipment", "OMS ", gettext_noop("Note that an order was shipped")),
    ("catalog.view", "OMSI", gettext_noop("See products")),
    ("catalog.change", "OM I", gettext_noop("Change products")),
    ("pricing.view", "OM I", gettext_noop("See prices")),
    ("pricing.change", "OM  ", gettext_noop("Change prices")),
    ("pricing.see_cost", "O   ", gettext_noop("See cost and margin")),
    ("stock.view", "OMSI", gettext_noop("See stock")),
    ("stock.receive", "O S ", gettext_noop("Receive goods")),
    ("stock.correct", "O S ", gettext_noop("Correct stock")),
    ("parties.view", "OM  ", gettext_noop("See customers")),
    ("parties.change", "OM  ", gettext_noop("Change, merge and erase customers")),
    ("exchange.view", "OM I", gettext_noop("See the exchange with other systems")),
    ("exchange.operate", "O  I", gettext_noop("Set up connections, run messages again, undo them")),
    ("reports.view", "OM  ", gettext_noop("See reports")),
    ("settings.view", "O  I", gettext_noop("See firms, shops, price types and taxes")),
    ("settings.change", "O  I", gettext_noop("Set up firms, shops, price types and taxes")),
    ("accounts.manage", "O   ", gettext_noop("Add staff and say what they may do")),
)


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
    """A bundle of rights under the name of a job."""

    code: str
    rights: frozenset[str]

    @property
    def title(self) -> str:
        """The job, in the language active now."""
        return gettext(TITLES[self.code])

    @property
    def about(self) -> str:
        """One sentence that says who the role is for, in the language active now."""
        return gettext(ABOUT[self.code])


RIGHTS: Mapping[str, Right] = {
    name: Right(name, frozenset(LETTERS[letter] for letter in letters.replace(" ", "")), says)
    for name, letters, says in TABLE
}
ROLES: Mapping[str, Role] = {
    code: Role(code, frozenset(right.name for right in RIGHTS.values() if code in right.roles)) for code in TITLES
}
