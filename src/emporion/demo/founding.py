"""The firm before its first day: people, the connection to 1C, a warehouse of its own; then the shop and its orders.

Every step carries a key, so a first start that was cut is continued by doing all of it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from emporion.accounts import commands as accounts
from emporion.accounts.queries import checked_password, staff_by_email
from emporion.accounts.types import ROLES
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_code
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.types import ShopCard
from emporion.parties import commands as parties
from emporion.pricing import commands as pricing
from emporion.pricing.queries import price_types
from emporion.pricing.types import PriceTypeCard
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses, by_code
from emporion.stock.types import Goods, WarehouseCard

from .history import CHANNEL as CHANNEL, Lived
from .shelf import OnShelf, on_shelf
from .week import DAYS

ACTOR, ORIGIN = "demo", "demo:founding"
FIRM = "Торговый дом «Цикорий»"
ZONE = "Europe/Moscow"
LOGIN = "1c"
SHOP, SHOP_NAME, PREFIX = "kafenion", "Кафенион", "K"
RETAIL, PURCHASE = "Розничная", "Закупочная"
OWN, OWN_NAME = "showroom", "Шоурум"
PIECE = 1000
BY_HAND = 24  # variants that the firm received into its own warehouse
COST_PERCENT = 58  # of the retail price, as the base counts its purchase prices


@dataclass(frozen=True, slots=True)
class Founded:
    """The firm and its connection, by number."""

    firm: int
    channel: int


def found(*, staff_password: str, onec_password: str) -> Founded:
    """The firm, its staff, the connection that 1C will use, and the warehouse that is ours."""
    firm = parties.add_firm(
        name=FIRM, country="RU", base_currency="RUB", actor=ACTOR, origin=ORIGIN, key="demo:firm"
    ).id
    for role in ROLES:
        if staff_by_email(email_of(role)) is None:
            _add_staff(role, staff_password)
    channel = exchange.add_channel(
        code=CHANNEL,
        kind="commerceml",
        title="1С:Управление торговлей",
        settings={"firm": firm, "currency": "RUB", "time_zone": ZONE, "is_simulated": True},
        secrets={"login": LOGIN, "password": make_password(onec_password)},
        actor=ACTOR,
        origin=ORIGIN,
        key="demo:channel",
    )
    stock.put_warehouse(card=WarehouseCard(code=OWN, name=OWN_NAME, firm=firm, sells=True), actor=ACTOR, origin=ORIGIN)
    return Founded(firm, channel)


def email_of(role: str) -> str:
    """How a role of the demonstration signs in."""
    return f"{role}@demo.example"


def _add_staff(role: str, password: str) -> None:
    email, name = email_of(role), str(ROLES[role].title)
    hashed = checked_password(password, email=email, name=name)
    accounts.add_staff(email=email, name=name, role=role, password=hashed, time_zone=ZONE, actor=ACTOR, origin=ORIGIN)


def open_shop() -> str:
    """The shop sells at 1C's retail price, first from 1C's warehouses, then from ours; answers its code."""
    types = {row.name: row.id for row in price_types()}
    if PURCHASE in types:  # an exchange does not say which of its prices is what goods cost
        cost = PriceTypeCard(id=types[PURCHASE], is_cost=True)
        pricing.put_price_types(cards=[cost], actor=ACTOR, origin=ORIGIN)
    own = by_code([OWN])[OWN]
    theirs = [place.id for place in all_warehouses(sells=True, master=CHANNEL)]
    card = ShopCard(
        code=SHOP,
        name=SHOP_NAME,
        firm=own.firm,
        price_type=types.get(RETAIL) or next(iter(types.values())),
        prefix=PREFIX,
        takes_uncovered=True,
        is_demo=True,
        warehouses=(*theirs, own.id),
    )
    orders.put_shop(card=card, actor=ACTOR, origin=ORIGIN)
    return SHOP


def receive_by_hand(shop: str, opened: datetime) -> int:
    """Goods that our own storekeeper took in before the week began; answers how many variants."""
    chosen = on_shelf(shop)[:: max(len(on_shelf(shop)) // BY_HAND, 1)][:BY_HAND]
    goods = [_received(one, pieces=2 + place % 7) for place, one in enumerate(chosen)]
    stock.receive(
        warehouse_id=by_code([OWN])[OWN].id,
        document="receipt:demo-1",
        goods=goods,
        effective_at=opened - timedelta(days=DAYS + 1),
        actor=ACTOR,
        origin=ORIGIN,
        key="demo:receipt",
    )
    return len(goods)


def _received(one: OnShelf, pieces: int) -> Goods:
    cost = one.price.times(pieces * PIECE).minor * COST_PERCENT // 100
    return Goods(one.variant, pieces * PIECE, cost)


def send_open_orders(lived: list[Lived], opened: datetime) -> int:
    """From now on the shop's orders go to 1C; of the past ones those where nothing has happened yet.

    What was paid or shipped before 1C was connected is our own history, which 1C would book once more.
    """
    deliver_all()  # the past is heard before the connection names its shop, so that it stays at home
    channel = channel_by_code(CHANNEL).id
    settings = {"shop": SHOP, "orders_from": (opened - timedelta(days=DAYS + 1)).isoformat()}
    exchange.change_channel(channel=channel, settings=settings, actor=ACTOR, origin=ORIGIN)
    waiting = [one.order.id for one in lived if one.planned.fate == "open"]
    exchange.want(
        channel=channel, kind="order", object_ids=waiting, actor=ACTOR, origin=ORIGIN, key="demo:first-orders"
    )
    return len(waiting)
