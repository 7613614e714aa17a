"""Words of the watchman: checks, what they find, alerts, facts, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused

Unit = Literal["count", "percent", "minutes", "hours", "days", "seconds"]
Facts = Mapping[str, str | int]

LOOK = timedelta(minutes=1)  # between two rounds; a check with a longer pause of its own is passed over meanwhile
ROUND = "watchman.look"  # the schedule
STANDS_STILL = timedelta(minutes=5)  # without a round: no worker is at work
OPENED, CLOSED, TEST = "alert.opened", "alert.closed", "watchman.test"  # what a webhook is told
WORKER = "worker.stopped"  # the check that pages look at themselves, for without a worker no round is made
HOUSE = ""  # the subject of a check that watches the house as a whole


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a figure begins to be an alert: the usual one, and how far a house may move it."""

    usual: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found of one subject, such as "channel:3".

    since: since when it is so, where that is known better than from the round that saw it. facts: more of what the
    check's sentence names; never a personal value, never a secret.
    """

    subject: str
    figure: int
    is_well: bool
    name: str = ""
    limit: int | None = None
    since: datetime | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that is watched.

    look takes the limit in force and finds each subject that there is, those that are well too. right: whom an alert
    concerns. says names %(name)s, %(figure)s, %(limit)s, %(since)s and the facts. page: the name of the page where it
    is mended; it takes the number of the subject where the subject has one. below: a smaller figure is the worse one.
    """

    code: str
    title: str
    says: str
    remedy: str
    right: str
    look: Callable[[int], Iterable[Found]]
    unit: Unit = "count"
    limit: Limit | None = None
    below: bool = False
    every: timedelta = LOOK
    page: str = ""


CHECKS: dict[str, Check] = {}


def watch_over(check: Check) -> None:
    """Enter a check; called by the apps.py of a room, of a connector too."""
    CHECKS[check.code] = check


# ---- what pages see


@dataclass(frozen=True, slots=True)
class Watched:
    """One subject of a check as the last round found it; since: how long it is well, or not."""

    subject: str
    name: str
    figure: int
    limit: int | None
    is_well: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check with its subjects. looked_at is None before the first round; error: why it could not be looked at."""

    check: Check
    limit: int | None
    is_on: bool
    looked_at: datetime | None
    error: str
    watched: tuple[Watched, ...]


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert.

    well_since: the trouble has gone, and the alert closes when it stays away. came_back: how often it returned
    meanwhile. seen_by: who said that they see to it.
    """

    id: int
    code: str
    subject: str
    name: str
    figure: int
    limit: int | None
    facts: Facts
    since: datetime
    opened_at: datetime
    well_since: datetime | None
    closed_at: datetime | None
    came_back: int
    seen_by: str
    seen_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class MuteView:
    """A subject of which nobody wants to hear until a moment, and why."""

    code: str
    subject: str
    name: str
    until: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class TellingView:
    """How people and programs are told, and what the webhook answered last."""

    by_mail: bool
    address: str
    hook_url: str
    hook_at: datetime | None
    hook_status: int
    hook_error: str


# ---- facts


@dataclass(frozen=True, slots=True)
class AlertOpened(Event):
    """Something is wrong, or did not happen; subject="alert:7", of: what it is about, such as channel:3."""

    check: str
    of: str
    name: str
    figure: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class AlertClosed(Event):
    """The trouble has stayed away long enough."""

    check: str
    of: str
    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class AlertSeen(Event):
    """Somebody sees to it; the note is theirs."""

    check: str
    of: str
    note: str


@dataclass(frozen=True, slots=True)
class AlertMuted(Event):
    """Nobody is to be told of this trouble until a moment; subject="watch:connection.silent:channel:3"."""

    check: str
    of: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AlertUnmuted(Event):
    """The trouble is told of again."""

    check: str
    of: str


@dataclass(frozen=True, slots=True)
class CheckSet(Event):
    """A check has another limit, or is switched on or off; subject="watch:backup.old"."""

    check: str
    is_on: bool
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class TellingSet(Event):
    """People or programs are told otherwise; hook is the host of the webhook, never its whole address."""

    by_mail: bool
    address: str
    hook: str


@dataclass(frozen=True, slots=True)
class SecretRenewed(Event):
    """Calls of the webhook are signed with another secret."""


@dataclass(frozen=True, slots=True)
class HookBroke(Event):
    """The webhook did not take a call; status 0: no answer came."""

    status: int
    error: str


@dataclass(frozen=True, slots=True)
class HookWorks(Event):
    """The webhook takes calls again."""


# ---- what stumbles on the way


class HookFailed(Exception):
    """A webhook did not take a call; status 0: no answer. It is tried again, unless the receiver wants no more."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(f"answered {status}" if status else f"no answer: {error}")
        self.status = status

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help: 410 means that the receiver is gone for good."""
        return self.status == 410  # noqa: PLR2004


class HookForbidden(HookFailed):
    """The name of a webhook leads into the inner network, where nothing of ours has to call."""

    def __init__(self, host: str) -> None:
        super().__init__(0, f"{host} is not a public address")

    @property
    def permanent(self) -> bool:
        """Names may lead elsewhere tomorrow; this call is over."""
        return True


# ---- refusals


class NoSuchCheck(Refused):
    """Nothing of this name is watched."""

    code = "no_such_check"
    says = gettext_noop("Nothing called %(check)s is watched here.")
    remedy = gettext_noop("Open the page of the watchman anew and choose again.")


class NoSuchAlert(Refused):
    """No open alert under this number."""

    code = "no_such_alert"
    says = gettext_noop("There is no open alert number %(alert)s: the trouble is over.")
    remedy = gettext_noop("Open the page of the watchman anew: it shows what is open now.")


class ReasonMissing(Refused):
    """Silence needs a reason."""

    code = "mute_without_reason"
    says = gettext_noop("An alert is muted for a reason, and none was named.")
    remedy = gettext_noop("Write why it may be passed over, so that a colleague understands it later.")


class MuteTooLong(Refused):
    """A mute ends by itself, and not in the past."""

    code = "mute_out_of_reach"
    says = gettext_noop("An alert can be muted for 1 to %(most)s days, not until %(until)s.")
    remedy = gettext_noop("Choose a day within that time; mute it again when it is still in the way then.")


class LimitOutOfReach(Refused):
    """A limit that would never or always call."""

    code = "limit_out_of_reach"
    says = gettext_noop("%(limit)s is no limit for this check: it takes %(least)s to %(most)s.")
    remedy = gettext_noop("Choose a number between them, or switch the check off.")


class HookAddressWrong(Refused):
    """No address that can be called."""

    code = "hook_address_wrong"
    says = gettext_noop("This cannot be called as a webhook: %(address)s.")
    remedy = gettext_noop("Take an address that begins with https:// and holds no user name.")


class AddressWrong(Refused):
    """No address of a house."""

    code = "house_address_wrong"
    says = gettext_noop("This is no address of this house: %(address)s.")
    remedy = gettext_noop("Write it as in the browser, without a path, such as https://shop.example.")
