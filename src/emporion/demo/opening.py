"""The shops open once the first catalog is there: prices in each currency, goods received, then the past is lived.

Every step carries a key or puts what stands already, so it can be done again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_code
from emporion.journal.commands import deliver_all
from emporion.kernel import rows
from emporion.kernel.money import divided
from emporion.orders import commands as orders
from emporion.orders.types import ShopCard
from emporion.parties import commands as parties
from emporion.pricing import commands as pricing
from emporion.pricing.queries import price_types, rate_for
from emporion.pricing.types import PriceCard, PriceTypeCard
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses, by_code
from emporion.stock.types import Goods, WarehouseView

from .countries import BY_CODE, BY_SHOP, COUNTRIES, KAZAKHSTAN, RUSSIA, Country
from .customers import customer_card, written_again
from .founding import ACTOR, ORIGIN
from .history import CHANNEL, Lived
from .month import DAYS
from .shelf import OnShelf, on_shelf

PURCHASE = "Закупочная"
PIECE, MILLION = 1000, 1_000_000
BY_HAND = 60  # variants that the first firm received into its own warehouse, beside those that 1C keeps
BY_HAND_ELSEWHERE = 260
COST_PERCENT = 58  # of the retail price, as the base counts its purchase prices
TOGETHER = 2000
TWICE = (2, 9)  # customers of each country that somebody wrote down a second time


def open_shops() -> tuple[str, ...]:
    """Open a shop in each country; answers their codes, the one that 1C serves first."""
    types = {row.name: row.id for row in price_types()}
    if PURCHASE in types:  # an exchange does not say which of its prices is what goods cost
        cost = PriceTypeCard(id=types[PURCHASE], is_cost=True)
        pricing.put_price_types(cards=[cost], actor=ACTOR, origin=ORIGIN)
    _tax_all_alike_in_kazakhstan()
    first = types.get(RUSSIA.price_type) or next(iter(types.values()))
    _open(RUSSIA, first)
    shelf = on_shelf(RUSSIA.shop)
    for country in COUNTRIES[1:]:
        kind = types.get(country.price_type) or _price_type(country)
        _price(country, kind, shelf)
        _open(country, kind)
    return tuple(country.shop for country in COUNTRIES)


def _tax_all_alike_in_kazakhstan() -> None:
    """What has a reduced rate elsewhere has the common one there, so the owner of that firm enters it."""
    code, since = KAZAKHSTAN.code, date(2026, 1, 1)
    common = rate_for(code, "standard", "general", since)
    pricing.set_tax_rate(
        country=code, tax_class="reduced", regime="general", percent_milli=common, valid_from=since,
        actor=ACTOR, origin=ORIGIN,
    )  # fmt: skip


def _price_type(country: Country) -> int:
    card = PriceTypeCard(name=country.price_type, currency=country.currency, tax_included=True)
    [made] = pricing.put_price_types(cards=[card], actor=ACTOR, origin=ORIGIN)
    return made.id


def _price(country: Country, kind: int, shelf: Sequence[OnShelf]) -> None:
    """What costs so much in roubles costs as much here, rounded to a step of the country."""
    for some in rows.chunks(shelf, TOGETHER):
        cards = [PriceCard(one.variant, ((kind, 0, _converted(one.price.micro, country)),)) for one in some]
        pricing.put_prices(cards=cards, actor=ACTOR, origin=ORIGIN)


def _converted(micro: int, country: Country) -> int:
    step = country.step_micro
    return max(divided(divided(micro * country.per_rouble_micro, MILLION), step), 1) * step


def _open(country: Country, price_type: int) -> None:
    own = by_code([country.warehouse[0]])[country.warehouse[0]]
    card = ShopCard(
        code=country.shop,
        name=country.shop_name,
        firm=own.firm,
        price_type=price_type,
        prefix=country.prefix,
        takes_uncovered=True,
        is_demo=True,
        warehouses=tuple(place.id for place in _sources(country)),
    )
    orders.put_shop(card=card, actor=ACTOR, origin=ORIGIN)


def _sources(country: Country) -> list[WarehouseView]:
    """From where a shop sells: first what 1C keeps, then what is ours, then what another firm of the house has."""
    own = by_code([country.warehouse[0]])[country.warehouse[0]]
    theirs = all_warehouses(sells=True, master=CHANNEL) if country is RUSSIA else []
    others = _sources(BY_CODE[country.also_from]) if country.also_from else []
    return [*theirs, own, *others]


def receive_by_hand(shop: str, opened: datetime) -> int:
    """Goods that a shop's own storekeeper took in before the month began; answers how many variants."""
    country, shelf = BY_SHOP[shop], on_shelf(shop)
    is_first = country is RUSSIA
    wanted, most = (BY_HAND, 7) if is_first else (BY_HAND_ELSEWHERE, 40)
    chosen = shelf[:: max(len(shelf) // wanted, 1 if is_first else 3)][:wanted]  # elsewhere never of everything
    goods = [_received(one, pieces=2 + place % most) for place, one in enumerate(chosen)]
    stock.receive(
        warehouse_id=by_code([country.warehouse[0]])[country.warehouse[0]].id,
        document=f"receipt:demo-{country.code}",
        goods=goods,
        effective_at=opened - timedelta(days=DAYS + 1),
        actor=ACTOR,
        origin=ORIGIN,
        key=f"demo:receipt:{country.code}",
    )
    return len(goods)


def _received(one: OnShelf, pieces: int) -> Goods:
    cost = one.price.times(pieces * PIECE).minor * COST_PERCENT // 100
    return Goods(one.variant, pieces * PIECE, cost)


def send_open_orders(lived: list[Lived], opened: datetime) -> int:
    """From now on the first shop's orders go to 1C; of its past ones those where nothing has happened yet.

    What was paid or shipped before 1C was connected is our own history, which 1C would book once more.
    """
    deliver_all()  # the past is heard before the connection names its shop, so that it stays at home
    channel = channel_by_code(CHANNEL).id
    settings = {"shop": RUSSIA.shop, "orders_from": (opened - timedelta(days=DAYS + 1)).isoformat()}
    exchange.change_channel(channel=channel, settings=settings, actor=ACTOR, origin=ORIGIN)
    waiting = [one.order.id for one in lived if one.planned.fate == "open"]
    exchange.want(
        channel=channel, kind="order", object_ids=waiting, actor=ACTOR, origin=ORIGIN, key="demo:first-orders"
    )
    return len(waiting)


def write_down_again() -> int:
    """Some customers are written down a second time, as happens at the phone; answers how many doubles there are."""
    for country in COUNTRIES:
        for number in TWICE:
            parties.found_or_added(card=customer_card(number, country), actor=ACTOR, origin=ORIGIN)
            key = f"demo:again:{country.code}:{number}"
            parties.add(card=written_again(number, country), actor=ACTOR, origin=ORIGIN, key=key)
    return len(COUNTRIES) * len(TWICE)
