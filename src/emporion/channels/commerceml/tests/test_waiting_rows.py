"""What comes before the thing it speaks of waits, and stands by itself once that thing has come (§4, §7.10)."""

import pytest

from emporion.channels.commerceml.inbound.job import import_message
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message
from emporion.journal.queries import last_fact
from emporion.ledger.queries import verify

from . import shapes
from .bench import TYPES, aside, bring, catalog, changes, connection, goods, kept, offer, pack, prices, stock

RETAIL = "Розничная"
LISTS = pack()


def told(channel: int, key: str) -> tuple[dict[str, str], dict[str, int]]:
    """Prices and what lies where, without empty warehouses."""
    return prices(channel, key), {name: number for name, number in stock(channel, key).items() if number}


def test_quirk_10_offers_before_goods_stand_when_the_goods_have_come(house: str) -> None:
    channel = connection()
    early = bring(channel, pack(offer("a", {"retail": "5"}, {"w1": "3"}), offer("z", {"retail": "9"})))
    assert [row.fault.code for row in aside(channel)] == ["commerceml_unknown_goods"] * 2
    bring(channel, catalog(goods("a")))
    assert told(channel, "a") == ({RETAIL: "5.00"}, {"Основной": 3000})
    assert [row.key for row in aside(channel)] == ["z"]
    assert message(early.id).counts == early.counts and message(early.id).state == "done"


def test_quirk_10_prices_and_rests_before_offers_before_goods_across_files_and_talks(house: str) -> None:
    channel = connection()
    bring(channel, LISTS)
    parts = (
        pack(offer("a#x", {"retail": "5"}, name=None), changes=True, types="", places=""),
        pack(offer("a#x", stock={"w1": "3"}, name=None), changes=True, types="", places=""),
        pack(offer("a#x", name="A (red)"), changes=True, types="", places=""),
    )
    for part in parts:
        bring(channel, part, session=exchange.open_session(channel=channel, kind="catalog", actor="test").id)
    assert {row.kind for row in aside(channel)} == {"offers", "prices", "stock"}
    bring(channel, catalog(goods("a")))
    assert told(channel, "a#x") == ({RETAIL: "5.00"}, {"Основной": 3000})
    assert (aside(channel), verify()) == ([], [])


def test_quirk_10_of_two_that_wait_the_newer_counts_and_neither_takes_back_what_came_since(house: str) -> None:
    channel = connection()
    bring(channel, LISTS)
    for price, pieces in (("5", "3"), ("6", "4")):
        bring(channel, changes(offer("a", {"retail": price}, name=None)))
        bring(channel, changes(offer("a", stock={"w1": pieces}, name=None)))
    bring(channel, catalog(goods("a")))
    bring(channel, pack(offer("a", {"retail": "7"})))
    assert told(channel, "a") == ({RETAIL: "7.00"}, {"Основной": 4000})
    assert aside(channel) == []


@pytest.mark.parametrize("whole", [True, False])
def test_quirk_10_prices_and_figures_of_two_messages_that_wait_are_both_taken_in_their_order(
    house: str, whole: bool
) -> None:
    channel = connection()
    bring(channel, LISTS)
    for told in ({"retail": "5"}, {"bulk": "4"}, {"retail": "6"}):
        bring(channel, changes(offer("a", told, name=None)))
    for figures in ({"w1": "3"}, {"w2": "2"}, {"w1": "1", "w2": "7"}, {"w1": "4"}):
        bring(channel, changes(offer("a", stock=figures, name=None)))
    waiting = len(aside(channel))
    bring(channel, changes(offer("a", {"bulk": "4"}, name=None)))
    assert (waiting, len(aside(channel))) == (5, 5)  # told again it is the same row
    bring(channel, catalog(goods("a")), pack(offer("a"), changes=not whole, types="", places=""))
    assert told_all(channel) == ({RETAIL: "6.00", "Оптовая": "4.00"}, {"Основной": 4000, "Зал": 7000}, [])


def told_all(channel: int) -> tuple[dict[str, str], dict[str, int], list[str]]:
    return *told(channel, "a"), [row.kind for row in aside(channel)]


def test_quirk_10_what_waits_stands_beside_what_the_first_offer_of_changes_tells_itself(house: str) -> None:
    channel = connection()
    bring(channel, LISTS)
    bring(channel, changes(offer("a", {"retail": "5", "bulk": "4"}, {"w1": "3", "w2": "2"}, name=None)))
    bring(channel, catalog(goods("a")))
    bring(channel, pack(offer("a", {"retail": "6"}, {"w2": "9"}), changes=True, types="", places=""))
    assert told_all(channel) == ({RETAIL: "6.00", "Оптовая": "4.00"}, {"Основной": 3000, "Зал": 9000}, [])


def test_quirk_10_a_package_before_its_goods_in_one_file_is_taken(house: str) -> None:
    channel = connection()
    found = bring(channel, pack(offer("a", {"retail": "5"}, {"w1": "3"})), catalog(goods("a")))
    assert found.state == "done"
    assert (told(channel, "a"), aside(channel)) == (({RETAIL: "5.00"}, {"Основной": 3000}), [])


def test_quirk_10_prices_of_a_type_that_comes_later_are_taken_then(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "5", "bulk": "4"}), types=""))
    assert {row.value for row in aside(channel)} <= {"retail", "bulk"}
    bring(channel, pack(types=TYPES, changes=True))
    assert (prices(channel, "a"), aside(channel)) == ({RETAIL: "5.00", "Оптовая": "4.00"}, [])


def test_quirk_10_goods_that_come_again_have_nothing_waiting_read_twice(house: str) -> None:
    channel = connection()
    bring(channel, pack(offer("a", {"retail": "5"}, {"w1": "3"})))
    bring(channel, catalog(goods("a")))
    before = last_fact()
    bring(channel, catalog(goods("a")))
    bring(channel, pack(offer("a", {"retail": "5"}, {"w1": "3"})))
    assert last_fact() == before


def test_quirk_10_a_worker_killed_before_the_waiting_rows_leaves_them_to_the_next(house: str) -> None:
    channel = connection()
    bring(channel, pack(offer("a", {"retail": "5"})))
    number = kept(channel, shapes.file(catalog(goods("a"))))
    exchange.begin_message(message=number, actor="worker")  # and nothing more was heard of it
    import_message(number, pause_seconds=0)
    assert (prices(channel, "a"), aside(channel)) == ({RETAIL: "5.00"}, [])
