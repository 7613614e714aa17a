"""What the tests of rights share."""

from pathlib import Path

import pytest

from emporion.demo.home import DemoHome
from emporion.web import live


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No counter of the test before."""
    live.board.forget()


@pytest.fixture(autouse=True)
def a_demonstration(home: Path) -> DemoHome:
    """The house is one, so that the pages of its five minutes are there to be asked for."""
    place = DemoHome(home)
    place.mark(1)
    return place
