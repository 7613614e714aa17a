"""Words of the journal: work, events, reactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class KeyReused(Refused):
    """The same run-once key was used for another command."""

    code = "key_reused"
    says = gettext_noop("The key %(key)s belongs to another command, %(command)s.")
    remedy = gettext_noop("Send the diagnosis of the house to whoever helps you; this should not happen.")


class NotParked(Refused):
    """The fact does not wait for a person, or no longer."""

    code = "not_parked"
    says = gettext_noop("This fact does not wait any more: somebody has given it to its reaction already.")
    remedy = gettext_noop("Open Today anew: it shows what still waits.")


@dataclass(frozen=True, slots=True)
class Event:
    """A fact about one subject, named in the past tense, such as subject="order:15".

    Fields are scalars, tuples and frozen dataclasses, never a personal value in clear.
    """

    KINDS: ClassVar[dict[str, type[Event]]] = {}
    subject: str

    def __init_subclass__(cls) -> None:
        # a dataclass with slots is made twice; the second, final class takes the place of the first
        known = Event.KINDS.setdefault(kind_of(cls), cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__module__} and {known.__module__} both tell a fact named {kind_of(cls)}")
        Event.KINDS[kind_of(cls)] = cls


def kind_of(event: type[Event]) -> str:
    """The name under which a kind of fact is kept: its room and its class, such as orders.OrderPlaced."""
    room = event.__module__.removeprefix("emporion.").split(".")[0]
    return f"{room}.{event.__name__}"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, for facts that name fields; never a secret, never a personal value."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class JournalCarried(Event):
    """The journal goes on in another PostgreSQL server; shift is what that one adds to its transactions' numbers."""

    shift: int


E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what it came from, before it is a row."""

    event: Event
    actor: str
    origin: str
    place: str


@dataclass(frozen=True)
class Work:
    """One open transaction: who asked, because of what, when, and what has happened so far. Only @command makes one.

    origin is "page:/orders/5/", "message:120553", "fact:17", "session:9", "task:31", "rule:..." or "cli"; never empty.
    """

    actor: str
    origin: str
    now: datetime
    told: list[Told] = field(default_factory=list)

    def tell(self, event: Event, place: str = "") -> None:
        """Put a fact into the journal if the command succeeds; place is the spot in the origin, such as an element."""
        self.told.append(Told(event, self.actor, self.origin, place))

    def because_of(self, fact: Heard[Any]) -> Work:
        """The same transaction, with a fact as the origin of what is told from here on."""
        return replace(self, origin=f"fact:{fact.id}")


@dataclass(frozen=True, slots=True)
class Heard(Generic[E]):
    """One fact as a reaction gets it."""

    id: int
    at: datetime
    actor: str
    origin: str
    event: E


@dataclass(frozen=True)
class Reaction(Generic[E]):
    """A subscriber: its name keeps the position; run gets facts of its kinds in batches and must be idempotent."""

    name: str
    to: tuple[type[E], ...]
    run: Callable[[Work, Sequence[Heard[E]]], None]


REACTIONS: dict[str, Reaction[Any]] = {}


def register(reaction: Reaction[Any]) -> None:
    """Enter a reaction; called by each room's apps.py."""
    REACTIONS[reaction.name] = reaction


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as pages show it; event is None when its kind is no longer known, or its payload does not fit any more."""

    id: int
    at: datetime
    kind: str
    subject: str
    actor: str
    origin: str
    place: str
    message: int | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the journal; what is empty is not asked, and all that is asked must hold.

    since is the first moment asked for, until the first one behind it. actor is the whole name, such as staff:7.
    """

    kinds: tuple[str, ...] = ()
    actor: str = ""
    subjects: tuple[str, ...] = ()
    message: int | None = None
    since: datetime | None = None
    until: datetime | None = None
