"""A connection in shadow mode: what the house held is compared and stays, what only the connection brings comes in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from emporion.catalog import commands as desk
from emporion.catalog.queries import product_names, shown_products
from emporion.catalog.types import ProductCard
from emporion.channels.commerceml.inbound import absent, catching_up, trying
from emporion.channels.commerceml.inbound.job import import_message
from emporion.channels.commerceml.inbound.load import Tallies
from emporion.channels.commerceml.inbound.refusals import ExchangeRunning
from emporion.channels.commerceml.taking import take_up
from emporion.channels.commerceml.tasks import key_of_applying, take_compared
from emporion.exchange import commands as exchange
from emporion.exchange.queries import (
    compared_count,
    listed_differences,
    message,
    outgoing,
    shadow_of,
)
from emporion.exchange.types import OnlyCompares
from emporion.journal.queries import last_fact
from emporion.orders.queries import order
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceCard

from . import shapes
from .bench import aside, bring, catalog, changes, connection, goods, kept, offer, ours, pack, prices, stock
from .counter import Counter, below, line, numbers
from .wire import Wire

pytestmark = pytest.mark.usefixtures("house")


def begin(channel: int) -> None:
    exchange.begin_shadow(channel=channel, reason="look first", actor="staff:1")


def work(channel: int) -> None:
    """Let it work for real, and do what a worker does then."""
    exchange.end_shadow(channel=channel, reason="looked", actor="staff:1")
    catching_up.take(channel)


def listed(channel: int) -> dict[tuple[str, str], tuple[str, str]]:
    """Ours and theirs of what differs, by their key and the field."""
    found = listed_differences().filter(channel=channel, found_by="shadow")
    return {(one.key, one.field): (one.ours, one.theirs) for one in found}


def priced(channel: int, key: str) -> str:
    return f"price:{ours(channel, 'price_type', key)}"


def lying(channel: int, key: str) -> str:
    return f"stock:{ours(channel, 'warehouse', key)}"


@pytest.fixture
def held() -> int:
    """A connection whose goods stood before it was put into shadow mode."""
    channel = connection()
    told = [offer(key, {"retail": "100"}, {"w1": "5"}) for key in ("a", "b")]
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(*told))
    begin(channel)
    return channel


def test_what_stood_before_is_compared_field_by_field_and_what_nobody_has_comes_in(held: int) -> None:
    told = [offer("a", {"retail": "1000", "bulk": "80"}, {"w1": "7"}), offer("b", {"retail": "100"}, {"w1": "5"})]
    new = offer("c", {"retail": "3"}, {"w2": "4"})
    found = bring(held, catalog(goods("a", "Mug"), goods("b", "Pot"), goods("c", "Jug")), pack(*told, new))
    retail, bulk = priced(held, "retail"), priced(held, "bulk")
    assert listed(held) == {
        ("a", "name"): ("Cup", "Mug"),
        ("a", retail): ("100", "1000"),
        ("a", bulk): ("", "80"),
        ("a", lying(held, "w1")): ("5", "7"),
    }
    assert (prices(held, "a"), stock(held, "a")) == ({"Розничная": "100.00"}, {"Основной": 5000})
    assert (prices(held, "c"), stock(held, "c")["Зал"]) == ({"Розничная": "3.00"}, 4000)
    goods_told = found.counts["goods"]
    assert (goods_told.read, goods_told.created, goods_told.unchanged, goods_told.changed) == (3, 1, 2, 0)
    assert aside(held) == []


def test_a_newcomer_brings_a_catalog_and_keeps_it_fresh_until_somebody_here_touches_it() -> None:
    channel = connection()
    begin(channel)
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(offer("a", {"retail": "100"}, {"w1": "5"})))
    bring(channel, catalog(goods("a", "Mug")), changes(offer("a", {"retail": "110"}, {"w1": "6"}, name=None)))
    product = ours(channel, "product", "a")
    assert (product_names([product])[product], prices(channel, "a")) == ("Mug", {"Розничная": "110.00"})
    assert listed(channel) == {}
    desk.edit_product(card=ProductCard(product, name="My mug"), actor="staff:1")
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Teapot")))
    assert listed(channel) == {("a", "name"): ("My mug", "Cup")}
    other = ours(channel, "product", "b")
    assert product_names([product, other]) == {product: "My mug", other: "Teapot"}


def test_neither_a_master_nor_a_person_nor_a_guard_hides_a_difference(held: int) -> None:
    exchange.set_authority(channel=held, data="prices", master="ours", direction="in", actor="staff:1")
    product = ours(held, "product", "a")
    desk.edit_product(card=ProductCard(product, name="By hand"), actor="staff:1")
    bring(held, catalog(goods("a", "Cup")), pack(offer("a", {"retail": "0"}, {"w1": "5"})))
    assert listed(held) == {("a", "name"): ("By hand", "Cup"), ("a", priced(held, "retail")): ("100", "0")}


def test_ours_changed_by_hand_differs_though_they_say_what_they_said(held: int) -> None:
    card = PriceCard(ours(held, "variant", "a"), ((ours(held, "price_type", "retail"), 0, 90 * 10**6),))
    pricing.put_prices(cards=[card], actor="staff:1")
    told = [offer(key, {"retail": "100"}, {"w1": "5"}) for key in ("a", "b")]
    bring(held, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(*told))
    assert listed(held) == {("a", priced(held, "retail")): ("90", "100")}


def test_a_row_settles_what_it_speaks_of_and_leaves_the_rest_open(held: int) -> None:
    bring(held, pack(offer("a", {"retail": "120"}, {"w1": "9"}), changes=True))
    price, figure = ("a", priced(held, "retail")), ("a", lying(held, "w1"))
    assert listed(held).keys() == {price, figure}
    bring(held, changes(offer("a", {"retail": "100"}, name=None)))
    assert listed(held).keys() == {figure}
    bring(held, changes(offer("a", {"bulk": "100"}, {"w1": "5"}, name=None)))
    assert listed(held).keys() == {("a", priced(held, "bulk"))}


def test_what_was_compared_is_taken_at_the_switch_as_it_came_but_what_was_said_here_since(held: int) -> None:
    bring(held, catalog(goods("a", "Mug"), goods("b", "Teapot")), pack(offer("a", {"retail": "120"}, {"w1": "9"})))
    bring(held, changes(offer("a", {"retail": "130"}, name=None)))
    other = ours(held, "product", "b")
    desk.put_products(cards=[ProductCard(other, name="Kettle")], actor="staff:1")
    assert compared_count(held) == 2
    work(held)
    product = ours(held, "product", "a")
    assert product_names([product, other]) == {product: "Mug", other: "Kettle"}
    assert (prices(held, "a"), stock(held, "a")) == ({"Розничная": "130.00"}, {"Основной": 9000})
    assert (listed(held), compared_count(held)) == ({}, 0)


def test_a_file_that_is_being_read_is_only_compared_from_the_switch_on() -> None:
    channel, keys = connection(), [f"g{number:03}" for number in range(250)]
    bring(channel, catalog(*(goods(key, f"Cup {key}") for key in keys)))
    number = kept(channel, shapes.file(catalog(*(goods(key, f"Mug {key}") for key in keys))))

    def pressed(_done: int, tallies: Tallies) -> None:
        if shadow_of(channel) is None and "goods" in tallies:
            begin(channel)

    import_message(number, pause_seconds=0, report=pressed)
    assert message(number).counts["goods"].changed == 100  # a chunk was taken before
    assert {key for key, _field in listed(channel)} == set(keys[100:])
    work(channel)
    named = product_names([ours(channel, "product", key) for key in keys])
    assert {name[:3] for name in named.values()} == {"Mug"}


def test_a_switch_back_before_all_is_taken_leaves_the_rest_for_the_next_one(held: int) -> None:
    bring(held, changes(offer("a", {"retail": "130"}, name=None)))
    exchange.end_shadow(channel=held, reason="looked", actor="staff:1")
    begin(held)
    catching_up.take(held)
    assert (compared_count(held), prices(held, "a"), len(listed(held))) == (1, {"Розничная": "100.00"}, 1)
    work(held)
    assert (compared_count(held), prices(held, "a"), listed(held)) == (0, {"Розничная": "130.00"}, {})


def test_what_a_whole_export_leaves_out_is_a_difference_and_nobody_is_asked(held: int) -> None:
    since = timezone.now()
    bring(held, catalog(goods("a", "Cup")).replace("<Каталог>", '<Каталог СодержитТолькоИзменения="false">'))
    settled = absent.settle(channel=held, since=since, actor="channel:1c")
    assert (settled.hidden, settled.question) == (0, 0)
    assert listed(held) == {("b", "absent"): ("Pot", "")}
    assert shown_products([ours(held, "product", "b")])


def test_orders_of_1c_are_compared_in_their_lines_money_and_fate(counter: Counter) -> None:
    paid, gone, edited = (counter.place("a", pieces=2) for _ in range(3))
    assert sorted(counter.take()) == sorted([paid, gone, edited])
    begin(counter.channel)
    before = last_fact()
    counter.answer(paid, below("Выплата наличных денег", "pay-1", inside="<Сумма>50.00</Сумма>"))
    counter.answer(gone, "", ("Отменен", "true"))
    counter.answer(edited, f"<Товары>{line('a', '3')}</Товары>")
    counter.answer("X-1", "<Сумма>70.00</Сумма>")
    assert listed(counter.channel) == {
        (paid, "paid"): ("0", "50"),
        (gone, "state"): ("open", "cancelled"),
        (edited, f"line:{order(edited).lines[0].name}"): ("2", "3"),
        ("X-1", "order"): ("", "70"),
    }
    assert (last_fact(), aside(counter.channel)) == (before, [])
    work(counter.channel)
    assert (order(paid).paid_minor, order(gone).state) == (5000, "cancelled")


def test_a_query_is_answered_without_orders_and_a_success_confirms_only_what_was_given(
    counter: Counter, served: str
) -> None:
    wire, first = Wire(f"{served}/exchange/1c/1c"), counter.place("a")
    wire.sign_in("sale")
    assert numbers(wire.ask("type=sale&mode=query").encode()) == [first]
    begin(counter.channel)
    second = counter.place("a")
    assert wire.ask("type=sale&mode=success") == "success"  # it has what it was given before the switch
    assert [row.object_id for row in outgoing(counter.channel)] == [order(second).id]
    for _ in range(3):
        body = wire.ask("type=sale&mode=query")
        assert body.startswith("<?xml") and "<КоммерческаяИнформация" in body and numbers(body.encode()) == []
        assert wire.ask("type=sale&mode=success") == "success"
    assert [row.object_id for row in outgoing(counter.channel)] == [order(second).id]
    work(counter.channel)
    assert (counter.take(), counter.take()) == ([second], [])


def test_a_dry_run_is_not_applied_where_rows_are_only_compared(held: int) -> None:
    number = kept(held, shapes.file(changes(offer("a", {"retail": "130"}, name=None))))
    asked = exchange.ask_dry_run(channel=held, messages=[number], actor="staff:1")
    trying.run(asked)
    with pytest.raises(OnlyCompares):
        exchange.apply_dry_run(dry_run=asked, actor="staff:1")


@pytest.mark.parametrize("of", ["catching up", "a dry run"])
def test_a_message_in_hand_of_a_longer_work_is_not_taken_for_lost(held: int, of: str) -> None:
    number = kept(held, shapes.file(changes(offer("a", {"retail": "130"}, name=None))))
    if of == "catching up":
        take_compared.using(unique_key=f"catch-up:{held}").enqueue(held)
    else:
        exchange.end_shadow(channel=held, reason="looked", actor="staff:1")
        asked = exchange.ask_dry_run(channel=held, messages=[number], actor="staff:1")
        trying.run(asked)
        exchange.apply_dry_run(dry_run=asked, actor="staff:1")
        take_compared.using(unique_key=key_of_applying(asked)).enqueue(held)
    exchange.begin_message(message=number, actor="worker")
    content = exchange.store(shapes.file(catalog(goods("z"))))
    with pytest.raises(ExchangeRunning):
        take_up(channel=held, session=None, name="b.xml", content=content, personal=False, actor="channel:1c")
    assert message(number).state == "working"
