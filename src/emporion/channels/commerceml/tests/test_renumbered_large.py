"""All keys of 10,000 goods are new: none is created, and nearly every proposal is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import listed_relinks, message, questions, relink_counts, relink_views
from emporion.exchange.types import RELINKERS, RelinkView

from . import anew
from .anew import NEW, OLD, Thing, offered, question, told
from .bench import bring, connection, ours, prices, stock

GOODS = 10_000
WRONG = GOODS // 100  # proposals that may be wrong


def assortment() -> list[Thing]:
    """As real bases are: articles missing or on a whole series, a third without a barcode, a few twins."""
    found = []
    for number in range(GOODS):
        one = Thing(number, f"Товар {number // 4} вид {'абвг'[number % 4]} {number} мм")
        if number % 10 < 6:
            one = replace(one, article="" if number % 2 else f"СЕРИЯ-{number // 20}")
        if number % 3 == 0:
            one = replace(one, barcode="")
        if number % 200 < 2:  # two of each two hundred are the same to the eye
            one = replace(one, name=f"Двойник {number // 200}", article="", barcode="")
        found.append(replace(one, variants=2 if number % 10 == 7 else 0))
    return found


@pytest.mark.slow
def test_ten_thousand_goods_of_a_renumbered_base_stay_ten_thousand(house: str) -> None:
    channel, some = connection(), assortment()
    bring(channel, told(OLD, some))
    bring(channel, offered(OLD, some, "100", "5"))
    before = anew.counted()
    waits = [bring(channel, told(NEW, some[at : at + 2500])) for at in range(0, GOODS, 2500)]
    waits.append(bring(channel, offered(NEW, some, "120", "7")))
    assert ({one.state for one in waits}, anew.counted()) == ({"stopped"}, before)
    proposed = relink_views(listed_relinks(question(channel)).filter(kind="product"))
    wrong = [one for one in proposed if one.found.object_id != true(channel, one)]
    sure = [one for one in proposed if one.found.is_sure]
    assert len(proposed) == GOODS and len(wrong) <= WRONG
    assert not [one for one in sure if one.found.object_id != true(channel, one)]
    anew.linked(channel)
    assert (anew.counted(), len(questions(channel))) == (before, 1)
    for one in relink_views(listed_relinks(question(channel), "unsure")):
        exchange.choose(relink=one.id, object_id=true(channel, one), actor="staff:1")
    RELINKERS["commerceml"].begin(question(channel), "staff:1")
    work_off()
    assert ({message(one.id).state for one in waits}, questions(channel), anew.counted()) == ({"done"}, [], before)
    assert relink_counts(question(channel)).linked >= GOODS
    again = bring(channel, told(NEW, some), offered(NEW, some, "130", "8"))
    assert (again.state, sum(tally.created for tally in again.counts.values()), anew.counted()) == ("done", 0, before)
    for key in ("old-11", "old-200", "old-9997#old-1"):
        assert prices(channel, key) == prices(channel, key.replace(OLD, NEW)) == {"Розничная": "130.00"}
        assert stock(channel, key) == {"Основной": 8000}


def true(channel: int, one: RelinkView) -> int:
    return ours(channel, "product", one.key.replace(NEW, OLD))
