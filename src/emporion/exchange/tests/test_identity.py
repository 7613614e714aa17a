"""Thousands of keys cost one question, and no key ever leads to two objects."""

from uuid import NAMESPACE_URL, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emporion.exchange import commands as exchange, queries
from emporion.exchange.types import KeysRelinked, KeyTaken, Known, Link
from emporion.journal.queries import last_fact, timeline

from .factories import make_channel, make_session

KEYS = [str(uuid5(NAMESPACE_URL, str(number))) for number in range(2000)]


def link_all(channel: int, digest: bytes = b"d" * 16, session: int | None = None) -> None:
    links = [Link(key, number, digest) for number, key in enumerate(KEYS)]
    exchange.link(channel=channel, kind="product", links=links, session=session, actor="test")


def test_two_thousand_keys_are_one_question(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    with CaptureQueriesContext(connection) as asked:
        found = queries.known(channel, "product", [*KEYS, "stranger"])
    assert len(asked) == 1
    assert len(found) == 2000
    assert found[KEYS[7]] == Known(7, b"d" * 16)
    assert "stranger" not in found


def test_linking_costs_the_same_statements_for_one_and_for_thousands(house: str) -> None:
    channel = make_channel()
    counts = []
    for links in ([Link("one", 1, None)], [Link(key, n, None) for n, key in enumerate(KEYS)]):
        with CaptureQueriesContext(connection) as asked:
            exchange.link(channel=channel, kind="product", links=links, actor="test")
        counts.append(sum(not query["sql"].startswith("INSERT INTO exchange_identity") for query in asked))
    assert counts[0] == counts[1]


def test_a_key_that_stands_is_written_over(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    exchange.link(channel=channel, kind="product", links=[Link(KEYS[3], 3, b"e" * 16)], actor="test")
    assert queries.known(channel, "product", KEYS[3:4]) == {KEYS[3]: Known(3, b"e" * 16)}


def test_the_same_key_on_another_channel_or_of_another_kind_is_another_thing(house: str) -> None:
    one, two = make_channel("one"), make_channel("two")
    exchange.link(channel=one, kind="product", links=[Link("k", 1, None)], actor="test")
    exchange.link(channel=two, kind="product", links=[Link("k", 2, None)], actor="test")
    exchange.link(channel=one, kind="group", links=[Link("k", 3, None)], actor="test")
    assert queries.object_of(one, "product", "k") == 1
    assert queries.object_of(two, "product", "k") == 2
    assert queries.object_of(one, "group", "k") == 3
    assert queries.object_of(one, "price", "k") is None


def test_an_object_may_have_several_keys_and_goes_out_under_its_first(house: str) -> None:
    channel = make_channel()
    exchange.link(channel=channel, kind="variant", links=[Link("a#b", 5, None), Link("c", 6, None)], actor="test")
    exchange.link(channel=channel, kind="variant", links=[Link("a#new", 5, None)], actor="test")
    assert queries.keys_of(channel, "variant", [5, 6, 7]) == {5: "a#b", 6: "c"}
    assert queries.keys_of(channel, "variant", []) == {}


def test_forgotten_digests_have_the_next_message_applied(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    exchange.forget_digests(kind="product", object_ids=[1, 2], actor="staff:1")
    found = queries.known(channel, "product", KEYS[:4])
    assert [found[key].digest for key in KEYS[:4]] == [b"d" * 16, None, None, b"d" * 16]


def test_all_digests_stream_in_the_order_of_keys(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emporion.exchange.queries.identity.PAGE", 300)
    channel = make_channel()
    link_all(channel)
    streamed = list(queries.digests(channel, "product"))
    assert [key for key, _ in streamed] == sorted(KEYS)
    assert streamed[0][1].digest == b"d" * 16


def test_what_a_full_load_left_out_is_known(house: str) -> None:
    channel = make_channel()
    first, second = make_session(channel, "catalog"), make_session(channel, "catalog")
    link_all(channel, session=first)
    exchange.mark_seen(channel=channel, kind="product", keys=KEYS[:1990], session=second, actor="test")
    assert sorted(number for _, number in queries.absent(channel, "product", second)) == list(range(1990, 2000))
    assert list(queries.absent(channel, "product", first)) == []


def test_a_renumbered_base_is_relinked(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    moves = [(KEYS[0], "new-0"), (KEYS[1], "new-1"), ("never-known", "new-2")]
    assert exchange.relink(channel=channel, kind="product", moves=moves, actor="staff:1") == 2
    assert queries.known(channel, "product", ["new-0", "new-1", KEYS[0], "new-2"]) == {
        "new-0": Known(0, None),
        "new-1": Known(1, None),
        KEYS[0]: Known(0, None),
    }
    assert queries.keys_of(channel, "product", [0, 1, 2]) == {0: "new-0", 1: "new-1", 2: KEYS[2]}
    assert timeline([f"channel:{channel}"])[0].event == KeysRelinked(f"channel:{channel}", "product", 2)
    before = last_fact()
    assert exchange.relink(channel=channel, kind="product", moves=moves, actor="staff:1") == 0
    assert last_fact() == before


def test_a_key_of_another_object_is_not_taken_over(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    with pytest.raises(KeyTaken, match=KEYS[5]):
        exchange.relink(channel=channel, kind="product", moves=[(KEYS[0], "x"), (KEYS[1], KEYS[5])], actor="test")
    assert queries.object_of(channel, "product", "x") is None


def test_a_relinking_taken_back_leaves_things_as_they_were(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    moves = [(KEYS[0], "new-0"), (KEYS[1], "new-1"), (KEYS[1], "new-1b")]
    assert exchange.relink(channel=channel, kind="product", moves=moves, actor="staff:1") == 3
    assert exchange.relink_back(channel=channel, kind="product", moves=moves, actor="staff:1") == 3
    assert set(queries.known(channel, "product", [KEYS[0], KEYS[1], "new-0", "new-1", "new-1b"])) == set(KEYS[:2])
    assert queries.keys_of(channel, "product", [0, 1]) == {0: KEYS[0], 1: KEYS[1]}
    assert exchange.relink_back(channel=channel, kind="product", moves=moves, actor="staff:1") == 0


def test_a_key_that_was_led_elsewhere_since_is_not_taken_back(house: str) -> None:
    channel = make_channel()
    link_all(channel)
    exchange.relink(channel=channel, kind="product", moves=[(KEYS[0], "new-0")], actor="staff:1")
    exchange.link(channel=channel, kind="product", links=[Link("new-0", 7, None)], actor="staff:1")
    exchange.relink_back(channel=channel, kind="product", moves=[(KEYS[0], "new-0")], actor="staff:1")
    assert queries.object_of(channel, "product", "new-0") == 7
    assert queries.object_of(channel, "product", KEYS[0]) == 0
