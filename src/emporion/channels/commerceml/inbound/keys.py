"""Keys that were named, by the hundred thousand."""

from __future__ import annotations

from array import array
from bisect import bisect_left


class Keys:
    """Whether a key was named, eight bytes each."""

    def __init__(self) -> None:
        self._hashes, self._is_sorted = array("q"), True

    def add(self, key: str) -> None:
        """Remember a key."""
        self._hashes.append(hash(key))
        self._is_sorted = False

    def __contains__(self, key: str) -> bool:
        if not self._is_sorted:
            self._hashes, self._is_sorted = array("q", sorted(self._hashes)), True
        at = bisect_left(self._hashes, hash(key))
        return at < len(self._hashes) and self._hashes[at] == hash(key)
