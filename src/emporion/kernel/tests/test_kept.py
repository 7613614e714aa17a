"""What is kept for some seconds: read once, and anew when they are over or somebody changed it."""

from collections.abc import Iterator
from itertools import count

import pytest

from emporion.kernel import kept
from emporion.kernel.kept import Kept


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(kept, "clock", lambda: now[0])
    return now


@pytest.fixture
def number() -> Iterator[Kept[int]]:
    reads = count(1)
    one = Kept(lambda: next(reads), 10)
    yield one
    Kept.everywhere.remove(one)


def test_it_is_read_once_until_its_seconds_are_over(number: Kept[int], times: list[float]) -> None:
    assert [number(), number()] == [1, 1]
    times[0] += 9.9
    assert number() == 1
    times[0] += 0.2
    assert [number(), number()] == [2, 2]


def test_who_changed_it_has_it_read_anew_or_says_what_stands(number: Kept[int], times: list[float]) -> None:
    assert number() == 1
    number.forget()
    assert number() == 2
    assert number.remember(7) == 7
    assert number() == 7
    kept.forget_all()
    assert number() == 3
