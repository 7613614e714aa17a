"""Words of the household: what a page shows of it, facts, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused

OLD = timedelta(hours=36)  # of a backup: a night was missed
NIGHTLY_BACKUP = "household.backup"  # the schedule that puts the house away; the top of the house enters it


@dataclass(frozen=True, slots=True)
class LanguagesView:
    """The languages of the house: whoever has no language of their own reads the default one."""

    default: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupView:
    """A backup as pages show it; is_tried: it was restored beside the house and told the same."""

    id: int
    place: str
    made_at: datetime
    bytes: int
    seconds: int
    fingerprint: str
    drilled_at: datetime | None
    drill_error: str

    @property
    def is_tried(self) -> bool:
        """Whether it came back whole."""
        return self.drilled_at is not None and not self.drill_error


class UnknownLanguage(Refused):
    """No page of ours is written in it."""

    code = "unknown_language"
    says = gettext_noop("Emporion does not speak this language: %(language)s.")
    remedy = gettext_noop("Choose among these: %(known)s.")


class DefaultNotOffered(Refused):
    """The language of those who chose none must be one that can be chosen."""

    code = "default_not_offered"
    says = gettext_noop("The language of the house is not among those that are offered.")
    remedy = gettext_noop("Offer it too, or take another as the language of the house.")


@dataclass(frozen=True, slots=True)
class LanguagesSet(Event):
    """The house speaks other languages, or another one first."""

    default: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupMade(Event):
    """The house was put away; subject="backup:7"."""

    place: str
    bytes: int
    seconds: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BackupTried(Event):
    """A backup was restored beside the house; error is empty when it told the same."""

    error: str
