"""What the tests of rights share."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from emporion.web import live


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No counter and no language of the test before."""
    live.board.forget()
    with translation.override("en"):
        yield
