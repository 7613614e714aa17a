"""What 1C shipped keeps its promise until a whole stock session that began later is over."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

from emporion.channels.commerceml import settling
from emporion.channels.commerceml.inbound.files import taken
from emporion.channels.commerceml.inbound.job import import_message
from emporion.clockwork.types import SCHEDULES
from emporion.exchange import commands as exchange
from emporion.journal.queries import told
from emporion.journal.types import Asked
from emporion.ledger.queries import verify
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses, stock_of
from emporion.stock.types import Goods

from . import shapes
from .bench import LOGIN, PASSWORD, bring, catalog, connection, goods, offer, ours, pack

pytestmark = pytest.mark.usefixtures("house")


def shipped(pieces: int = 4) -> int:
    """Of ten pieces of "a" an order took some, and 1C says that it shipped them; answers the connection."""
    channel = connection()
    bring(channel, catalog(goods("a"), goods("b")), pack(offer("a", stock={"w1": "10"}), offer("b", stock={"w1": "5"})))
    [place] = [one.id for one in all_warehouses(master="1c") if one.name == "Основной"]
    wishes = [Goods(ours(channel, "variant", "a"), pieces * 1000)]
    stock.reserve(document="order:1", wishes=wishes, warehouses_in_turn=[place], actor="shop")
    stock.note_known(documents=["order:1"], master="1c", actor="channel:1c")
    stock.ship(document="order:1", actor="channel:1c")
    return channel


def figures(channel: int, key: str = "a") -> tuple[int, int, int]:
    """On hand, reserved and free in pieces."""
    [line] = [line for line in stock_of([ours(channel, "variant", key)]) if line.warehouse.name == "Основной"]
    assert verify() == []
    return line.on_hand // 1000, line.reserved // 1000, line.free // 1000


def talk(channel: int, kind: str = "catalog") -> int:
    return exchange.open_session(channel=channel, kind=kind, actor="channel:1c").id


def tell(channel: int, key: str, pieces: int, session: int) -> None:
    bring(channel, pack(offer(key, stock={"w1": str(pieces)}), changes=True), session=session)


def sign_in(kind: str) -> None:
    basic = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
    client = Client(headers={"authorization": f"Basic {basic}"})
    answer = client.get(f"/exchange/1c/1c?type={kind}&mode=checkauth")
    assert answer.content.startswith(b"success"), answer.content


def test_the_first_file_of_a_session_frees_nothing_that_its_second_takes_away() -> None:
    channel = shipped()
    session = talk(channel)
    tell(channel, "b", 4, session)
    assert figures(channel) == (10, 4, 6)
    tell(channel, "a", 6, session)
    assert figures(channel) == (6, 4, 2)
    sign_in("catalog")
    assert figures(channel) == (6, 0, 6)
    [freed] = told(Asked(kinds=("stock.StockFreed",)), limit=1)
    assert freed.origin == f"session:{session}", "what is free again says which talk made it so"


def test_a_session_that_does_not_name_the_goods_ends_their_promise_too() -> None:
    channel = shipped()
    tell(channel, "a", 6, talk(channel, "sale"))  # a figure of before the session that ends it
    tell(channel, "b", 4, talk(channel))
    sign_in("catalog")
    assert figures(channel) == (6, 0, 6)


def test_a_session_that_began_before_the_shipment_ends_no_promise() -> None:
    channel = connection()
    session = talk(channel)
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "10"})), session=session)
    [place] = [one.id for one in all_warehouses(master="1c") if one.name == "Основной"]
    wishes = [Goods(ours(channel, "variant", "a"), 4000)]
    stock.reserve(document="order:1", wishes=wishes, warehouses_in_turn=[place], actor="shop")
    stock.ship(document="order:1", actor="channel:1c")
    sign_in("catalog")
    assert figures(channel) == (10, 4, 6)


def test_signing_in_for_orders_does_not_end_a_catalog_talk_that_still_speaks() -> None:
    channel = shipped()
    tell(channel, "b", 4, talk(channel))
    sign_in("sale")
    assert figures(channel) == (10, 4, 6)
    with override_settings(EMPORION_QUIET_SECONDS=0):
        sign_in("sale")
    assert figures(channel) == (10, 0, 10)


def test_a_talk_after_which_nobody_comes_is_over_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = shipped()
    tell(channel, "a", 6, talk(channel))
    tidy = SCHEDULES["commerceml.settle_stock"].run
    tidy()
    assert figures(channel) == (6, 4, 2)
    monkeypatch.setattr(settling, "SILENT", timedelta(0))
    tidy()
    assert figures(channel) == (6, 0, 6)


def test_a_file_that_is_still_worked_on_holds_the_end_back() -> None:
    channel = shipped()
    session = talk(channel)
    tell(channel, "b", 4, session)
    content = exchange.store(shapes.file(pack(offer("a", stock={"w1": "6"}), changes=True)))
    number = exchange.keep_message(
        channel=channel, direction="in", name="late.xml", content=content, session=session, actor="test"
    )
    sign_in("catalog")
    assert figures(channel) == (10, 4, 6)
    import_message(number, pause_seconds=0)
    assert figures(channel) == (6, 0, 6)


def test_files_from_a_disk_are_one_session_that_ends_with_the_last(tmp_path: Path) -> None:
    channel = shipped()
    paths = []
    for name, key, pieces in (("1.xml", "b", 4), ("2.xml", "a", 6)):
        path = tmp_path / name
        path.write_bytes(shapes.file(pack(offer(key, stock={"w1": str(pieces)}), changes=True)))
        paths.append(path)
    taken(channel, paths, lambda _name, _done, _size: None)
    assert figures(channel) == (6, 0, 6)
