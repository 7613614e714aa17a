"""On which engine a test runs: both are the rule (fixture `house`), the long half of some waits for --slow."""

from collections.abc import Iterable
from pathlib import Path

import pytest

_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
postgresql_among_the_long = pytest.mark.parametrize("house", _BOTH, indirect=True)


def postgresql_waits(items: Iterable[pytest.Item], folder: Path) -> None:
    """The same for all tests of a folder."""
    for item in items:
        if item.path.is_relative_to(folder) and "postgresql" in item.name:
            item.add_marker(pytest.mark.slow)
