"""A connection that only reads and compares, and what is said where that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused


class ShadowedAlready(Refused):
    """The connection is in shadow mode."""

    code = "exchange_shadowed_already"
    says = gettext_noop("The connection “%(name)s” is in shadow mode already.")
    remedy = gettext_noop("Open its page anew; it says who switched it on and why.")


class NotShadowed(Refused):
    """The connection works for real."""

    code = "exchange_not_shadowed"
    says = gettext_noop("The connection “%(name)s” works for real already.")
    remedy = gettext_noop("Open its page anew.")


class OnlyCompares(Refused):
    """What a person wants done would write what a connection in shadow mode only compares."""

    code = "exchange_only_compares"
    says = gettext_noop("The connection “%(name)s” is in shadow mode: what it is told is compared and not taken.")
    remedy = gettext_noop("Let it work for real on its page, then do it once more.")


@dataclass(frozen=True, slots=True)
class ShadowBegun(Event):
    """A connection only reads and compares from now on; subject="channel:3"."""

    reason: str


@dataclass(frozen=True, slots=True)
class ShadowEnded(Event):
    """A connection works for real; subject="channel:3". waited: objects that had still to leave by it."""

    reason: str
    waited: int


@dataclass(frozen=True, slots=True)
class Shadow:
    """Who put a connection into shadow mode, when and why."""

    by: str
    at: datetime
    reason: str
