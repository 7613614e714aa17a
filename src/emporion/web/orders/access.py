"""Which orders a person may see, and what they may do to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from emporion.accounts.queries import Asker, may, may_somewhere, whose_eyes
from emporion.orders import queries as orders
from emporion.orders.types import OrderView, ShopView

from ..rights import NoRight, staff_of
from ..scope import orders_within

if TYPE_CHECKING:
    from django.db.models import QuerySet

OTHERS = "orders.see_others"
ACTS = {
    "pay": "orders.note_payment",
    "give_back": "orders.note_payment",
    "ship": "orders.note_shipment",
    "take_back": "orders.note_return",
    "change": "orders.change",
    "cancel": "orders.cancel",
    "cancel_rest": "orders.cancel",
    "settle": "orders.change",
    "take": "orders.take",
    "give": "orders.give",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What of an order a person's role lets them meet.

    A storekeeper packs: name and address, but no amounts. Who connects systems sees amounts, but no people.
    """

    amounts: bool
    people: bool
    customers: bool
    products: bool


def sight_of(staff: Asker) -> Sight:
    """What a person meets on any page of orders."""
    customers = may_somewhere(staff, "parties.view")
    return Sight(
        amounts=may_somewhere(staff, "pricing.view"),
        people=customers or may_somewhere(staff, "orders.see_buyer"),
        customers=customers,
        products=may_somewhere(staff, "catalog.view"),
    )


def seen_by(staff: Asker) -> QuerySet[Any]:
    """All orders within the shops and firms of a person; without the right to see others', their own and free ones."""
    found = orders.listed().filter(orders_within(staff, "orders.view"))
    if may(staff, OTHERS):
        return found
    return found.filter(orders_within(staff, OTHERS) | mine(staff) | orders.free_to_take())


def mine(staff: Asker) -> Q:
    """The condition on the orders that are somebody's own deals."""
    return orders.managed_by(whose_eyes(staff))


def sees_every_order(staff: Asker) -> bool:
    """Whether no order of the house is kept from a person: then what is told of all is for them too."""
    return may(staff, "orders.view") and may(staff, OTHERS)


def shops_of(staff: Asker, right: str) -> list[ShopView]:
    """The shops in use where a person holds a right."""
    return [shop for shop in orders.shops() if may_in(staff, right, shop)]


def may_in(staff: Asker, right: str, shop: ShopView) -> bool:
    """Whether a right holds in a shop; one that is narrowed to warehouses must cover all that the shop sells from."""
    places: tuple[int | None, ...] = shop.warehouses or (None,)
    return all(may(staff, right, firm=shop.firm, shop=shop.id, warehouse=place) for place in places)


@dataclass(frozen=True, slots=True)
class Opened:
    """An order with its shop and what the person in front of it may do now."""

    order: OrderView
    shop: ShopView
    sight: Sight
    acts: frozenset[str]


def opened(request: HttpRequest, pk: int, act: str = "") -> Opened:
    """The order of an address. An order beyond the person's reach is as unknown as one that never was.

    Refused when the act that the page is for needs a right that the person does not hold in the order's shop.
    """
    staff = staff_of(request)
    found = orders.orders_by_id([pk]) if seen_by(staff).filter(pk=pk).exists() else []
    if not found:
        raise Http404
    order = found[0]
    shop = orders.shop_by_code(order.shop)
    held = frozenset(name for name, right in ACTS.items() if may_in(staff, right, shop))
    if act and act not in held:
        raise NoRight(ACTS[act])
    return Opened(order, shop, sight_of(staff), held & possible(order))


def possible(order: OrderView) -> frozenset[str]:
    """What the order's state lets anybody do. Money may come whatever the state is."""
    found = {"settle"}  # of a difference, whoever may change lines says which side is right
    found |= {"give"} if order.manager else {"give", "take"}
    if order.state == "open":
        goods = [line for line in order.lines if line.variant]
        found |= {"ship"} if any(line.shipped < line.quantity for line in goods) else set()
        found |= set(orders.can(order.state)) & {"change", "cancel"} if order.shipped == "none" else set()
        found |= {"cancel_rest"} if order.shipped == "some" else set()
    if any(line.shipped > line.returned for line in order.lines if line.variant):
        found.add("take_back")
    if order.paid_minor < order.owed_minor:
        found.add("pay")
    if order.back_minor:
        found.add("give_back")
    return frozenset(found)
