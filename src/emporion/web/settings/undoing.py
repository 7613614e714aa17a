"""The ways back of what was put away in the settings: a shop, a warehouse, a firm, a person who left."""

from __future__ import annotations

from django.http import HttpRequest

from emporion.accounts import commands as accounts
from emporion.accounts.queries import staff_card
from emporion.orders import commands as orders
from emporion.orders.queries import closed_shops
from emporion.orders.types import ShopCard
from emporion.parties import commands as parties
from emporion.parties.queries import firm
from emporion.stock import commands as stock
from emporion.stock.queries import closed_warehouses
from emporion.stock.types import WarehouseCard

from ..intent import Said
from ..rights import staff_of
from ..undo import ChangedSince, Told, undoes
from .people import stand_over


@undoes("shop", "settings.change")
def _shop(request: HttpRequest, told: Told, said: Said) -> None:
    _must(any(one.code == told["code"] for one in closed_shops()))
    orders.put_shop(card=ShopCard(code=told["code"], is_hidden=False), **said)


@undoes("warehouse", "stock.correct")
def _warehouse(request: HttpRequest, told: Told, said: Said) -> None:
    _must(any(one.code == told["code"] for one in closed_warehouses()))
    stock.put_warehouse(card=WarehouseCard(code=told["code"], is_hidden=False), **said)


@undoes("firm", "settings.change")
def _firm(request: HttpRequest, told: Told, said: Said) -> None:
    _must(not firm(told["firm"]).is_active)
    parties.change_firm(firm=told["firm"], is_active=True, **said)


@undoes("staff", "accounts.manage")
def _staff(request: HttpRequest, told: Told, said: Said) -> None:
    card = staff_card(told["staff"])
    _must(not card.is_active)
    stand_over(staff_of(request), card)
    accounts.reactivate(staff=card.id, **said)


def _must(stands: bool) -> None:
    """Only what still stands put away is taken back."""
    if not stands:
        raise ChangedSince()
