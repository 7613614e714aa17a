"""A price that jumps or falls to nothing waits for a look, and what stood stays for sale."""

from __future__ import annotations

from collections import Counter
from itertools import cycle, islice

import pytest

from emporion.channels.commerceml.inbound.job import read_again
from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, quarantined
from emporion.exchange.types import QuarantinedRow, RowsAccepted
from emporion.journal.queries import timeline
from emporion.pricing.queries import prices_of

from .bench import aside, bring, catalog, changes, connection, goods, offer, ours, pack, prices

RETAIL, BULK = "Розничная", "Оптовая"
AT = "Предложение[1]/Цены/Цена[1]"


def sold(**settings: object) -> int:
    """A connection whose goods cost 100 and, in bulk, 80."""
    channel = connection("1c", **settings)
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "100", "bulk": "80"})))
    return channel


def told(channel: int, **figures: str) -> int:
    """Prices of the goods as a run of changes tells them; answers the message."""
    return bring(channel, changes(offer("a", figures, name=None))).id


def accepted(*rows: QuarantinedRow) -> None:
    """A person looks and takes them as told, and a worker reads them again."""
    exchange.mark_as_told(ids=[row.id for row in rows], actor="staff:1")
    for number in {row.message for row in rows}:
        assert number
        read_again(number, pause_seconds=0)


@pytest.mark.parametrize("figure", ["300.01", "1000", "10000", "33.32", "1", "0.01", "0"])
def test_a_price_far_from_the_one_that_stands_waits_with_its_reason(house: str, figure: str) -> None:
    channel = sold()
    number = told(channel, retail=figure, bulk="90")
    assert prices(channel, "a") == {RETAIL: "100.00", BULK: "90.00"}
    (row,) = aside(channel)
    assert (row.kind, row.key, row.place, row.field, row.value) == ("prices", "a", AT, "ЦенаЗаЕдиницу", figure)
    assert (row.fault.code, row.line) == ("price_jumped", 2)
    assert row.fault.refusal.sentence == f"A price of type “{RETAIL}” would go from 100 to {figure}."
    assert "stays for sale" in row.fault.refusal.what_to_do
    counts = message(number).counts["prices"]
    assert (counts.read, counts.changed, counts.refused) == (2, 1, 1)


@pytest.mark.parametrize("figure", ["300", "33.34", "100", "250.5"])
def test_a_price_within_the_limits_is_taken(house: str, figure: str) -> None:
    channel = sold()
    told(channel, retail=figure)
    assert float(prices(channel, "a")[RETAIL]) == float(figure)
    assert aside(channel) == []


def test_first_prices_have_nothing_to_be_held_against(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", {"retail": "0", "bulk": "0.01"})))
    assert prices(channel, "a") == {RETAIL: "0.00", BULK: "0.01"}
    told(channel, retail="900000")  # goods that were not for sale are priced
    assert (prices(channel, "a")[RETAIL], aside(channel)) == ("900000.00", [])


def test_a_person_takes_it_as_told_and_the_journal_knows_who(house: str) -> None:
    channel = sold()
    told(channel, retail="1000")
    (row,) = aside(channel)
    read_again(row.message or 0, pause_seconds=0)  # mended nothing, looked at nothing
    assert (prices(channel, "a")[RETAIL], [one.id for one in aside(channel)]) == ("100.00", [row.id])
    accepted(row)
    assert (prices(channel, "a")[RETAIL], aside(channel)) == ("1000.00", [])
    (fact,) = timeline([f"channel:{channel}"], kinds=["exchange.RowsAccepted"])
    assert (fact.actor, fact.event) == ("staff:1", RowsAccepted(f"channel:{channel}", 1))
    told(channel, retail="1100")
    assert prices(channel, "a")[RETAIL] == "1100.00"


def test_only_what_was_looked_at_is_taken(house: str) -> None:
    channel = sold()
    told(channel, retail="1000", bulk="8000")
    retail = next(row for row in aside(channel) if row.value == "1000")
    accepted(retail)
    assert prices(channel, "a") == {RETAIL: "1000.00", BULK: "80.00"}
    assert [row.value for row in aside(channel)] == ["8000"]


def test_a_sound_price_that_comes_later_settles_it(house: str) -> None:
    channel = sold()
    told(channel, retail="10000")
    told(channel, retail="101")
    assert (prices(channel, "a")[RETAIL], aside(channel)) == ("101.00", [])


def test_another_far_price_takes_the_place_of_the_former_and_has_to_be_looked_at_itself(house: str) -> None:
    channel = sold()
    told(channel, retail="1000")
    (first,) = aside(channel)
    exchange.mark_as_told(ids=[first.id], actor="staff:1")
    number = told(channel, retail="0")
    (row,) = aside(channel)
    assert (row.message, row.value, row.first_at) == (number, "0", first.first_at)
    read_again(number, pause_seconds=0)
    assert prices(channel, "a")[RETAIL] == "100.00"


def test_a_word_on_a_price_that_was_seen_takes_none_that_was_not(house: str) -> None:
    channel = sold()
    told(channel, retail="1000")
    (seen,) = aside(channel)
    number = told(channel, retail="0")
    assert exchange.mark_as_told(ids=[seen.id], actor="staff:1") == ()
    read_again(number, pause_seconds=0)
    assert (prices(channel, "a")[RETAIL], [row.value for row in aside(channel)]) == ("100.00", ["0"])


def test_a_price_that_is_told_again_as_it_was_is_the_same_row(house: str) -> None:
    channel = sold()
    told(channel, retail="1000")
    (seen,) = aside(channel)
    told(channel, retail="1000")
    assert [row.id for row in aside(channel)] == [seen.id]


def test_what_was_ignored_stays_so_until_something_else_is_told(house: str) -> None:
    channel = sold()
    told(channel, retail="1000")
    exchange.mark_ignored(ids=[row.id for row in aside(channel)], reason="a test in 1C", actor="staff:1")
    told(channel, retail="1000")
    assert (prices(channel, "a")[RETAIL], aside(channel)) == ("100.00", [])
    told(channel, retail="2000")
    assert [row.value for row in aside(channel)] == ["2000"]


def test_a_full_export_takes_nothing_away_that_waits(house: str) -> None:
    channel = sold()
    for _ in range(2):  # told once more it waits on
        bring(channel, pack(offer("a", {"retail": "1000"})))
        assert prices(channel, "a") == {RETAIL: "100.00"}  # without its bulk price, which the export left out
        assert [row.value for row in aside(channel)] == ["1000"]
    accepted(*aside(channel))
    assert prices(channel, "a") == {RETAIL: "1000.00"}


def test_a_connection_says_how_far_is_far(house: str) -> None:
    channel = sold(price_jump_times=0, holds_zero_prices=False)
    told(channel, retail="100000", bulk="0")
    assert (prices(channel, "a"), aside(channel)) == ({RETAIL: "100000.00", BULK: "0.00"}, [])
    other = connection("other", price_jump_times=20, holds_zero_prices=False)
    bring(other, catalog(goods("b")), pack(offer("b", {"retail": "100", "bulk": "80"})))
    bring(other, changes(offer("b", {"retail": "2000.01", "bulk": "0"}, name=None)))
    assert (prices(other, "b"), len(aside(other))) == ({RETAIL: "100.00", BULK: "0.00"}, 1)


GOODS, EVERY = 20_000, 100
POISON = ("0", "10000", "1000", "10", "1", "-100", "1,2,3", "110 USD")
FAR = POISON[:5]  # the others are refused for what they are


@pytest.mark.slow
@pytest.mark.takes(120)
def test_of_twenty_thousand_prices_each_hundredth_poisoned_none_is_published(house: str) -> None:
    channel = connection()
    keys = [f"g{number:05d}" for number in range(GOODS)]
    bring(channel, catalog(*map(goods, keys)), pack(*(offer(key, {"retail": "100"}) for key in keys)))
    poisoned = dict(zip(keys[7::EVERY], islice(cycle(POISON), GOODS // EVERY), strict=True))
    bring(channel, changes(*(offer(key, {"retail": poisoned.get(key, "110")}, name=None) for key in keys)))
    found = {key: ours(channel, "variant", key) for key in poisoned}
    stands = Counter(price.price.micro for told in prices_of(list(found.values())).values() for price in told)
    assert stands == {100_000_000: len(poisoned)}
    waiting = quarantined(channel=channel, limit=GOODS)
    assert {row.key for row in waiting} == set(poisoned)
    assert all(row.fault.refusal.sentence and row.fault.refusal.what_to_do for row in waiting)
    sound = [ours(channel, "variant", key) for key in keys if key not in poisoned]
    assert {price.price.micro for told in prices_of(sound).values() for price in told} == {110_000_000}
    far = [row for row in waiting if row.fault.code == "price_jumped"]
    assert Counter(row.value for row in far) == Counter(figure for figure in poisoned.values() if figure in FAR)
    accepted(*far)
    assert len(quarantined(channel=channel, limit=GOODS)) == len(waiting) - len(far)
