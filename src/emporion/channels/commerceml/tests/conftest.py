"""What the tests of orders share."""

from __future__ import annotations

import pytest

from .bench import bring, catalog, connection, goods, offer, open_shop, ours, pack
from .counter import Counter


@pytest.fixture
def counter(house: str) -> Counter:
    channel = connection()
    told = [offer(key, {"retail": "100", "bulk": "80"}, {"w1": "50"}) for key in ("a", "b#x")]
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(*told))
    open_shop(channel)
    return Counter(channel, {key: ours(channel, "variant", key) for key in ("a", "b#x")})
