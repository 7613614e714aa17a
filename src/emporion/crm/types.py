"""Words of what people say about records: views, facts, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused

MINUTES_TO_CHANGE = 15
TIME_TO_CHANGE = timedelta(minutes=MINUTES_TO_CHANGE)
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as a page shows it; one that was taken back has no words."""

    id: int
    subject: str
    author: int
    text: str
    at: datetime
    changed_at: datetime | None
    taken_back_at: datetime | None
    mentioned: tuple[int, ...] = ()

    @property
    def open_until(self) -> datetime:
        """Until when its author may still change it or take it back."""
        return self.at + TIME_TO_CHANGE


@dataclass(frozen=True, slots=True)
class MentionView:
    """A comment that names somebody who has not seen it yet."""

    id: int
    comment: CommentView


class NothingSaid(Refused):
    """A comment without words."""

    code = "nothing_said"
    says = gettext_noop("There are no words in it.")
    remedy = gettext_noop("Write what your colleagues should know.")


class SaidTooMuch(Refused):
    """More than a comment takes."""

    code = "said_too_much"
    says = gettext_noop("A comment takes %(limit)s characters, these are %(length)s.")
    remedy = gettext_noop("Say it shorter, or in two comments.")


class NobodyCalled(Refused):
    """A mention that fits no colleague."""

    code = "nobody_called"
    says = gettext_noop("No colleague is called “%(name)s”.")
    remedy = gettext_noop("Choose a name from the list that appears after @, or put a blank between @ and the word.")


class SeveralCalled(Refused):
    """A mention that fits several colleagues."""

    code = "several_called"
    says = gettext_noop("“%(name)s” may be each of these: %(people)s.")
    remedy = gettext_noop("Write the whole name behind @.")

    def shown(self) -> Mapping[str, Any]:
        """The people in one line."""
        return {**self.facts, "people": ", ".join(self.facts["people"])}


class NoSuchComment(Refused):
    """Nobody said that, or not here."""

    code = "no_such_comment"
    says = gettext_noop("There is no such comment.")
    remedy = gettext_noop("Open its list anew and choose again.")


class NotYourWords(Refused):
    """Only its author changes a comment."""

    code = "not_your_words"
    says = gettext_noop("These are a colleague's words.")
    remedy = gettext_noop("Answer with a comment of your own.")


class TooLateToChange(Refused):
    """Others have read it and may have acted."""

    code = "too_late_to_change"
    says = gettext_noop("A comment can be changed for %(minutes)s minutes; others rely on it by now.")
    remedy = gettext_noop("Say in a further comment what is different.")


class TakenBackAlready(Refused):
    """It has no words any more."""

    code = "taken_back_already"
    says = gettext_noop("This comment was taken back.")
    remedy = gettext_noop("Write another one.")


@dataclass(frozen=True, slots=True)
class Commented(Event):
    """Somebody said something about the subject; the words stand in the table of comments."""

    comment: int
    mentioned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommentChanged(Event):
    """The author put it differently."""

    comment: int
    mentioned: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommentTakenBack(Event):
    """The author does not stand by it any more."""

    comment: int


@dataclass(frozen=True, slots=True)
class CommentPutBack(Event):
    """The author stands by it again."""

    comment: int


@dataclass(frozen=True, slots=True)
class MentionsSeen(Event):
    """A colleague, who is the subject, has seen where they were named."""

    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommentsForgotten(Event):
    """The words of comments about the subject are gone, because a person asked to be forgotten."""

    number: int
