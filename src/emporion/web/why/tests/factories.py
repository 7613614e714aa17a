"""A connection with a catalog and offers, imported as a worker does it, for the pages' tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from emporion.catalog.queries import find_by_sku
from emporion.channels.commerceml.inbound.job import import_message
from emporion.exchange import commands as exchange
from emporion.exchange.queries import object_of
from emporion.parties import commands as parties

RETAIL, MAIN = "type-retail", "place-main"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<КоммерческаяИнформация ВерсияСхемы="2.07">\n'
END = "</КоммерческаяИнформация>\n"
CATALOG = f"""{HEAD}<Классификатор><Ид>c</Ид><Наименование>All</Наименование>
<Группы><Группа><Ид>cups</Ид><Наименование>Cups</Наименование></Группа></Группы></Классификатор>
<Каталог><Ид>k</Ид><Наименование>All</Наименование><Товары>
<Товар><Ид>cup</Ид><Артикул>CUP-1</Артикул><Наименование>Blue cup</Наименование>
<Группы><Ид>cups</Ид></Группы></Товар>
<Товар><Ид>pot</Ид><Артикул>POT-1</Артикул><Наименование>Iron pot</Наименование></Товар>
</Товары></Каталог>{END}"""


@dataclass(frozen=True)
class Shop:
    """What the first exchange brought."""

    firm: int
    channel: int
    session: int
    product: int
    variant: int
    price_type: int
    warehouse: int
    catalog: int
    offers: int


def offers(price: str, pieces: str = "5") -> str:
    """A package of the cup and the pot."""
    return f"""{HEAD}<ПакетПредложений><Ид>p</Ид><Наименование>Offers</Наименование>
<ТипыЦен><ТипЦены><Ид>{RETAIL}</Ид><Наименование>Retail</Наименование><Валюта>EUR</Валюта></ТипЦены></ТипыЦен>
<Склады><Склад><Ид>{MAIN}</Ид><Наименование>Main</Наименование></Склад></Склады>
<Предложения>
<Предложение><Ид>pot</Ид><Артикул>POT-1</Артикул><Наименование>Iron pot</Наименование>
<Склад ИдСклада="{MAIN}" КоличествоНаСкладе="1"/></Предложение>
<Предложение><Ид>cup</Ид><Артикул>CUP-1</Артикул><Наименование>Blue cup</Наименование>
<Цены><Цена><ИдТипаЦены>{RETAIL}</ИдТипаЦены>
<ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу>
<Валюта>EUR</Валюта></Цена></Цены>
<Склад ИдСклада="{MAIN}" КоличествоНаСкладе="{pieces}"/></Предложение>
</Предложения></ПакетПредложений>{END}"""


def sent(channel: int, text: str, name: str, session: int | None = None) -> int:
    """A file that came and was worked through; answers the message's number."""
    stored = exchange.store(text.encode())
    number = exchange.keep_message(
        channel=channel, direction="in", name=name, content=stored, session=session, actor="channel:1c"
    )
    import_message(number, pause_seconds=0)
    return number


def shop(price: str = "9.50") -> Shop:
    """A firm, a connection, its first session with a catalog and offers."""
    firm = parties.add_firm(
        name="Kafenion", country="CY", base_currency="EUR", regime="general", since=date(2020, 1, 1), actor="cli"
    ).id
    channel = exchange.add_channel(
        code="1c", kind="commerceml", title="1C main", settings={"firm": firm, "currency": "EUR"}, actor="cli"
    )
    session = exchange.open_session(channel=channel, kind="catalog", actor="channel:1c").id
    catalog = sent(channel, CATALOG, "import0_1.xml", session)
    package = sent(channel, offers(price), "offers0_1.xml", session)
    (cup,) = find_by_sku("CUP-1")
    return Shop(
        firm=firm,
        channel=channel,
        session=session,
        product=cup.product_id,
        variant=cup.id,
        price_type=object_of(channel, "price_type", RETAIL) or 0,
        warehouse=object_of(channel, "warehouse", MAIN) or 0,
        catalog=catalog,
        offers=package,
    )
