"""On which engine a test runs: both are the rule (fixture `house`), the long half of some waits for --slow."""

import pytest

_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
postgresql_among_the_long = pytest.mark.parametrize("house", _BOTH, indirect=True)
