"""Pages say what does not leave, and why, where somebody waits for it."""

from __future__ import annotations

import pytest
from django.test import Client

from emporion.channels.commerceml.tests.bench import (
    bring,
    catalog,
    connection,
    goods,
    offer,
    open_shop,
    ours,
    pack,
)
from emporion.exchange import commands as exchange
from emporion.journal.commands import deliver_all
from emporion.orders import commands as orders
from emporion.orders.types import OrderDraft, OrderRef, Wish
from emporion.web.tests.factories import signed_in

pytestmark = pytest.mark.usefixtures("house")


def shop() -> int:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "100"}, {"w1": "50"})))
    settings = {"shop": open_shop(channel), "orders_from": "2020-01-01T00:00:00+00:00"}
    exchange.change_channel(channel=channel, settings=settings, actor="owner")
    return channel


def placed(channel: int, *, is_demo: bool) -> OrderRef:
    wish = Wish(ours(channel, "variant", "a"), 1000)
    ref = orders.place(draft=OrderDraft("shop", (wish,), is_demo=is_demo), cover="all", actor="demo")
    deliver_all()
    return ref


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_invented_order_says_on_its_page_and_the_connection_on_its_own_that_it_stays_here() -> None:
    channel = shop()
    ref, client = placed(channel, is_demo=True), signed_in()
    its_own = page(client, f"/orders/{ref.id}/")
    assert "Held back" in its_own
    assert f"Order {ref.number} was invented by the demonstration and goes to simulated connections alone." in its_own
    told = "Orders held back as the demonstration invented them: 1."
    for address in (f"/exchange/channels/{channel}/", "/exchange/outgoing/", "/exchange/"):
        assert told in page(client, address), address


def test_an_order_that_waits_for_its_first_day_says_so_in_the_queue_and_on_its_page() -> None:
    channel = shop()
    ref, client = placed(channel, is_demo=False), signed_in()
    assert "Held back" not in page(client, f"/orders/{ref.id}/")
    exchange.change_channel(channel=channel, settings={"orders_from": None}, actor="owner")
    for address in (f"/orders/{ref.id}/", "/exchange/outgoing/"):
        told = page(client, address)
        assert "Held back" in told, address
        assert f"Order {ref.number} waits: nobody has said from which day on orders leave." in told
