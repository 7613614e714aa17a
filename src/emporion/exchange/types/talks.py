"""What was said: sessions, their steps, messages, requests that were turned away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .words import Fault, Tally


@dataclass(frozen=True, slots=True)
class SessionView:
    """A talk of a peer.

    state: open, done or failed. A talk of which nothing was heard for the quiet time is done, by silence; one whose
    last request was refused has failed, and goes on when the peer asks for something better. version is the one that
    the peer named at the start, if it named one.
    """

    id: int
    channel: int
    kind: str
    user_agent: str
    address: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    state: str
    counts: Mapping[str, Tally]
    fault: Fault | None
    by_silence: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A talk that just began; the token is shown this once, the table keeps its hash."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One request of a talk. fault: why it was refused, or what a person should know though it went well."""

    at: datetime
    request: str
    answer: str
    status: int
    milliseconds: int
    size: int
    fault: Fault | None = None

    @property
    def code(self) -> str:
        """The code of the cause; empty when there is nothing to say."""
        return self.fault.code if self.fault else ""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A request that belongs to no talk: a wrong login, an unknown connection, a step before the sign-in.

    It stands for count requests like it from one address, of which it is the newest; an empty address stands for many.
    fault.refusal has the sentence and the remedy.
    """

    id: int
    channel: int | None
    at: datetime
    request: str
    answer: str
    address: str
    count: int
    fault: Fault | None

    @property
    def code(self) -> str:
        """The code of the cause."""
        return self.fault.code if self.fault else ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A kept message without its bytes; reduced says that the bytes are gone."""

    id: int
    channel: int
    session: int | None
    direction: str
    name: str
    kind: str
    sha256: str
    size: int
    at: datetime
    state: str
    done: int
    total: int
    counts: Mapping[str, Tally]
    fault: Fault | None
    personal: bool
    keep_until: datetime | None
    reduced: bool
    compared: bool = False
