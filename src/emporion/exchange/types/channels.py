"""A connection as pages see it, and who is master of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

Data = Literal["names", "properties", "pictures", "prices", "stock", "orders", "statuses", "customers"]

Master = Literal["theirs", "ours"]

Way = Literal["in", "out", "both", "none"]

DATA: tuple[Data, ...] = get_args(Data)


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A connection as other rooms and pages see it; its secrets are asked for apart."""

    id: int
    code: str
    kind: str
    title: str
    is_active: bool
    settings: Mapping[str, Any]


class Silence(NamedTuple):
    """When a connection was heard last, and how often that was agreed."""

    since: datetime
    every: timedelta


class Waiting(NamedTuple):
    """Open refused rows of a connection, since when the oldest waits, and how many of them are new."""

    rows: int
    oldest: datetime
    fresh: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is master of a kind of data on a channel, which way it goes, from which order status on ("" = at once)."""

    data: Data
    master: Master
    direction: Way
    from_status: str = ""
