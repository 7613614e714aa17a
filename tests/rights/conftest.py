"""What the tests of rights share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from emporion.demo.home import DemoHome
from emporion.web import live


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No counter and no language of the test before."""
    live.board.forget()
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def a_demonstration(home: Path) -> DemoHome:
    """The house is one, so that the pages of its five minutes are there to be asked for."""
    place = DemoHome(home)
    place.mark(1)
    return place
