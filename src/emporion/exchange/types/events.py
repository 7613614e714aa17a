"""Facts of the exchange."""

from __future__ import annotations

from dataclasses import dataclass

from emporion.journal.types import Event


@dataclass(frozen=True, slots=True)
class ChannelAdded(Event):
    """A connection was made; subject="channel:3"."""

    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class ChannelChanged(Event):
    """Settings of a connection changed; names only, since values may be secrets."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorityChanged(Event):
    """Another master or another way for a kind of data; subject="channel:3"."""

    data: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DryRunApplied(Event):
    """A person saw what messages would do and let just that be done; the subject is the channel."""

    dry_run: int


@dataclass(frozen=True, slots=True)
class SessionFailed(Event):
    """A talk ended in an error; subject="session:9"."""

    channel: int
    code: str


@dataclass(frozen=True, slots=True)
class MessageRefused(Event):
    """A message as a whole cannot be taken; subject="message:12"."""

    channel: int
    code: str


@dataclass(frozen=True, slots=True)
class MessageFailed(Event):
    """The work on a message stopped on an error of ours; subject="message:12"."""

    channel: int
    code: str


@dataclass(frozen=True, slots=True)
class RowsQuarantined(Event):
    """Rows refused for the first time, or again after they were settled; subject="message:12"."""

    channel: int
    counts: tuple[tuple[str, int], ...]  # (kind, rows)


@dataclass(frozen=True, slots=True)
class RowsSettled(Event):
    """Quarantined rows left: arrived good, fixed or ignored by a person; subject="channel:3"."""

    state: str
    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class RowsAccepted(Event):
    """A person looked at rows that waited for it, and wants them taken as they were told; subject="channel:3"."""

    rows: int


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """An exchange asks a person; subject="channel:3"."""

    code: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """A person decided; subject="channel:3"."""

    code: str
    answer: str


@dataclass(frozen=True, slots=True)
class KeysRelinked(Event):
    """Their keys were re-numbered and now lead to the same objects; subject="channel:3"."""

    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class KeysRelinkedBack(Event):
    """A person took a re-linking back: the new keys lead nowhere any more; subject="channel:3"."""

    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class OutgoingFailed(Event):
    """Objects could not be told to the peer and wait for a person; subject="channel:3"."""

    kind: str
    object_ids: tuple[int, ...]
    code: str


@dataclass(frozen=True, slots=True)
class OutgoingSentAgain(Event):
    """A person lets objects leave that were held, had failed or had been given up; subject="channel:3"."""

    kind: str
    object_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutgoingGivenUp(Event):
    """A person said why objects will never be told to the peer; subject="channel:3"."""

    kind: str
    object_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class OutgoingPaused(Event):
    """A person stopped what leaves through a connection for a while, and said why; subject="channel:3"."""

    reason: str


@dataclass(frozen=True, slots=True)
class OutgoingResumed(Event):
    """What leaves through a connection leaves again; subject="channel:3"."""
