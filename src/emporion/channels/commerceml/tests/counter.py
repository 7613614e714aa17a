"""A shop whose orders go to 1C, and the ways in which its talks give and take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.commerceml.outbound import confirm_orders, offer_orders
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message
from emporion.exchange.tests.factories import make_session
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.queries import orders_by_number
from emporion.orders.types import OrderDraft, Wish
from emporion.parties.tests.factories import customer_card

from . import shapes
from .bench import bring, catalog, connection, goods, offer, open_shop, ours, pack


@dataclass
class Counter:
    """A shop that sells what 1C brought, and the connection its orders go through."""

    channel: int
    variants: dict[str, int]

    def place(self, *keys: str, pieces: int = 1, **told: Any) -> str:
        """An order of so many pieces of each; its number."""
        wishes = tuple(Wish(self.variants[key], pieces * 1000) for key in keys)
        draft = OrderDraft("shop", wishes, **({"customer": customer_card()} | told))
        number = orders.place(draft=draft, cover="all", actor="shop").number
        deliver_all()
        return number

    def ask(self, session: int | None = None) -> tuple[int, bytes]:
        """A talk and what its query answers."""
        talk = session or make_session(self.channel)
        return talk, offer_orders(channel=self.channel, session=talk, actor="channel:1c")

    def given(self) -> list[str]:
        """The numbers that a new talk is given, without saying success."""
        return numbers(self.ask()[1])

    def take(self) -> list[str]:
        """What a whole talk with its success takes."""
        talk, body = self.ask()
        confirmed = confirm_orders(channel=self.channel, session=talk, actor="channel:1c")
        named = {str(found.id): found.number for found in orders_by_number(confirmed)}
        assert [named[key] for key in ids(body)] == list(confirmed)
        return numbers(body)

    def given_and_taken(self, poison: str) -> list[str]:
        """The numbers that a talk is given; success is said unless the poison is among them."""
        talk, body = self.ask()
        if poison not in numbers(body):
            confirm_orders(channel=self.channel, session=talk, actor="channel:1c")
        return numbers(body)

    def answer(self, number: str, inside: str = "", *pairs: tuple[str, str]) -> None:
        """A document of 1C about an order."""
        told = f"<Документ><Ид>1c-{number}</Ид><Номер>{number}</Номер><ХозОперация>Заказ товара</ХозОперация>"
        self.hand(f"{told}<Валюта>руб</Валюта>{inside}{shapes.requisites(*pairs)}</Документ>")

    def hand(self, *documents: str) -> int:
        """A file of 1C's answers."""
        content = exchange.store(shapes.file("".join(documents), version="2.10"), personal=True)
        number = exchange.keep_message(
            channel=self.channel,
            direction="in",
            name="orders.xml",
            content=content,
            session=make_session(self.channel),
            personal=True,
            actor="test",
        )
        import_message(number, pause_seconds=0)
        deliver_all()
        assert message(number).state == "done", message(number).fault
        return number


def numbers(body: bytes) -> list[str]:
    return [each.text or "" for each in etree.fromstring(body).findall("{*}Документ/{*}Номер")]


def ids(body: bytes) -> list[str]:
    return [each.text or "" for each in etree.fromstring(body).findall("{*}Документ/{*}Ид")]


def line(key: str, quantity: str = "1") -> str:
    return f"<Товар><Ид>{key}</Ид><Наименование>{key}</Наименование><Количество>{quantity}</Количество></Товар>"


def below(operation: str, key: str, number: str = "", inside: str = "", *pairs: tuple[str, str]) -> str:
    named = f"<Номер>{number}</Номер>" if number else ""
    return (
        f"<ПодчиненныеДокументы><ПодчиненныйДокумент><Ид>{key}</Ид>{named}<Дата>2026-02-03</Дата>"
        f"<ХозОперация>{operation}</ХозОперация>{inside}{shapes.requisites(*pairs)}</ПодчиненныйДокумент>"
        "</ПодчиненныеДокументы>"
    )


def open_counter() -> Counter:
    """A shop that sells a cup and a pot of 1C's."""
    channel = connection()
    told = [offer(key, {"retail": "100", "bulk": "80"}, {"w1": "50"}) for key in ("a", "b#x")]
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(*told))
    open_shop(channel)
    return Counter(channel, {key: ours(channel, "variant", key) for key in ("a", "b#x")})
