"""A house with a connection to 1C, and short ways to bring it files and to read what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

from django.contrib.auth.hashers import make_password

from emporion.channels.commerceml.inbound.job import import_message
from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id, message, object_of, quarantined
from emporion.exchange.types import MessageView, QuarantinedRow
from emporion.orders import commands as orders
from emporion.orders.types import ShopCard
from emporion.parties.tests.factories import firm
from emporion.pricing.queries import prices_of
from emporion.stock.queries import all_warehouses, stock_of

from . import shapes

LOGIN, PASSWORD = "1c", "сезам:откройся"
_number = count(1)


def connection(code: str = "1c", **settings: object) -> int:
    """A connection of a firm of its own; its shop is "shop"."""
    told = {"firm": firm().id, "shop": "shop", "orders_from": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    return exchange.add_channel(
        code=code,
        kind="commerceml",
        title="1C",
        settings=told | settings,
        secrets={"login": LOGIN, "password": make_password(PASSWORD)},
        actor="owner",
    )


def kept(channel: int, data: bytes, session: int | None = None) -> int:
    """The number of a message with these bytes."""
    name = f"file{next(_number)}.xml"
    content = exchange.store(data)
    return exchange.keep_message(
        channel=channel, direction="in", name=name, content=content, session=session, actor="test"
    )


def bring(channel: int, *bodies: str, session: int | None = None) -> MessageView:
    """Work one file of these parts through, and look at it."""
    number = kept(channel, shapes.file("".join(bodies)), session)
    import_message(number, pause_seconds=0)
    return message(number)


def catalog(*goods: str, head: str = "") -> str:
    """A catalog of these Товар."""
    return f"{head}<Каталог><Ид>k</Ид><Товары>{''.join(goods)}</Товары></Каталог>"


def goods(key: str, name: str | None = None, inside: str = "", attributes: str = "") -> str:
    """One Товар."""
    return f"<Товар{attributes}><Ид>{key}</Ид><Наименование>{name or key.upper()}</Наименование>{inside}</Товар>"


TYPES = """<ТипыЦен><ТипЦены><Ид>retail</Ид><Наименование>Розничная</Наименование><Валюта>руб</Валюта></ТипЦены>
<ТипЦены><Ид>bulk</Ид><Наименование>Оптовая</Наименование><Валюта>руб</Валюта></ТипЦены>
<ТипЦены><Ид>usd</Ид><Наименование>Валютная</Наименование><Валюта>USD</Валюта></ТипЦены></ТипыЦен>"""
PLACES = """<Склады><Склад><Ид>w1</Ид><Наименование>Основной</Наименование></Склад>
<Склад><Ид>w2</Ид><Наименование>Зал</Наименование></Склад></Склады>"""


def pack(*offers: str, changes: bool = False, types: str = TYPES, places: str = PLACES) -> str:
    """A whole offers package, or one that says that it is changes only."""
    return (
        f'<ПакетПредложений СодержитТолькоИзменения="{str(changes).lower()}"><Ид>k#</Ид>'
        f"<Наименование>Пакет</Наименование><ИдКаталога>k</ИдКаталога>{types}{places}"
        f"<Предложения>{''.join(offers)}</Предложения></ПакетПредложений>"
    )


def changes(*offers: str) -> str:
    """The frequent run of prices and stock."""
    return (
        "<ИзмененияПакетаПредложений><Ид>k#</Ид><ИдКаталога>k</ИдКаталога>"
        f"<Предложения>{''.join(offers)}</Предложения></ИзмененияПакетаПредложений>"
    )


def offer(
    key: str,
    prices: Mapping[str, str] | None = None,
    stock: Mapping[str, str] | None = None,
    inside: str = "",
    name: str | None = "",
) -> str:
    """One Предложение: prices by type ("150.00", or "5 USD" with a currency), figures by warehouse."""
    told = "".join(_price(kind, *number.split(" ", 1)) for kind, number in (prices or {}).items())
    figures = "".join(f'<Склад ИдСклада="{w}" КоличествоНаСкладе="{n}"/>' for w, n in (stock or {}).items())
    called = "" if name is None else f"<Наименование>{name or key.upper()}</Наименование>"
    listed = "" if prices is None else f"<Цены>{told}</Цены>"
    return f"<Предложение><Ид>{key}</Ид>{called}{listed}{figures}{inside}</Предложение>"


def _price(kind: str, number: str, currency: str = "руб") -> str:
    return (
        f"<Цена><ИдТипаЦены>{kind}</ИдТипаЦены><ЦенаЗаЕдиницу>{number}</ЦенаЗаЕдиницу>"
        f"<Валюта>{currency}</Валюта></Цена>"
    )


def ours(channel: int, kind: str, key: str) -> int:
    """Our object under their key."""
    found = object_of(channel, kind, key)
    assert found is not None, f"{kind} {key} is not known"
    return found


def prices(channel: int, key: str) -> dict[str, str]:
    """What an offer costs, by the name of the price type, in whole units of money."""
    variant = ours(channel, "variant", key)
    told = prices_of([variant]).get(variant, ())
    return {price.price_type.name: f"{price.price.micro / 10**6:.2f}" for price in told}


def stock(channel: int, key: str) -> dict[str, int]:
    """What lies where, in thousandths, by the name of the warehouse."""
    return {line.warehouse.name: line.on_hand for line in stock_of([ours(channel, "variant", key)])}


def aside(channel: int) -> list[QuarantinedRow]:
    """The open rows of the quarantine, in the order of their places."""
    return sorted(quarantined(channel=channel, limit=1000), key=lambda row: (row.place, row.field))


def named(row: QuarantinedRow) -> tuple[str, str, str, str, str]:
    """Where, what and why: place, element, field, value, code; each comes with a sentence and a remedy."""
    assert row.fault.refusal.sentence
    return row.place, row.element, row.field, row.value, row.fault.code


def open_shop(channel: int) -> str:
    """The shop that sells what came, at its retail price, from all its warehouses."""
    card = ShopCard(
        code="shop",
        name="Shop",
        firm=int(exchange_settings(channel)["firm"]),  # type: ignore[call-overload]  # a number in the settings
        price_type=ours(channel, "price_type", "retail"),
        prefix="K",
        warehouses=tuple(place.id for place in all_warehouses(master="1c")),
    )
    orders.put_shop(card=card, actor="owner")
    return "shop"


def exchange_settings(channel: int) -> Mapping[str, object]:
    """The settings of a connection."""
    return channel_by_id(channel).settings


def code_of(found: MessageView) -> str:
    """The code under which a file was refused; empty when it was taken."""
    return found.fault.code if found.fault else ""
