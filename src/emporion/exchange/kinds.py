"""What a kind of channel offers to pages that know no outside system: entered by its folder, asked by kind.

Every register is filled from the apps.py of the room that holds the channels; a kind that offers nothing is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Literal, NamedTuple

from django.utils.functional import Promise


class RawPart(NamedTuple):
    """A line of a message for a person's eye: its number in the file, its text, and whether it is the cause."""

    number: int
    text: str
    is_hit: bool


class Hint(NamedTuple):
    """What a reader of an excerpt looks for, in our words: name, price, stock, field, …

    key is theirs: of the price type, of the warehouse, of the property; for "field" the name the channel itself gave.
    """

    about: str
    key: str = ""


HIDDEN = "•••"
"""Stands where a value is not for this reader."""
Excerpt = Callable[[BinaryIO, str, Sequence[Hint], Collection[str] | None], list[RawPart]]
"""The lines of a message around a place; empty when the place is not found there.

Last come their keys of the price types whose prices may be shown; the others are HIDDEN. None shows every price.
"""
Runner = Callable[[int], None]
"""Hands a kept message to a worker once more; a retrier, only those of its rows that stand open in the quarantine."""


@dataclass(frozen=True, slots=True)
class SettingField:
    """One question of a connection's form. asks: what may be answered, such as one of our firms or a day.

    choices belong to "choice": each word with its label. most is the largest number, or of a text the
    longest, that may be answered. elsewhere: once the connection stands, a page of its own asks it.
    """

    name: str
    label: Promise
    asks: Literal["firm", "shop", "day", "text", "password", "flag", "number", "choice"]
    help: Promise | str = ""
    required: bool = False
    choices: tuple[tuple[str, Promise | str], ...] = ()
    most: int = 10**6
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """How a person sets a connection up.

    address is the path that the other side has to be given, for a connection's code. settings and secrets turn the
    form's answers into what the channel keeps; secrets get the answers and what was kept before, and None leaves it.
    shown turns kept settings and secrets into the form's first answers, never a password.
    """

    title: Promise
    fields: tuple[SettingField, ...]
    address: Callable[[str], str]
    settings: Callable[[Mapping[str, Any]], dict[str, object]]
    secrets: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, object] | None]
    shown: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Program:
    """A program that can sit at the other end of a kind of connection, and how it is set up there, step by step.

    settings are those that a new connection to it begins with, beyond what is usual.
    """

    code: str
    title: Promise | str
    steps: tuple[Promise, ...]
    settings: Mapping[str, object] = field(default_factory=dict)


class DroppedFile(NamedTuple):
    """A file that a person dropped on a page, with its size in bytes."""

    name: str
    source: BinaryIO
    size: int


@dataclass(frozen=True, slots=True)
class DryRunner:
    """How a kind of channel says what messages would do, and does just that.

    keep numbers dropped files as messages in the turn in which they have to be read, under the name of an actor; begin
    and apply hand a dry run to a worker.
    """

    keep: Callable[[int, Sequence[DroppedFile], str], Sequence[int]]
    begin: Callable[[int], None]
    apply: Callable[[int], None]


Uploader = Callable[[int, Sequence[DroppedFile], str], int]
"""Lays dropped files down for import, under the name of an actor; answers the number of their talk."""


class LeftFile(NamedTuple):
    """A complete file of a talk that is over, which the other side never asked to import; at is when it came."""

    session: int
    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What was uploaded to a connection and never imported: the list, and how a worker is told to take it in."""

    listed: Callable[[int], list[LeftFile]]
    take: Callable[[int], None]


class Carried(NamedTuple):
    """An object of ours in a message that went out: its kind, its number here, and its place in the message."""

    kind: str
    id: int
    place: str


class Mending(NamedTuple):
    """Rows refused with a code are mended by linking keys of theirs to something of ours that a person chooses.

    asks: what is chosen, a price type or a variant of our goods. links: the kinds and keys in the identity map that
    then lead to it; the kind "product" leads to the variant's product.
    """

    asks: Literal["price_type", "goods"]
    links: Callable[[Any], list[tuple[str, str]]]


class Answer(NamedTuple):
    """One way to answer a question of an exchange: its word in our records, and what the button says."""

    word: str
    label: Promise


class Searched(NamedTuple):
    """The newest search for what the other side sends no more: when it ended and what came of it, a Fault.

    found is None while it goes on.
    """

    at: datetime | None
    found: Any | None


@dataclass(frozen=True, slots=True)
class Search:
    """How a kind of channel looks, when a person wants it, for goods that the other side sends no more.

    begin gets the connection and who wants it; what is absent becomes a question to a person. last is the newest one.
    """

    begin: Callable[[int, str], None]
    last: Callable[[int], Searched | None]


@dataclass(frozen=True, slots=True)
class Choices:
    """How questions of a kind of channel are answered, by the code of the question.

    act gets the question's number, the word of the answer and who answers; it keeps the answer and does what follows.
    """

    answers: Mapping[str, Sequence[Answer]]
    act: Callable[[int, str, str], None]


@dataclass(frozen=True, slots=True)
class Relinker:
    """How a kind of channel links the keys of a re-numbered base anew, by the number of the question about it.

    begin has a worker link what was decided on, by the name of an actor, and then take the files that wait; back has it
    taken back by that of one. is_running: whether a worker is at it for a connection, or will be.
    """

    begin: Callable[[int, str], None]
    back: Callable[[int, str], None]
    is_running: Callable[[int], bool]


class HeldBack(NamedTuple):
    """What of a kind of channel does not leave, and why: pages say it, so that nobody waits for it in vain.

    of: of some objects, by connection and number, those that may not leave through it now. all: of some connections
    what each never takes at all and what therefore stands in no queue, told with its count.
    """

    of: Callable[[Mapping[int, Sequence[int]]], Mapping[int, Mapping[int, Any]]]
    all: Callable[[Sequence[int]], Mapping[int, Sequence[Any]]]


ANSWERS: dict[str, Choices] = {}
HELD_BACK: dict[str, HeldBack] = {}
"""By the kind of the connection; each cause is a Fault."""
EXCERPTS: dict[str, Excerpt] = {}
RUNNERS: dict[str, Runner] = {}
RETRIERS: dict[str, Runner] = {}
CHECKLIST: dict[str, str] = {}
"""Which question of the checklist has to be answered before rows refused with a code can be taken."""
FORMS: dict[str, SettingsForm] = {}
LEFTOVERS: dict[str, Leftovers] = {}
GUIDES: dict[str, tuple[Program, ...]] = {}
UPLOADERS: dict[str, Uploader] = {}
DRY_RUNNERS: dict[str, DryRunner] = {}
MENDINGS: dict[str, Mending] = {}
STATUS_WORDS: dict[str, Mapping[str, str]] = {}
TAKERS: dict[str, Callable[[int, str], None]] = {}
HELD: set[str] = set()
CARRIED: dict[str, Callable[[int], Sequence[Carried]]] = {}
"""Take over what a refused row says in place of ours, by its code: gets the row's number and who wants it."""


CATCHERS: dict[str, Callable[[int], None]] = {}
"""Have a worker take what a connection told in shadow mode; gets the connection's number."""
SEARCHES: dict[str, Search] = {}
RELINKERS: dict[str, Relinker] = {}
ALONGSIDE: dict[str, set[str]] = {}
"""By a kind of objects, further kinds of keys that lead to the same objects."""


def register_catcher(kind: str, take: Callable[[int], None]) -> None:
    """Enter how a kind of channel takes what it only compared in shadow mode; called within the switching back."""
    CATCHERS[kind] = take


def register_search(kind: str, search: Search) -> None:
    """Enter how a kind of channel looks for goods that the other side sends no more."""
    SEARCHES[kind] = search


def register_relinker(kind: str, relinker: Relinker) -> None:
    """Enter how a kind of channel links the keys of a re-numbered base anew."""
    RELINKERS[kind] = relinker


def register_answers(kind: str, choices: Choices) -> None:
    """Enter how questions of a kind of channel are answered."""
    ANSWERS[kind] = choices


def register_held_back(kind: str, held: HeldBack) -> None:
    """Enter what a kind of channel keeps from leaving."""
    HELD_BACK[kind] = held


def register_excerpt(kind: str, excerpt: Excerpt) -> None:
    """Enter how messages of a kind of channel are shown by place."""
    EXCERPTS[kind] = excerpt


def register_runner(kind: str, run: Runner) -> None:
    """Enter how a kept message of a kind of channel is run again."""
    RUNNERS[kind] = run


def register_retrier(kind: str, retry: Runner) -> None:
    """Enter how the refused rows of a kept message are read again, and nothing else of it."""
    RETRIERS[kind] = retry


def register_form(kind: str, form: SettingsForm) -> None:
    """Enter how a connection of a kind is set up by a person."""
    FORMS[kind] = form


def register_guide(kind: str, programs: Sequence[Program]) -> None:
    """Enter which programs a kind of connection knows, and how each of them is set up."""
    GUIDES[kind] = tuple(programs)


def register_uploader(kind: str, take: Uploader) -> None:
    """Enter how files that a person dropped on the page are taken in."""
    UPLOADERS[kind] = take


def register_dry_runner(kind: str, runner: DryRunner) -> None:
    """Enter how a kind of channel says what messages would do."""
    DRY_RUNNERS[kind] = runner


def register_leftovers(kind: str, leftovers: Leftovers) -> None:
    """Enter how a kind of channel finds and imports what was uploaded and left."""
    LEFTOVERS[kind] = leftovers


def register_status_words(kind: str, usual: Mapping[str, str]) -> None:
    """Enter what status words of a kind of channel mean before a person says otherwise.

    The word stands without blanks and capitals; its meaning is none, paid, shipped or cancelled.
    """
    STATUS_WORDS[kind] = usual


def register_taker(code: str, take: Callable[[int, str], None]) -> None:
    """Enter how a person takes over what rows refused with a code say."""
    TAKERS[code] = take


def register_carried(kind: str, carried: Callable[[int], Sequence[Carried]]) -> None:
    """Enter how a kind of channel reads what a message that went out carries, by the message's number."""
    CARRIED[kind] = carried


def register_held(code: str) -> None:
    """Enter that rows refused with a code only wait for a look: a person may have them taken as they were told."""
    HELD.add(code)


def register_checklist(code: str, question: str) -> None:
    """Enter that rows refused with a code wait for a question of the checklist: the name of the setting it fills."""
    CHECKLIST[code] = question


def register_mending(code: str, mending: Mending) -> None:
    """Enter what of ours a person may link, so that rows refused with a code pass when they are read again."""
    MENDINGS[code] = mending


def register_alongside(kind: str, further: str) -> None:
    """Enter that keys of a further kind lead to objects of one: where its keys are led elsewhere, they follow."""
    ALONGSIDE.setdefault(kind, set()).add(further)
