"""A connection in shadow mode: what the house held is compared and stays, what only the connection brings comes in."""

from __future__ import annotations

import pytest

from emporion.channels import differences
from emporion.exchange import commands as exchange

from .bench import bring, catalog, connection, goods, offer, pack, prices, stock

pytestmark = pytest.mark.usefixtures("house")


def shadow(channel: int) -> None:
    exchange.begin_shadow(channel=channel, reason="look first", actor="staff:1")


def test_a_difference() -> None:
    differences.SEEN.clear()
    channel = connection()
    bring(
        channel,
        catalog(goods("a", "Cup"), goods("b", "Pot")),
        pack(offer("a", {"retail": "100"}, {"w1": "5"}), offer("b", {"retail": "7"}, {"w1": "1"})),
    )
    shadow(channel)
    told = bring(
        channel,
        catalog(goods("a", "Mug"), goods("b", "Pot"), goods("c", "New")),
        pack(
            offer("a", {"retail": "1000"}, {"w1": "7"}),
            offer("b", {"retail": "7"}, {"w1": "1"}),
            offer("c", {"retail": "3"}, {"w2": "4"}),
        ),
    )
    print(told)
    for one in differences.SEEN:
        print(one)
    assert prices(channel, "a") == {"Розничная": "100.00"}
    assert stock(channel, "a") == {"Основной": 5000}
    assert prices(channel, "c") == {"Розничная": "3.00"}
    assert len(differences.SEEN) == 3
