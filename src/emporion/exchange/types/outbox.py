"""What waits to go out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .words import Fault

SUSPECT = 2  # queries without a success, after which one of what they gave is suspected and they are halved


class Offered(NamedTuple):
    """An object to be told to the peer now, and the version of the wish; read the object after the offer."""

    object_id: int
    version: int


class Confirmed(NamedTuple):
    """An object the peer has taken; changed_since means that a newer state still has to go."""

    kind: str
    object_id: int
    changed_since: bool


Only = Callable[[Sequence[int]], Collection[int]]  # of these ids, those that may leave now


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """One object of the outbox; it is done when confirmed equals wanted.

    wanted_at: when the oldest wish was made that is not met. given: queries that gave it and no success followed.
    reason, by: why it was given up.
    """

    id: int
    channel: int
    kind: str
    object_id: int
    wanted: int
    wanted_at: datetime
    offered: int
    confirmed: int
    offered_at: datetime | None
    confirmed_at: datetime | None
    tries: int
    not_before: datetime | None
    state: str
    fault: Fault | None
    given: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Queue:
    """How many objects of a kind a connection has still to learn, how many of these failed, and the oldest wish."""

    channel: int
    kind: str
    length: int
    failed: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """Objects of a kind that failed for one cause: how many, since when, and the newest of them."""

    channel: int
    kind: str
    code: str
    count: int
    oldest: datetime
    newest: OutgoingView


@dataclass(frozen=True, slots=True)
class Paused:
    """Who stopped what leaves through a connection, when and why."""

    by: str
    at: datetime
    reason: str
