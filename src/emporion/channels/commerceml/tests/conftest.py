"""What the tests of the exchange share."""

from __future__ import annotations

import pytest

from .bench import connection
from .counter import Counter, open_counter
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
    return open_counter()
