"""The planned month, lived through the real commands: orders placed, paid, shipped, called off, brought back.

Some orders are written in one transaction: one by one, most of a first start would be waiting for the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from emporion.accounts.queries import staff_by_email
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.kernel.money import Money
from emporion.orders import commands as orders, queries as book
from emporion.orders.types import OrderDraft, OrderRef
from emporion.stock.queries import by_code, firms_of_goods

from .baskets import basket, delivery
from .countries import BY_SHOP, COUNTRIES, RUSSIA, Country
from .customers import customer_card
from .month import Planned
from .people import email_of
from .shelf import OnShelf, on_shelf

ACTOR, ORIGIN = "demo", "demo:month"
CHANNEL = "1c"  # who keeps the warehouse that most goods of the month left; its figures of today know of it
TOGETHER = 25  # orders of one transaction
SELLERS = ("manager", "operator")  # whose deals the orders are, by the roles of the demonstration's staff
SHARES = ((0, 1, 2), (3,))  # of five orders, by their place among five
METHODS = ("Card", "Card", "Bank transfer", "Cash")
REASONS = ("the customer changed their mind", "it was not paid", "the same order stands twice")
RETURN_REASONS = ("it did not suit", "it did not suit", "something else was sent", "it is broken or has a fault")
BROKEN = RETURN_REASONS[-1]
PAID_BACK_SHARE = 0.8  # of returns whose money has gone back already


@dataclass(frozen=True, slots=True)
class Lived:
    """An order that stands in the book now, with its plan."""

    planned: Planned
    order: OrderRef


def live(plan: list[Planned], *, shop: str, now: datetime) -> Iterator[Lived]:
    """Place the orders of a plan and let happen to each what is planned.

    Every part has a key of its own: a month that was cut is continued by living the same plan again, and nothing
    happens twice. An order for which the shelf has nothing is left out.
    """
    country = BY_SHOP.get(shop, RUSSIA)
    shelf = {one.variant: one for one in on_shelf(shop)}
    sellers = [found.id for role in SELLERS if (found := staff_by_email(email_of(role)))]
    for some in rows.chunks(plan, TOGETHER):
        drafts = {one.number: _draft(one, shop, country, shelf) for one in some}
        wanted = [one for one in some if drafts[one.number]]
        key = f"demo:{shop}:{some[0].number}"
        asked = [draft for one in wanted if (draft := drafts[one.number])]
        placed = _place(drafts=asked, actor=ACTOR, origin=ORIGIN, key=f"{key}:place")
        lived = [Lived(*pair) for pair in zip(wanted, placed, strict=True)]
        _share_out(lived=lived, sellers=sellers, actor=ACTOR, origin=ORIGIN, key=f"{key}:share")
        _pay(lived=lived, now=now, actor=ACTOR, origin=ORIGIN, key=f"{key}:pay")
        _ship(lived=lived, now=now, actor=f"channel:{CHANNEL}", origin=ORIGIN, key=f"{key}:ship")
        _take_back(lived=lived, country=country, now=now, actor=ACTOR, origin=ORIGIN, key=f"{key}:back")
        yield from lived


def _draft(planned: Planned, shop: str, country: Country, shelf: dict[int, OnShelf]) -> OrderDraft | None:
    chance = planned.chance
    wishes = basket(chance, list(shelf.values()), planned.appetite)
    if not wishes:
        return None
    for wish in wishes:  # kept by hand: asking the ledger again for every order would take most of the time
        one = shelf[wish.variant]
        shelf[wish.variant] = replace(one, free=max(one.free - wish.quantity, 0))
    return OrderDraft(
        shop=shop,
        wishes=wishes,
        services=delivery(chance, shelf[wishes[0].variant].price.currency, country),
        customer=customer_card(planned.customer, country),
        placed_at=planned.placed_at,
        is_demo=True,
    )


@command
def _place(work: Work, *, drafts: Sequence[OrderDraft]) -> tuple[OrderRef, ...]:
    """Place some orders."""
    return tuple(orders.place(work=work, draft=draft) for draft in drafts)


@command
def _share_out(work: Work, *, lived: Sequence[Lived], sellers: Sequence[int]) -> None:
    """Make most orders somebody's deals; every fifth one nobody has taken."""
    for place, seller in enumerate(sellers):
        theirs = [one.order.number for one in lived if one.planned.number % 5 in SHARES[place]]
        orders.give(work=work, numbers=theirs, manager=seller)


@command
def _pay(work: Work, *, lived: Sequence[Lived], now: datetime) -> None:
    """Call off what is planned so, and note the payments."""
    for one in lived:
        if one.planned.fate == "cancelled":
            orders.cancel(work=work, number=one.order.number, reason=one.planned.chance.choice(REASONS))
        if one.planned.fate in {"done", "returned", "paid", "part_paid"}:
            total, is_part = one.order.total, one.planned.fate == "part_paid"
            amount = Money(total.minor // 2, total.currency) if is_part else total
            _note_money(work, one, amount, "payment", _later(one.planned.chance, one.planned.placed_at, now))


@command
def _ship(work: Work, *, lived: Sequence[Lived], now: datetime) -> None:
    """Note what has left; an order of which something is missing waits for it."""
    for one in lived:
        if one.planned.fate in {"done", "returned", "shipped"} and not one.order.uncovered:
            at = _later(one.planned.chance, one.planned.placed_at, now)
            orders.note_shipment(work=work, number=one.order.number, reference=_named(one, "shipment"), at=at)


@command
def _take_back(work: Work, *, lived: Sequence[Lived], country: Country, now: datetime) -> None:
    """Note what came back: what is broken among the defects, the rest on sale again; most of the money went back."""
    for one in lived:
        if one.planned.fate != "returned" or one.order.uncovered:
            continue
        chance = one.planned.chance
        reason = chance.choice(RETURN_REASONS)
        place = _where_to(one, country, sells=reason != BROKEN)
        if place is None:
            continue
        at = min(_later(chance, one.planned.placed_at, now) + timedelta(days=2), now)
        number, reference = one.order.number, _named(one, "return")
        orders.note_return(work=work, number=number, reference=reference, warehouse=place, reason=reason, at=at)
        if chance.random() < PAID_BACK_SHARE:
            back = book.order(number).back_minor
            _note_money(work, one, Money(-back, one.order.total.currency), "money-back", at)


def _where_to(one: Lived, country: Country, *, sells: bool) -> int | None:
    """A warehouse of the one firm whose goods they were; None when they were of two."""
    firms = firms_of_goods(f"order:{one.order.number}")
    ours = [each.warehouse[0] if sells else each.defects[0] for each in COUNTRIES]
    home = by_code([country.warehouse[0]])
    firms = firms or {place.firm for place in home.values()}
    found = [place.id for place in by_code(ours).values() if {place.firm} == firms]
    return found[0] if found else None


def _note_money(work: Work, one: Lived, amount: Money, word: str, at: datetime) -> None:
    orders.note_payment(
        work=work,
        number=one.order.number,
        reference=_named(one, word),
        amount=amount,
        method=one.planned.chance.choice(METHODS),
        at=at,
    )


def _named(one: Lived, word: str) -> str:
    return f"demo-{word}-{one.order.number}"


def _later(chance: Random, placed_at: datetime, now: datetime) -> datetime:
    """Some time between the order and now, rarely more than a day after it."""
    return min(placed_at + timedelta(minutes=chance.randrange(5, 26 * 60)), now)
