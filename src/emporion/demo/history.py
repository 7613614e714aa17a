"""The planned week, lived through the real commands: orders placed, paid, shipped, called off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from emporion.kernel.money import Money
from emporion.orders import commands as orders
from emporion.orders.types import OrderDraft, OrderRef

from .baskets import basket, delivery
from .customers import customer_card
from .shelf import OnShelf, on_shelf
from .week import Planned

ACTOR, ORIGIN = "demo", "demo:week"
CHANNEL = "1c"  # who keeps the warehouse that most goods of the week left; its figures of today know of it
METHODS = ("card", "card", "transfer", "cash")
REASONS = ("Покупатель передумал", "Нашёл дешевле", "Заказ сделан дважды")


@dataclass(frozen=True, slots=True)
class Lived:
    """An order that stands in the book now, with its plan."""

    planned: Planned
    order: OrderRef


def live(plan: list[Planned], *, shop: str, now: datetime) -> Iterator[Lived]:
    """Place the orders of a plan one by one and let happen to each what is planned.

    Every step has a key of its own: a week that was cut is continued by living the same plan again, and nothing
    happens twice. An order for which the shelf has nothing is left out.
    """
    shelf = {one.variant: one for one in on_shelf(shop)}
    for planned in plan:
        if placed := _place(planned, shop, shelf):
            _follow(planned, placed, now)
            yield Lived(planned, placed)


def _place(planned: Planned, shop: str, shelf: dict[int, OnShelf]) -> OrderRef | None:
    chance = planned.chance
    wishes = basket(chance, list(shelf.values()), planned.appetite)
    if not wishes:
        return None
    draft = OrderDraft(
        shop=shop,
        wishes=wishes,
        services=delivery(chance, shelf[wishes[0].variant].price.currency),
        customer=customer_card(planned.customer),
        placed_at=planned.placed_at,
        is_demo=True,
    )
    placed = orders.place(draft=draft, actor=ACTOR, origin=ORIGIN, key=f"demo:week:{planned.number}")
    for wish in wishes:  # kept by hand: asking the ledger again for every order would take most of the time
        one = shelf[wish.variant]
        shelf[wish.variant] = replace(one, free=max(one.free - wish.quantity, 0))
    return placed


def _follow(planned: Planned, placed: OrderRef, now: datetime) -> None:
    chance = planned.chance
    if planned.fate == "cancelled":
        orders.cancel(
            number=placed.number,
            reason=chance.choice(REASONS),
            actor=ACTOR,
            origin=ORIGIN,
            key=f"demo:cancel:{planned.number}",
        )
    if planned.fate in {"done", "paid", "part_paid"}:
        _pay(planned, placed, _later(chance, planned.placed_at, now))
    if planned.fate in {"done", "shipped"}:
        orders.note_shipment(
            number=placed.number,
            reference=f"demo-shipment-{planned.number}",
            at=_later(chance, planned.placed_at, now),
            actor=f"channel:{CHANNEL}",
            origin=ORIGIN,
            key=f"demo:ship:{planned.number}",
        )


def _pay(planned: Planned, placed: OrderRef, at: datetime) -> None:
    """The whole sum, or half of it."""
    amount = placed.total if planned.fate != "part_paid" else Money(placed.total.minor // 2, placed.total.currency)
    orders.note_payment(
        number=placed.number,
        reference=f"demo-payment-{planned.number}",
        amount=amount,
        method=planned.chance.choice(METHODS),
        at=at,
        actor=ACTOR,
        origin=ORIGIN,
        key=f"demo:pay:{planned.number}",
    )


def _later(chance: Random, placed_at: datetime, now: datetime) -> datetime:
    """Some time between the order and now, rarely more than a day after it."""
    return min(placed_at + timedelta(minutes=chance.randrange(5, 26 * 60)), now)
