"""Refused rows are read again from their message, and nothing that was told since is taken back."""

from emporion.catalog import commands as desk
from emporion.catalog.queries import product_page
from emporion.catalog.types import ProductCard
from emporion.channels.commerceml.inbound.job import import_message, read_again
from emporion.channels.commerceml.tasks import import_rows, rows_again, run_again
from emporion.clockwork.queries import tasks
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message
from emporion.exchange.types import Fault, Link, Tally
from emporion.journal.queries import last_fact
from emporion.pricing import commands as pricing
from emporion.pricing.types import PriceTypeCard

from . import shapes
from .bench import aside, bring, catalog, changes, connection, goods, kept, offer, ours, pack, prices, stock

RETAIL = "Розничная"


def add_by_hand(channel: int, key: str) -> None:
    """Goods that a person entered and tied to their key, which no message brought."""
    (made,) = desk.put_products(cards=[ProductCard(name=key)], actor="staff:1")
    exchange.link(channel=channel, kind="product", links=[Link(key, made.id, None)], actor="staff:1")


def test_a_retried_row_does_not_bring_back_the_old_price_of_another(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")))
    old = bring(channel, pack(offer("a", {"retail": "100"}, {"w1": "5"}), offer("b", {"retail": "7"}, {"w1": "2"})))
    assert [row.key for row in aside(channel)] == ["b"]
    bring(channel, changes(offer("a", {"retail": "120"}, {"w1": "3"})))
    add_by_hand(channel, "b")
    counts = read_again(old.id, pause_seconds=0)
    assert (prices(channel, "a"), stock(channel, "a")["Основной"]) == ({RETAIL: "120.00"}, 3000)
    assert (prices(channel, "b"), stock(channel, "b")["Основной"]) == ({RETAIL: "7.00"}, 2000)
    assert aside(channel) == []
    assert counts["offers"] == Tally(read=2, created=1, unchanged=1)
    assert counts["prices"] == Tally(read=2, created=1, unchanged=1)
    assert message(old.id).state == "done"


def test_what_is_still_bad_stays_and_is_no_news(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")))
    old = bring(channel, pack(offer("a", {"retail": "1,2,3"}), offer("b"), offer("c")))
    add_by_hand(channel, "b")
    first = {row.key: row.first_at for row in aside(channel)}
    counts = read_again(old.id, pause_seconds=0)
    assert {row.key: row.first_at for row in aside(channel)} == {key: first[key] for key in ("a", "c")}
    assert (counts["offers"].created, counts["offers"].refused, counts["prices"].refused) == (1, 1, 1)
    before = last_fact()
    read_again(old.id, pause_seconds=0)
    assert last_fact() == before


def test_of_a_retried_offer_only_what_nobody_told_since_is_taken(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")))
    old = bring(channel, pack(offer("a", {"vip": "70"}, {"w1": "5"})))
    bring(channel, changes(offer("a", stock={"w1": "9"})))
    assert [row.fault.code for row in aside(channel)] == ["commerceml_unknown_price_type"]
    card = PriceTypeCard(name="VIP", currency="RUB")
    (made,) = pricing.put_price_types(cards=[card], actor="staff:1")
    exchange.link(channel=channel, kind="price_type", links=[Link("vip", made.id, None)], actor="staff:1")
    read_again(old.id, pause_seconds=0)
    assert (prices(channel, "a"), stock(channel, "a")["Основной"]) == ({"VIP": "70.00"}, 9000)
    assert aside(channel) == []


def test_goods_that_were_changed_by_hand_since_are_left_and_the_row_says_why(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a", "Cup")))
    old = bring(channel, catalog(goods("a", " "), goods("b")))
    product = ours(channel, "product", "a")
    desk.put_products(cards=[ProductCard(id=product, name="Big cup")], actor="staff:1")
    read_again(old.id, pause_seconds=0)
    assert product_page(product).name == "Big cup"
    (row,) = aside(channel)
    assert (row.fault.code, row.place) == ("commerceml_overtaken", "Товар[1]")
    assert "a" in row.fault.refusal.sentence and row.fault.refusal.what_to_do
    bring(channel, catalog(goods("a", "New cup")))
    assert aside(channel) == []


def test_refused_prices_wait_on_when_only_stock_has_come(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"vip": "70", "retail": "1,2,3"}, {"w1": "5"})))
    bring(channel, changes(offer("a", stock={"w1": "9"})))
    assert [(row.kind, row.place) for row in aside(channel)] == [
        ("prices", "Предложение[1]/Цены/Цена[1]"), ("prices", "Предложение[1]/Цены/Цена[2]"),
    ]  # fmt: skip
    bring(channel, pack(offer("a", {"retail": "8"})))
    assert aside(channel) == []


def test_an_old_message_run_again_whole_takes_nothing_back_either(house: str) -> None:
    channel = connection()
    old = bring(channel, catalog(goods("a", "Cup"), goods("b")), pack(offer("a", {"retail": "100"}, {"w1": "5"})))
    bring(channel, catalog(goods("a", "New cup")), pack(offer("a", {"retail": "120"}, {"w1": "3"})))
    counts = import_message(old.id, pause_seconds=0)
    assert product_page(ours(channel, "product", "a")).name == "New cup"
    assert (prices(channel, "a"), stock(channel, "a")["Основной"]) == ({RETAIL: "120.00"}, 3000)
    assert (counts["goods"].unchanged, counts["prices"].unchanged, counts["stock"].unchanged) == (2, 1, 1)
    bring(channel, catalog(goods("a", "Cup")))  # it is no old message that says so
    assert product_page(ours(channel, "product", "a")).name == "Cup"


def test_a_message_that_failed_is_taken_whole_and_below_what_came_meanwhile(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a"), goods("b")))
    bring(channel, pack())
    late = kept(channel, shapes.file(pack(offer("a", {"retail": "1"}), offer("b", {"retail": "2"}))))
    exchange.begin_message(message=late, actor="worker")
    exchange.fail_message(message=late, fault=Fault("exchange_unexpected", {"error": "power"}), actor="worker")
    bring(channel, pack(offer("a", {"retail": "10"})))
    read_again(late, pause_seconds=0)
    assert (prices(channel, "a"), prices(channel, "b")) == ({RETAIL: "10.00"}, {RETAIL: "2.00"})


def test_one_worker_at_a_time_reads_a_message_again(house: str) -> None:
    number = bring(connection(), catalog(goods("a"))).id
    rows_again(number)
    run_again(number)
    rows_again(number)
    (task,) = tasks(state="ready")
    assert (task.args, task.path) == ([number], import_rows.module_path)
    import_rows.call(number)
    assert message(number).counts["goods"].created == 1  # nothing stood in the quarantine
