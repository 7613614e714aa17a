"""Words of the ledger: books, accounts, lines, findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused
from emporion.kernel.money import MICRO, MILLI, divided, exponent


class Book(StrEnum):
    """Two parallel books: where it lies, and whom it is promised to."""

    PLACE = "place"
    PROMISE = "promise"


class Keeps(Enum):
    """What balance an account keeps: a hot account nobody reads keeps none and is never waited for."""

    NOTHING = 0
    SHOWN = 1
    GUARDED = 2


class Kind(StrEnum):
    """Kinds of account."""

    SUPPLIER = "supplier"
    OUTSIDE = "outside"
    SHELF = "shelf"
    TRANSIT = "transit"
    REVALUED = "revalued"
    CUSTOMER = "customer"
    CORRECTION = "correction"
    BANK = "bank"
    OWN = "own"
    FREE = "free"
    RESERVED = "reserved"
    SHORTAGE = "shortage"


NATURE: Mapping[Kind, tuple[Book, Keeps]] = {
    Kind.SUPPLIER: (Book.PLACE, Keeps.NOTHING),
    Kind.OUTSIDE: (Book.PLACE, Keeps.NOTHING),  # the other side of what a foreign master declares
    Kind.SHELF: (Book.PLACE, Keeps.SHOWN),  # a foreign master may declare less than none; the promises are guarded
    Kind.TRANSIT: (Book.PLACE, Keeps.SHOWN),
    Kind.REVALUED: (Book.PLACE, Keeps.SHOWN),  # what settling of costs changed in the value of a firm's own goods
    Kind.CUSTOMER: (Book.PLACE, Keeps.NOTHING),
    Kind.CORRECTION: (Book.PLACE, Keeps.NOTHING),  # found and lost goods
    Kind.BANK: (Book.PLACE, Keeps.SHOWN),
    Kind.OWN: (Book.PROMISE, Keeps.NOTHING),  # the other side of every promise: all that a warehouse has to promise
    Kind.FREE: (Book.PROMISE, Keeps.GUARDED),
    Kind.RESERVED: (Book.PROMISE, Keeps.GUARDED),
    Kind.SHORTAGE: (Book.PROMISE, Keeps.SHOWN),  # below zero by what was promised and is not there
}


class Account(NamedTuple):
    """One account of a firm; place is a warehouse, holder the document it is kept for, such as "order:K-17".

    A plain tuple, for a bulk load looks up millions of accounts.
    """

    kind: Kind
    firm: int = 0
    place: int = 0
    holder: str = ""

    @property
    def code(self) -> str:
        """The name it is stored under."""
        return f"{self.kind.value}:{self.firm}:{self.place}:{self.holder}"

    @classmethod
    def read(cls, code: str) -> Account:
        """The account of a code."""
        kind, firm, place, holder = code.split(":", 3)
        return cls(Kind(kind), int(firm), int(place), holder)

    @property
    def book(self) -> Book:
        """The book it stands in."""
        return NATURE[self.kind][0]

    @property
    def keeps(self) -> Keeps:
        """What balance it keeps."""
        return NATURE[self.kind][1]


class Line(NamedTuple):
    """One side of a posting: so much of a variant (thousandths, value in the firm's currency) or of a currency."""

    account: Account
    variant: int = 0
    quantity: int = 0
    value_minor: int = 0
    currency: str = ""
    lot: int = 0


LOOK = "ledger.look"  # the schedule that looks at what moved

Key = tuple[Account, int, str]
"""An account and a unit in it: (account, variant or 0, currency or "")."""


def cost_key(firm: int, variant: int) -> Key:
    """What to hold, first and together with all else, before goods enter or leave a firm's own places.

    Whoever holds it is alone with the cost of this variant in this firm until the transaction ends.
    """
    return Account(Kind.REVALUED, firm), variant, ""


@dataclass(frozen=True, slots=True)
class Cost:
    """The average cost of a variant in one month of a firm: so much value for so many thousandths.

    left is what the book still holds of them at the end of the month, as far as it is known now.
    """

    quantity: int
    value_minor: int
    left_quantity: int
    left_minor: int

    def of(self, quantity: int) -> int:
        """What so many thousandths are worth in minor units; the last ones take the rest: no coin stays behind."""
        if quantity and quantity == self.left_quantity:
            return self.left_minor
        return divided(quantity * self.value_minor, self.quantity)

    def micro(self, currency: str) -> int:
        """The cost of one unit in 10^-6 of the major unit of the firm's base currency, rounded."""
        return divided(self.value_minor * 10 ** (MICRO + MILLI - exponent(currency)), self.quantity)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the book was weighed. Up to `entry` all of it was seen; up to `ahead` it will be when all have ended that
    wrote before ahead_tx. declared: the warehouses whose figures an outside master declares, for they have no cost.
    """

    entry: int = 0
    ahead: int = 0
    ahead_tx: int = 0
    declared: str = ""


class Held(NamedTuple):
    """A locked balance: its row, and what it says; row 0 for an account that keeps none."""

    row: int
    quantity: int
    value_minor: int


@dataclass(frozen=True, slots=True)
class Hold:
    """All accounts and balances that a piece of work may touch, locked until the transaction ends."""

    accounts: Mapping[Account, int]
    balances: Mapping[Key, Held]

    def __or__(self, other: Hold) -> Hold:
        """Both together."""
        return Hold({**self.accounts, **other.accounts}, {**self.balances, **other.balances})


@dataclass(frozen=True, slots=True)
class Short:
    """A guarded account that has less than was asked, in thousandths."""

    account: Account
    variant: int
    asked: int
    free: int


class Overdrawn(Refused):
    """Guarded accounts would fall below zero; `short` names every one of them."""

    code = "overdrawn"
    says = gettext_noop("The book does not hold that much: %(accounts)s.")
    remedy = gettext_noop("Correct the stock first, or take less.")

    def __init__(self, short: Sequence[Short] = (), **facts: Any) -> None:
        named = ", ".join(f"{s.account.code} {s.variant}: {s.asked} / {s.free}" for s in short)
        super().__init__(**({"accounts": named} | facts))
        self.short = tuple(short)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing verify found wrong: a code, what it is about, and what two books say of it.

    code: balance, balance_value, balance_missing; posting, promise; guard; and those of PROOFS and of KEPT_OF_THE_BOOK.
    account is the code of one.
    """

    code: str
    subject: str
    expected: int
    found: int
    document: str = ""
    posting: str = field(default="", compare=False)
    account: str = field(default="", compare=False)
    variant: int = field(default=0, compare=False)
    currency: str = field(default="", compare=False)
    place: int = field(default=0, compare=False)

    @property
    def sentence(self) -> str:
        """The finding on one line."""
        where = f" ({self.document})" if self.document else ""
        return f"{self.code}: {self.subject}{where}: expected {self.expected}, found {self.found}"


Proof = Callable[[Collection[str] | None], Iterable[Finding]]
"""What another room holds against the book: of some documents, or of all (None), what it says otherwise."""
PROOFS: dict[str, Proof] = {}


def prove(code: str, proof: Proof) -> None:
    """Enter a proof whose findings bear this code; called by the apps.py of the room that knows better."""
    PROOFS[code] = proof


@dataclass(frozen=True, slots=True)
class KeptOfTheBook:
    """What a higher room keeps of the book so as not to read it all: how it is proven, and how it is made anew.

    code is that of its findings, which the book is searched for at night. mend makes what is kept of some documents
    anew, or all of it (None), and answers how many were wrong.
    """

    code: str
    prove: Callable[[], Iterable[Finding]]
    mend: Callable[[Collection[str] | None], int]


KEPT_OF_THE_BOOK: list[KeptOfTheBook] = []


@dataclass(frozen=True, slots=True)
class MismatchView:
    """A finding that stands, and when it was seen first."""

    finding: Finding
    since: datetime


@dataclass(frozen=True, slots=True)
class CardLine:
    """One entry of a variant's ledger card, newest first in lists."""

    id: int
    at: datetime
    posting: str
    document: str
    memo: str
    origin: str
    actor: str
    account: Account
    quantity: int
    value_minor: int
    variant: int = 0


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A gapless series of numbers; firm 0 and year 0 stand for all of them."""

    firm: int
    kind: str
    year: int
    first: int
    last: int

    @property
    def is_used(self) -> bool:
        """Whether it has given a number; from then on nothing of it can be changed."""
        return self.last >= self.first

    @property
    def next(self) -> int:
        """The number that the next document gets."""
        return self.last + 1


class SeriesUsed(Refused):
    """To jump would leave a gap, to go back would give a number twice."""

    code = "series_used"
    says = gettext_noop("This series has given number %(last)s already, so it goes on with the next one.")
    remedy = gettext_noop("To begin elsewhere, begin another series: a shop with other letters before its numbers.")


class SeriesBeginsWrong(Refused):
    """Numbers are counted from one."""

    code = "series_begins_wrong"
    says = gettext_noop("A series begins with a number between 1 and %(most)s.")
    remedy = gettext_noop("Write such a number.")


@dataclass(frozen=True, slots=True)
class SeriesBegun(Event):
    """A series that had given no number will begin with this one; subject="series:0:order:W"."""

    year: int
    first: int


@dataclass(frozen=True, slots=True)
class BookDiffers(Event):
    """The watch over the book found something that does not add up, and had not found it before; the first of them."""

    count: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalancesRepaired(Event):
    """Balances that had drifted from their entries were written anew, on a person's request."""

    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuardsPutUp(Event):
    """Triggers that keep facts and entries from being changed were missing and stand again, on a person's request."""

    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostSettled(Event):
    """What left a firm in a month was worth more (or less) than was booked when it left; subject is the variant.

    value_minor went from the firm's own goods to the goods sold or lost, in minor units of its base currency.
    """

    firm: int
    month: str
    value_minor: int
