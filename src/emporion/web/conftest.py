"""What the pages' tests share."""

from pathlib import Path

import pytest

from emporion.kernel import kept
from tools.testing.engines import postgresql_waits

from . import live, status_names


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every page is opened on PostgreSQL by the tests of rights; what else these ask there waits for --slow."""
    postgresql_waits(items, Path(__file__).parent)


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    """No counter of the test before; statuses have their usual names in a house just made."""
    if "house" in request.fixturenames:
        request.getfixturevalue("house")
    live.board.forget()
    status_names.names.remember({})


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for seconds is read once, however slow a test that counts a page's queries is."""
    monkeypatch.setattr(live, "TICK_SECONDS", 3600)
    monkeypatch.setattr(kept, "clock", lambda: 0.0)
