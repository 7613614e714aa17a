"""What waits to go out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .words import Fault


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
    """One object of the outbox; it is done when confirmed equals wanted."""

    channel: int
    kind: str
    object_id: int
    wanted: int
    offered: int
    confirmed: int
    offered_at: datetime | None
    confirmed_at: datetime | None
    tries: int
    not_before: datetime | None
    state: str
    fault: Fault | None
