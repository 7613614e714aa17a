"""Words of the room of people and firms: cards, references, facts, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.translation import gettext, gettext_noop

from emporion.journal.types import Event, FieldChange
from emporion.kernel.errors import Refused

Kind = Literal["person", "company"]
# The regimes that tax tables know: general charges VAT, simplified charges none, the last two are Russia's since 2025.
REGIMES = ("general", "simplified", "simplified_5", "simplified_7")


@dataclass(frozen=True, slots=True)
class TaxId:
    """A number of an authority; country is ISO 3166 alpha-2, kind one of inn, cui, afm, idno, bin, vat, or ""."""

    country: str
    number: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AddressCard:
    """An address as somebody gave it: in parts, as one text, or both."""

    text: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A person or firm as a shop, a caller or a form names them.

    country is the selling firm's: a phone written without a country code is read as one of there.
    """

    name: str = ""
    kind: Kind = "person"
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tax_ids: tuple[TaxId, ...] = ()
    addresses: tuple[AddressCard, ...] = ()
    language: str = ""
    note: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PartyRef:
    """A party, as commands answer; addresses are the ids of the card's addresses, in its order."""

    id: int
    added: bool = False
    addresses: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        """The word in the journal."""
        return f"party:{self.id}"


@dataclass(frozen=True, slots=True)
class FirmRef:
    """A legal entity of ours, as commands answer."""

    id: int

    @property
    def subject(self) -> str:
        """The word in the journal."""
        return f"firm:{self.id}"


@dataclass(frozen=True, slots=True)
class HandleView:
    """A phone, e-mail or tax id on a page; unchecked ones are shown as they were written."""

    kind: str
    scheme: str
    value: str
    raw: str
    checked: bool
    identity: bool

    @property
    def shown(self) -> str:
        """For a person: the normalised value where there is one, else what was written."""
        return self.value if self.checked else self.raw


@dataclass(frozen=True, slots=True)
class AddressView:
    """An address on a page; `text` is the whole in one line."""

    id: int
    text: str
    country: str
    region: str
    city: str
    street: str
    house: str
    flat: str
    postcode: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent with its life."""

    purpose: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in a list, with the handle of each kind to show first."""

    id: int
    kind: str
    name: str
    phone: str
    email: str
    tax_id: str
    added_at: datetime
    erased: bool

    @property
    def shown_name(self) -> str:
        """The name, or the best word there is in its place."""
        if self.erased:
            return gettext("Erased person %(number)s") % {"number": self.id}
        return self.name or self.phone or self.email or gettext("Customer %(number)s") % {"number": self.id}


@dataclass(frozen=True, slots=True)
class PartyView:
    """Everything that stands about a party, those merged into it included. asked is the id that the page asked for."""

    id: int
    asked: int
    kind: str
    name: str
    language: str
    note: str
    added_at: datetime
    erased_at: datetime | None
    handles: tuple[HandleView, ...]
    addresses: tuple[AddressView, ...]
    consents: tuple[ConsentView, ...]
    merged: tuple[int, ...]

    @property
    def phones(self) -> tuple[str, ...]:
        """Phones to call, the oldest first."""
        return tuple(handle.shown for handle in self.handles if handle.kind == "phone")

    @property
    def emails(self) -> tuple[str, ...]:
        """Addresses to write to, the oldest first."""
        return tuple(handle.shown for handle in self.handles if handle.kind == "email")

    @property
    def tax_ids(self) -> tuple[HandleView, ...]:
        """Numbers of authorities, with country and kind in the scheme and a mark for the unchecked."""
        return tuple(handle for handle in self.handles if handle.kind == "tax")


@dataclass(frozen=True, slots=True)
class DoubleView:
    """Two customers who may be one: how sure it is (POSSIBLE, LIKELY, CERTAIN) and why, by the codes of `likeness`."""

    id: int
    one: PartyRow
    other: PartyRow
    sureness: int
    reasons: tuple[str, ...]
    apart_at: datetime | None


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge that can be undone; name is the merged one's own.

    at and actor are unknown of one made before these were kept. gives_back: fields that return to what they were;
    stays: fields taken over that have changed since.
    """

    party: int
    name: str
    into: int
    at: datetime | None
    actor: str
    gives_back: Mapping[str, tuple[str, str]]
    stays: Mapping[str, tuple[str, str]]

    @property
    def shown_name(self) -> str:
        """The name that the merged one had, or its number."""
        return self.name or gettext("Customer %(number)s") % {"number": self.party}


@dataclass(frozen=True, slots=True)
class PartyPage:
    """A part of the list; where `more` follow, the next call takes `next` as its `before`."""

    rows: tuple[PartyRow, ...]
    more: bool
    next: int | None


@dataclass(frozen=True, slots=True)
class PastValue:
    """One change of a personal value, decrypted; None is "there was none"."""

    id: int
    at: datetime
    actor: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class FirmView:
    """A firm of ours with the regime of the asked day; regime is empty before the first one was set."""

    id: int
    name: str
    legal_name: str
    country: str
    base_currency: str
    regime: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class RegimeView:
    """A regime and its first day."""

    regime: str
    since: date


@dataclass(frozen=True, slots=True)
class FirmTaxIdView:
    """A tax id of ours; unchecked ones show a warning."""

    country: str
    kind: str
    number: str
    checked: bool


class NoSuchParty(Refused):
    """No such person or firm."""

    code = "no_such_party"
    says = gettext_noop("There is no customer with the number %(party)s.")
    remedy = gettext_noop("Open its list anew and choose again.")


class PartyIsErased(Refused):
    """The person asked to be forgotten."""

    code = "party_is_erased"
    says = gettext_noop("This person was erased and cannot be changed any more.")
    remedy = gettext_noop("If they buy again, they are added anew.")


class AlreadyKnown(Refused):
    """Somebody with this phone, e-mail or tax id stands already."""

    code = "already_known"
    says = gettext_noop("Customer %(party)s already has this %(by)s.")
    remedy = gettext_noop("Open that customer, or add this one all the same and merge them later.")

    def shown(self) -> Mapping[str, Any]:
        """The kind of handle in the reader's language."""
        kind = BY[self.facts["by"]]
        return {**self.facts, "by": gettext(kind)}


class NothingToSay(Refused):
    """A card without a name and without any handle is nobody."""

    code = "nothing_to_say"
    says = gettext_noop("A customer needs a name, a phone, an e-mail or a tax number.")
    remedy = gettext_noop("Fill in one of them.")


class MergedWithItself(Refused):
    """Both numbers already stand for the same customer."""

    code = "merged_with_itself"
    says = gettext_noop("Customers %(party)s and %(into)s are the same customer already.")
    remedy = gettext_noop("Choose two different customers.")


class AlreadyMerged(Refused):
    """The customer stands in another one already."""

    code = "already_merged"
    says = gettext_noop("Customer %(party)s is already merged into %(into)s.")
    remedy = gettext_noop("Merge %(into)s instead, or undo that merge first.")


class CannotTakeOver(Refused):
    """A field that a merge cannot take over."""

    code = "cannot_take_over"
    says = gettext_noop("“%(field)s” is no value that one customer can take over from another.")
    remedy = gettext_noop("Choose among: %(fields)s.")


class NotMerged(Refused):
    """There is no merge to undo."""

    code = "not_merged"
    says = gettext_noop("Customer %(party)s is not merged into another.")
    remedy = gettext_noop("Open the customer: the page shows who was merged into it.")


class NoSuchFirm(Refused):
    """No such legal entity of ours."""

    code = "no_such_firm"
    says = gettext_noop("There is no own firm with the number %(firm)s.")
    remedy = gettext_noop("Add the firm in the settings first.")


class FirmKnown(Refused):
    """Two firms with one name could not be told apart."""

    code = "firm_known"
    says = gettext_noop("An own firm with the name “%(name)s” stands already.")
    remedy = gettext_noop("Open that firm, or write another name.")


class UnknownCountry(Refused):
    """Not a code of ISO 3166."""

    code = "unknown_country"
    says = gettext_noop("%(country)s is not a country code of ISO 3166, such as MD or RU.")
    remedy = gettext_noop("Write the two letters of the country.")


class UnknownRegime(Refused):
    """Not a tax regime of the table."""

    code = "unknown_regime"
    says = gettext_noop("There is no tax regime “%(regime)s”.")
    remedy = gettext_noop("Choose one of: %(regimes)s.")


class NameMissing(Refused):
    """A firm without a name cannot stand on a document."""

    code = "firm_name_missing"
    says = gettext_noop("An own firm needs a name.")
    remedy = gettext_noop("Write one.")


BY = {"tax": gettext_noop("tax number"), "phone": gettext_noop("phone"), "email": gettext_noop("e-mail")}


@dataclass(frozen=True, slots=True)
class PartyAdded(Event):
    """A person or firm is known from now on; who it is stands in the table, never here."""

    kind: str


@dataclass(frozen=True, slots=True)
class PartyChanged(Event):
    """Some fields changed; their values stand encrypted in the person's history."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PossibleDuplicate(Event):
    """A card fitted two parties, by different handles; the stronger was taken, a person should look."""

    other: int
    by: str


@dataclass(frozen=True, slots=True)
class PartyMerged(Event):
    """The subject stands for itself no more: another party does, and took over these fields of it."""

    into: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyUnmerged(Event):
    """The subject stands for itself again. left: fields that were taken over and have changed since, so they stay."""

    out_of: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldApart(Event):
    """Somebody looked: the subject and another party are two, whatever they have in common."""

    other: int


@dataclass(frozen=True, slots=True)
class PartyErased(Event):
    """Everything personal about the subject is gone, its history unreadable."""


@dataclass(frozen=True, slots=True)
class ConsentGiven(Event):
    """A person agreed to a purpose, such as "newsletter"."""

    purpose: str


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(Event):
    """A person agrees no more."""

    purpose: str


@dataclass(frozen=True, slots=True)
class FirmAdded(Event):
    """A legal entity of ours began."""

    country: str
    base_currency: str


@dataclass(frozen=True, slots=True)
class FirmChanged(Event):
    """Some fields of a firm of ours changed; names and numbers of a sole trader are a person's and not repeated."""

    fields: tuple[str, ...]
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RegimeSet(Event):
    """From a day on a firm of ours works under a regime."""

    regime: str
    since: date
