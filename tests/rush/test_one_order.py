"""One order that a shop sends a hundred times at the same moment."""

from __future__ import annotations

from collections import Counter

import pytest

from emporion.ledger.models import Posting
from emporion.orders.models import Order, OrderLine
from emporion.orders.tests.factories import corner_shop, cup
from emporion.parties.models import Party
from emporion.stock.queries import stock_of
from tests.rush.crowd import Crowd
from tests.rush.proofs import prove_the_book

PROCESSES, EACH = 10, 10


@pytest.mark.usefixtures("house")
def test_a_hundred_copies_of_one_order_are_one_order_one_customer_and_one_reservation(crowd: Crowd) -> None:
    corner = corner_shop()
    piece = cup(corner)
    people = Party.objects.count()
    told = {"shop": corner.shop, "number": "SHOP-1", "variant": piece}
    hands = crowd.begin(
        [
            ("send_again", told | {"copies": list(range(first, first + EACH))})
            for first in range(0, PROCESSES * EACH, EACH)
        ]
    )
    happened = Counter(word for hand in hands for word in hand.answer())
    assert set(happened) == {"done", "number_taken"}
    assert happened.total() == PROCESSES * EACH
    assert Order.objects.get().number == "SHOP-1"
    assert OrderLine.objects.get().covered == 2000
    assert Party.objects.count() - people == 1
    assert Posting.objects.filter(document="order:SHOP-1").count() == 1
    [line] = stock_of([piece])
    assert (line.on_hand, line.reserved, line.free) == (10_000, 2_000, 8_000)
    prove_the_book()
