"""What was read a moment ago and is read anew after some seconds: each process keeps its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

clock = time.monotonic


class Kept(Generic[T]):
    """Answers what `read` said at most `seconds` ago; threads that ask in the same moment may each read it."""

    everywhere: list[Kept[Any]] = []

    def __init__(self, read: Callable[[], T], seconds: float) -> None:
        self._read, self._seconds = read, seconds
        self._stands: tuple[float, T] | None = None  # until when, and what; one assignment, so no thread sees half
        self.everywhere.append(self)

    def __call__(self) -> T:
        """What stands, read anew if its time is over."""
        stands = self._stands
        return stands[1] if stands and clock() < stands[0] else self.remember(self._read())

    def remember(self, value: T) -> T:
        """This is the value from now on."""
        self._stands = clock() + self._seconds, value
        return value

    def forget(self) -> None:
        """Somebody changed it: this process reads it anew, the others when their seconds are over."""
        self._stands = None


def forget_all() -> None:
    """The database is another one."""
    for one in Kept.everywhere:
        one.forget()
