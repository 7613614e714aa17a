"""One storefront with its counter, and the customers who come to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.types import OrderDraft, OrderRef

from ..baskets import Appetite, basket, delivery
from ..countries import BY_SHOP, RUSSIA
from ..customers import customer_card
from ..onec.numbers import stream
from ..shelf import on_shelf

ACTOR = "demo:storefront"
CUSTOMERS = 380
COUNTER = "last-order"
# Out of a hundred customers: most take what there is, some the last pieces, few more than there is.
APPETITES: dict[Appetite, int] = {"usual": 88, "last": 9, "too_much": 3}


@dataclass(frozen=True, slots=True)
class Storefront:
    """A shop's own site: its code in the house, and the folder where it counts its orders."""

    shop: str
    folder: Path
    seed: int = 1

    @property
    def number(self) -> int:
        """How many orders it has seen answered."""
        file = self.folder / COUNTER
        return int(file.read_text()) if file.exists() else 0

    def order(self) -> OrderRef | None:
        """Let the next customer order; None when the shop has nothing for them. A refusal of the house is passed on."""
        number = self.number + 1
        chance = stream(self.seed, "customer", number)
        try:
            placed = self._placed(number, chance)
        except Refused:
            self._answered(number)
            raise
        self._answered(number)
        return placed

    def _placed(self, number: int, chance: Random) -> OrderRef | None:
        shelf = on_shelf(self.shop)
        [appetite] = chance.choices(list(APPETITES), weights=list(APPETITES.values()))
        wishes = basket(chance, shelf, appetite) or basket(chance, shelf)
        if not wishes:
            return None
        country = BY_SHOP.get(self.shop, RUSSIA)
        draft = OrderDraft(
            shop=self.shop,
            wishes=wishes,
            services=delivery(chance, shelf[0].price.currency, country),
            customer=customer_card(chance.randrange(1, CUSTOMERS + 1), country),
            external=str(number),
            is_demo=True,
        )
        return orders.place(draft=draft, actor=ACTOR, key=f"demo-shop:{self.shop}:{number}", origin="demo:storefront")

    def _answered(self, number: int) -> None:
        """The count moves after the answer: an order cut in between is asked for again under the same key."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{COUNTER}.new"
        draft.write_text(f"{number}\n")
        draft.replace(self.folder / COUNTER)


def trade(
    storefront: Storefront,
    *,
    every_seconds: float,
    customers: int | None = None,
    report: Callable[[OrderRef | Refused | None], None] = lambda placed: None,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Customer after customer, for ever or so many; the pauses between them are drawn, every_seconds on average."""
    while customers is None or customers > 0:
        number = storefront.number
        try:
            report(storefront.order())
        except Refused as refusal:
            report(refusal)
        customers = None if customers is None else customers - 1
        if customers != 0:
            pause(stream(storefront.seed, "pause", number).expovariate(1 / every_seconds))
