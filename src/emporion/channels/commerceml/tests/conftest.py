"""What the tests of the exchange share."""

from __future__ import annotations

import pytest

from .bench import bring, catalog, connection, goods, offer, open_shop, ours, pack
from .counter import Counter
from .wire import WAIT, Wire


@pytest.fixture
def channel(house: str) -> int:
    """A connection that does not wait long."""
    return connection(wait_seconds=WAIT, file_limit=100_000)


@pytest.fixture
def wire(channel: int, served: str) -> Wire:
    """Its 1C, at the address that the guide names."""
    return Wire(f"{served}/exchange/1c/1c")


@pytest.fixture
def counter(house: str) -> Counter:
    channel = connection()
    told = [offer(key, {"retail": "100", "bulk": "80"}, {"w1": "50"}) for key in ("a", "b#x")]
    bring(channel, catalog(goods("a", "Cup"), goods("b", "Pot")), pack(*told))
    open_shop(channel)
    return Counter(channel, {key: ours(channel, "variant", key) for key in ("a", "b#x")})
