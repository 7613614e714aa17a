"""How far a right goes: the orders, shops and warehouses behind a role that holds only within a firm, a shop, a place.

A person may hold several roles, each narrowed in its own way; they add up and never mix. So each is taken by itself: an
order is seen when one of the roles covers it whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from emporion.accounts.queries import Asker, may, rights_of
from emporion.accounts.types import Held
from emporion.orders.queries import every_shop, shops
from emporion.orders.types import ShopView
from emporion.stock.queries import all_warehouses, every_warehouse
from emporion.stock.types import WarehouseView


def held(asker: Asker, right: str) -> list[Held]:
    """Where a right is held; one that is held everywhere makes the others needless."""
    found = [one for one in rights_of(asker) if one.right == right]
    wide = [one for one in found if (one.firm, one.shop, one.warehouse) == (None, None, None)]
    return wide[:1] or found


def orders_within(asker: Asker, right: str) -> Q:
    """The condition on orders; a role in one warehouse sees the orders of the shops that sell from it."""
    found, narrowed = Q(pk__in=()), held(asker, right)
    if may(asker, right):
        return Q()
    selling = every_shop() if any(one.warehouse for one in narrowed) else []
    for one in narrowed:
        found |= _orders_of(one, selling)
    return found


def _orders_of(one: Held, selling: Sequence[ShopView]) -> Q:
    found = Q()
    if one.firm is not None:
        found &= Q(firm_id=one.firm)
    if one.shop is not None:
        found &= Q(shop_id=one.shop)
    if one.warehouse is not None:
        found &= Q(shop_id__in=[shop.id for shop in selling if one.warehouse in shop.warehouses])
    return found


def shops_within(asker: Asker, right: str) -> list[ShopView]:
    """The shops that a right covers, closed ones too; a role in one warehouse covers those that sell from it."""
    narrowed = held(asker, right)
    return [
        shop
        for shop in every_shop()
        if any(
            one.firm in (None, shop.firm)
            and one.shop in (None, shop.id)
            and (one.warehouse is None or one.warehouse in shop.warehouses)
            for one in narrowed
        )
    ]


def warehouses_within(asker: Asker, right: str, *, ever: bool = False) -> list[WarehouseView]:
    """The warehouses in use that a right covers, or ever were; a role in a shop covers those from which it sells."""
    narrowed, every = held(asker, right), every_warehouse() if ever else all_warehouses()
    selling = {shop.id: shop.warehouses for shop in shops()} if any(one.shop for one in narrowed) else {}
    return [place for place in every if any(_holds_at(one, place, selling) for one in narrowed)]


def _holds_at(one: Held, place: WarehouseView, selling: dict[int, tuple[int, ...]]) -> bool:
    return (
        one.firm in (None, place.firm)
        and one.warehouse in (None, place.id)
        and (one.shop is None or place.id in selling.get(one.shop, ()))
    )
