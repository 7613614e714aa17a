"""An order shipped or cut by a click here, while the goods lie in a warehouse that 1C keeps."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from lxml import etree

from emporion.exchange.queries import outgoing
from emporion.journal.commands import deliver_all
from emporion.ledger.queries import verify
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.stock import commands as stock
from emporion.stock.queries import not_heard_of, stock_of
from emporion.stock.types import Goods

from .bench import aside
from .counter import Counter, line, numbers

SHIPPED = (("Номер отгрузки по 1С", "7"), ("Дата отгрузки по 1С", "2026-02-03"))


def settled(counter: Counter) -> tuple[int, int]:
    """What is reserved and free once a stock session of 1C that begins now has ended, in pieces."""
    stock.settle(master="1c", started_at=timezone.now() + timedelta(seconds=1), actor="channel:1c")
    lying = [row for row in stock_of([counter.variants["a"]]) if row.on_hand]
    assert verify() == []
    return sum(row.reserved for row in lying) // 1000, sum(row.free for row in lying) // 1000


def test_what_is_shipped_by_a_click_stays_promised_until_1c_ships_it_and_leaves_once(counter: Counter) -> None:
    number = counter.place("a", pieces=4)
    counter.take()
    orders.note_shipment(number=number, reference="by hand", actor="staff:1")
    assert (order(number).shipped, settled(counter)) == ("all", (4, 46))  # 1C still tells fifty
    counter.answer(number, "", *SHIPPED)
    counter.answer(number, "", *SHIPPED)  # it tells so with every answer
    assert not_heard_of(order(number).subject) == []
    found = order(number)
    assert ([one.reference for one in found.shipments], [one.shipped for one in found.lines]) == (
        ["by hand", "1c:7"], [4000],
    )  # fmt: skip
    assert settled(counter) == (0, 50)  # its figures of before the shipment; the next ones tell forty-six
    assert aside(counter.channel) == []


def test_a_part_that_1c_ships_is_the_part_that_was_noted_here(counter: Counter) -> None:
    number = counter.place("a", pieces=4)
    counter.take()
    goods = [Goods(counter.variants["a"], 2000)]
    orders.note_shipment(number=number, reference="by hand", goods=goods, actor="staff:1")
    orders.note_shipment(number=number, reference="1c:1", goods=goods, actor="channel:1c")
    assert [row.shipped for row in order(number).lines] == [2000]
    orders.note_shipment(number=number, reference="1c:2", goods=goods, actor="channel:1c")
    assert ([row.shipped for row in order(number).lines], order(number).shipped) == ([4000], "all")
    assert settled(counter) == (0, 50)


def test_the_rest_that_is_cancelled_here_is_told_to_1c_with_its_next_query(counter: Counter) -> None:
    number = counter.place("a", "b#x", pieces=3)
    counter.take()
    goods = [Goods(counter.variants["a"], 1000)]
    orders.note_shipment(number=number, reference="by hand", goods=goods, actor="staff:1")
    orders.cancel_rest(number=number, actor="staff:1")
    deliver_all()
    _, body = counter.ask()
    [document] = etree.fromstring(body).findall("{*}Документ")
    told = [
        (each.findtext("{*}Ид"), each.findtext("{*}Количество"), each.findtext("{*}Сумма"))
        for each in document.iterfind("{*}Товары/{*}Товар")
    ]
    assert (numbers(body), told, document.findtext("{*}Сумма")) == ([number], [("a", "1.000", "100.00")], "100.00")
    assert settled(counter) == (1, 49)


def test_a_rest_cancelled_after_1c_confirmed_the_order_waits_for_a_person(counter: Counter) -> None:
    number = counter.place("a", pieces=3)
    counter.take()
    counter.answer(number, f"<Товары>{line('a', '3')}</Товары>", ("Проведен", "true"))
    goods = [Goods(counter.variants["a"], 1000)]
    orders.note_shipment(number=number, reference="by hand", goods=goods, actor="staff:1")
    orders.cancel_rest(number=number, actor="staff:1")
    deliver_all()
    [row] = outgoing(counter.channel, state="failed")
    assert row.fault is not None and row.fault.code == "commerceml_confirmed_there"
    counter.answer(number, f"<Товары>{line('a', '1')}</Товары>", ("Проведен", "true"))
    assert outgoing(counter.channel) == []
