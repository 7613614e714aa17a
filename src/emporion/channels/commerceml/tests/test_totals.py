"""Stock that is told without a warehouse: of the only one, of the one that a person named, or put aside (§5)."""

from __future__ import annotations

import pytest

from emporion.channels.commerceml.inbound.job import read_again
from emporion.exchange import commands as exchange
from emporion.exchange.types import CHECKLIST
from emporion.journal.queries import last_fact
from emporion.ledger.queries import verify

from .bench import aside, bring, catalog, changes, connection, goods, offer, ours, pack, stock

NO_PLACE = "commerceml_no_warehouse"


def total(number: str) -> str:
    return f"<Количество>{number}</Количество>"


def rest(number: str, *, place: str = "") -> str:
    """A figure of the newer layouts, without its warehouse where none is told."""
    inside = f"<Склад><Ид>{place}</Ид>{total(number)}</Склад>" if place else total(number)
    return f"<Остаток>{inside}</Остаток>"


def rests(*figures: str) -> str:
    return f"<Остатки>{''.join(figures)}</Остатки>"


def lies(channel: int) -> dict[str, int]:
    """Where something lies of the goods."""
    return {name: number for name, number in stock(channel, "a").items() if number}


def decide(channel: int, key: str) -> None:
    told = {"totals_warehouse": ours(channel, "warehouse", key)}
    exchange.change_channel(channel=channel, settings=told, actor="staff:1")


@pytest.mark.parametrize("figure", [total("7"), rests(rest("4"), rest("3"))])
def test_a_total_waits_until_a_person_says_where_it_lies_and_is_read_then(house: str, figure: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "2", "w2": "9"})))
    one = bring(channel, pack(offer("a", inside=figure)))
    (row,) = aside(channel)
    assert (row.fault.code, row.fault.facts["count"], CHECKLIST[NO_PLACE]) == (NO_PLACE, 2, "totals_warehouse")
    assert "checklist" in row.fault.refusal.what_to_do
    assert stock(channel, "a") == {"Основной": 2000, "Зал": 9000}
    decide(channel, "w2")
    read_again(one.id, pause_seconds=0)
    assert (lies(channel), aside(channel)) == ({"Зал": 7000}, [])
    bring(channel, pack(offer("a", inside=figure)))
    before = last_fact()
    assert bring(channel, pack(offer("a", inside=figure))).counts["stock"].unchanged > 0
    assert (last_fact(), verify()) == (before, [])


def test_another_answer_moves_what_says_nothing_new(house: str) -> None:
    channel = connection()
    told = catalog(goods("a")), pack(offer("a", inside=total("7")))
    bring(channel, *told)
    for key, name in (("w1", "Основной"), ("w2", "Зал")):
        decide(channel, key)
        bring(channel, *told)
        assert lies(channel) == {name: 7000}


def test_a_total_of_nothing_needs_no_place(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "2", "w2": "9"})))
    bring(channel, changes(offer("a", inside=total("0"), name=None)))
    assert (lies(channel), aside(channel)) == ({}, [])


def test_a_figure_without_a_warehouse_beside_others_is_never_dropped(house: str) -> None:
    channel = connection()
    both = rests(rest("5", place="w1"), rest("3"))
    found = bring(channel, catalog(goods("a")), pack(offer("a", inside=both)))
    assert ([row.fault.code for row in aside(channel)], found.counts["stock"].refused) == ([NO_PLACE], 2)
    decide(channel, "w1")
    bring(channel, pack(offer("a", inside=both)))
    assert (lies(channel), aside(channel)) == ({"Основной": 8000}, [])


def test_an_empty_list_of_figures_is_no_total(house: str) -> None:
    channel = connection()
    bring(channel, catalog(goods("a")), pack(offer("a", stock={"w1": "2", "w2": "9"})))
    bring(channel, pack(offer("a", inside=rests()), changes=True))
    assert (stock(channel, "a"), aside(channel)) == ({"Основной": 2000, "Зал": 9000}, [])
    bring(channel, pack(offer("a", inside=rests())))
    assert (lies(channel), aside(channel)) == ({}, [])
