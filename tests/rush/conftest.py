"""Hands for the rush."""

from collections.abc import Iterator

import pytest

from tests.rush.crowd import Crowd


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    """Processes that come when they are called."""
    called = Crowd()
    yield called
    called.leave()
