"""What tests of the house as a whole share."""

from collections.abc import Iterator

import pytest

from tests.rush.crowd import mothers_leave


@pytest.fixture(scope="session", autouse=True)
def mothers() -> Iterator[None]:
    """Those who fork hands leave at the end."""
    yield
    mothers_leave()
