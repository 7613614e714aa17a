"""Their keys for our objects."""

from __future__ import annotations

from typing import NamedTuple

KEY_LENGTH = 255  # characters of their key that the identity map can hold


class Known(NamedTuple):
    """What we know under their key: our object, and the hash of what they said about it last."""

    object_id: int
    digest: bytes | None


class Link(NamedTuple):
    """Their key for our object; digest of 16 bytes, or None to have the next message applied in any case."""

    key: str
    object_id: int
    digest: bytes | None


class KeyLed(NamedTuple):
    """Their key on a connection, and our object that it led to before it was led over to another.

    beside: the other one has a key of its own on that connection, under which it goes out and is told.
    """

    channel: int
    kind: str
    key: str
    object_id: int
    beside: bool
