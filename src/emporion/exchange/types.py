"""Words of the exchange: contents, messages, known keys, refused rows, offers, authority."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused, stored_refusal

from .kinds import (
    ANSWERS as ANSWERS,
    CHECKLIST as CHECKLIST,
    EXCERPTS as EXCERPTS,
    FORMS as FORMS,
    GUIDES as GUIDES,
    HELD_BACK as HELD_BACK,
    HIDDEN as HIDDEN,
    LEFTOVERS as LEFTOVERS,
    MENDINGS as MENDINGS,
    RETRIERS as RETRIERS,
    RUNNERS as RUNNERS,
    SEARCHES as SEARCHES,
    STATUS_WORDS as STATUS_WORDS,
    TAKERS as TAKERS,
    UPLOADERS as UPLOADERS,
    Answer as Answer,
    Choices as Choices,
    DroppedFile as DroppedFile,
    Excerpt as Excerpt,
    HeldBack as HeldBack,
    Hint as Hint,
    LeftFile as LeftFile,
    Leftovers as Leftovers,
    Mending as Mending,
    Program as Program,
    RawPart as RawPart,
    Runner as Runner,
    Search as Search,
    Searched as Searched,
    SettingField as SettingField,
    SettingsForm as SettingsForm,
    Uploader as Uploader,
    register_answers as register_answers,
    register_checklist as register_checklist,
    register_excerpt as register_excerpt,
    register_form as register_form,
    register_guide as register_guide,
    register_held_back as register_held_back,
    register_leftovers as register_leftovers,
    register_mending as register_mending,
    register_retrier as register_retrier,
    register_runner as register_runner,
    register_search as register_search,
    register_status_words as register_status_words,
    register_taker as register_taker,
    register_uploader as register_uploader,
)

Direction = Literal["in", "out"]
Data = Literal["names", "properties", "pictures", "prices", "stock", "orders", "statuses", "customers"]
Master = Literal["theirs", "ours"]
Way = Literal["in", "out", "both", "none"]
DATA: tuple[Data, ...] = get_args(Data)
KEY_LENGTH = 255  # characters of their key that the identity map can hold
VALUE_LENGTH = 200  # characters of a refused value that the quarantine shows
KEEP_DAYS = 90  # what speaks of people is reduced to hash and counts after this


# ---- contents and messages


@dataclass(frozen=True, slots=True)
class StoredContent:
    """Raw bytes that lie on disk: their hash, their size before compression, where they are."""

    sha256: str
    size: int
    path: str
    sealed: bool


@dataclass(slots=True)
class Tally:
    """What became of the rows of one kind; read = created + changed + unchanged + refused."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def __add__(self, more: Tally) -> Tally:
        return Tally(
            self.read + more.read,
            self.created + more.created,
            self.changed + more.changed,
            self.unchanged + more.unchanged,
            self.refused + more.refused,
        )

    def as_dict(self) -> dict[str, int]:
        """The numbers by name, as reports and JSON show them."""
        return asdict(self)


Counts = Mapping[str, Tally]  # by kind of row, such as "goods" or "offers"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something failed, kept as code and facts and read in any language later."""

    code: str
    facts: Mapping[str, Any]

    @property
    def refusal(self) -> Refused:
        """The kept refusal as an object, with its sentence and its remedy."""
        return stored_refusal(self.code, self.facts)


def fault_of(error: Exception) -> Fault:
    """What to keep of an error: a refusal's own code and facts, or the name and text of an unexpected one."""
    if isinstance(error, Refused):
        return Fault(error.code, dict(error.facts))
    return Fault(Unexpected.code, {"error": f"{type(error).__name__}: {error}"[:500]})


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A connection as other rooms and pages see it; its secrets are asked for apart."""

    id: int
    code: str
    kind: str
    title: str
    is_active: bool
    settings: Mapping[str, Any]


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


# ---- identity


class Known(NamedTuple):
    """What we know under their key: our object, and the hash of what they said about it last."""

    object_id: int
    digest: bytes | None


class Link(NamedTuple):
    """Their key for our object; digest of 16 bytes, or None to have the next message applied in any case."""

    key: str
    object_id: int
    digest: bytes | None


# ---- quarantine


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: where it stands, what it was, why not.

    place leads back into the message (such as "Каталог/Товары/Товар[17]"), key is their key when it could be read,
    value the offending text, line that of the file in which the place begins, 0 when nobody knows. code and facts are
    those of a kind of Refused. told: which part of the object it tells; rows of one cause that tell other parts of it
    stand beside each other, where otherwise the newer one takes the place of the older.
    """

    place: str
    kind: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    key: str = ""
    element: str = ""
    field: str = ""
    value: str = ""
    line: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A refused row as pages show it; fault.refusal has the sentence and the remedy."""

    id: int
    channel: int
    message: int | None
    place: str
    kind: str
    key: str
    element: str
    field: str
    value: str
    fault: Fault
    first_at: datetime
    at: datetime
    state: str
    by: str
    reason: str
    retry_at: datetime | None
    line: int = 0


class MissingKey(NamedTuple):
    """An open row that was refused because something it names is not known, with as much as it takes to look again."""

    id: int
    message: int
    code: str
    place: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Open rows refused for the same reason, with the newest as the example."""

    channel: int
    kind: str
    code: str
    field: str
    count: int
    newest: QuarantinedRow


# ---- questions


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What an exchange asks a person: fault.refusal has the question as a sentence, and what to consider as a remedy.

    answer is empty while it is open; what may be answered is told by ANSWERS of the connection's kind.
    """

    id: int
    channel: int
    fault: Fault
    asked_at: datetime
    answer: str
    by: str
    answered_at: datetime | None


# ---- outbox


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


# ---- authority


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is master of a kind of data on a channel, which way it goes, from which order status on ("" = at once)."""

    data: Data
    master: Master
    direction: Way
    from_status: str = ""


# ---- facts


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
class OutgoingFailed(Event):
    """Objects could not be told to the peer and wait for a person; subject="channel:3"."""

    kind: str
    object_ids: tuple[int, ...]
    code: str


# ---- refusals


class Unexpected(Refused):
    """An error nobody foresaw, kept with its own words."""

    code = "exchange_unexpected"
    says = gettext_noop("The work stopped on an unexpected error: %(error)s")
    remedy = gettext_noop("Run the message again. If it stops at the same place, pass this line on to your integrator.")


class NoSuchChannel(Refused):
    """No connection of this code or number."""

    code = "no_such_channel"
    says = gettext_noop("There is no connection %(channel)s.")
    remedy = gettext_noop("Look at the list of connections on the Exchange page, or add this one.")


class ChannelExists(Refused):
    """The code is taken."""

    code = "channel_exists"
    says = gettext_noop("A connection with the code %(code)s exists already.")
    remedy = gettext_noop("Choose another code, or change the connection that has it.")


class ChannelOff(Refused):
    """The connection is switched off."""

    code = "channel_off"
    says = gettext_noop("The connection %(code)s is switched off.")
    remedy = gettext_noop("Switch it on in its settings on the Exchange page.")


class NoSuchSession(Refused):
    """The talk is not known."""

    code = "no_such_session"
    says = gettext_noop("There is no session %(session)s.")
    remedy = gettext_noop("Start the exchange again from its first step.")


class NoSuchMessage(Refused):
    """No message has this number."""

    code = "no_such_message"
    says = gettext_noop("There is no message number %(message)s.")


class ContentGone(Refused):
    """The bytes were reduced to hash and counts."""

    code = "content_gone"
    says = gettext_noop("The content of message %(message)s is no longer kept, only its hash and counts.")
    remedy = gettext_noop("Let the other side send it again.")


class ContentDamaged(Refused):
    """The file on disk is not what was stored."""

    code = "content_damaged"
    says = gettext_noop("The stored file %(path)s is damaged: %(problem)s.")
    remedy = gettext_noop("Restore it from a backup, or let the other side send it again.")


class KeyTaken(Refused):
    """Re-linking would make one key lead to two objects."""

    code = "exchange_key_taken"
    says = gettext_noop("The key %(key)s already leads to another object, number %(object_id)s.")
    remedy = gettext_noop("Merge the two objects first, or leave this key out.")


class QuestionOver(Refused):
    """The question was answered, or a newer exchange has left nothing to ask."""

    code = "exchange_question_over"
    says = gettext_noop("The question %(question)s is not open any more.")
    remedy = gettext_noop("Look at the Exchange page: somebody has answered it, or a newer exchange has settled it.")


class UnknownWord(Refused):
    """A value outside its list."""

    code = "exchange_unknown_word"
    says = gettext_noop("“%(word)s” is none of: %(words)s.")
