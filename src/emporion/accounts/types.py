"""Words of the staff's room: references, what a person holds, facts, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused

from .rights import OWNER, RIGHTS, ROLES, Right, Role

__all__ = [
    "OWNER", "RIGHTS", "ROLES", "GrantView", "GrantWithdrawn", "Granted", "HasJoined", "HashedPassword", "Held",
    "InvitationTakenBack", "Invited", "LastOwner", "NoSuchGrant", "NoSuchStaff", "OwnerKeeps", "PasswordChanged",
    "Reach", "Right", "Role", "RoleChanged", "RoleDescribed", "RoleHeld", "RoleIsOfTheHouse", "RoleMade",
    "RoleRemoved", "RoleRights", "RoleUnnamed", "Seeing", "SeeingBegan", "SeeingEnded", "SessionView", "SignedOut",
    "StaffAdded", "StaffChanged", "StaffDeactivated", "StaffKnown", "StaffReactivated", "StaffRef", "StaffView",
    "UnknownRight", "UnknownRole", "WeakPassword", "WrongEmail", "WrongTimeZone",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffRef:
    """A member of the staff, as commands answer."""

    id: int

    @property
    def subject(self) -> str:
        """The word in the journal; also the actor of what this person does."""
        return f"staff:{self.id}"


@dataclass(frozen=True, slots=True)
class HashedPassword:
    """A password that passed the rules and is one-way already: hashing takes long, so it precedes the transaction.

    Made by `queries.checked_password`.
    """

    hash: str

    def __repr__(self) -> str:
        return "HashedPassword(…)"


@dataclass(frozen=True, slots=True)
class Held:
    """One right held within a firm, a shop, a warehouse; None stands for all of them."""

    right: str
    firm: int | None = None
    shop: int | None = None
    warehouse: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a right goes, to filter a list by: None stands for all, an empty set for none."""

    firms: frozenset[int] | None
    shops: frozenset[int] | None
    warehouses: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Seeing:
    """As whom somebody looks at the house: a role, within a place or everywhere, or a person with all their roles."""

    role: str = ""
    person: int | None = None
    firm: int | None = None
    shop: int | None = None
    warehouse: int | None = None


@dataclass(frozen=True, slots=True)
class GrantView:
    """A role of a person as the staff page shows it."""

    id: int
    role: str
    firm: int | None
    shop: int | None
    warehouse: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of the staff as pages show them."""

    id: int
    email: str
    name: str
    language: str
    time_zone: str
    is_active: bool
    signs_in_with_password: bool
    last_login: datetime | None
    grants: tuple[GrantView, ...]
    invited_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser in which somebody is signed in; mark names it on pages, device is what the browser says of itself."""

    mark: str
    device: str
    address: str
    began_at: datetime | None
    seen_at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class RoleRights:
    """What is to change of one role: rights it gets and rights it loses; what it has already is passed over."""

    role: str
    give: tuple[str, ...] = ()
    take: tuple[str, ...] = ()


class UnknownRole(Refused):
    """Not a role of the table."""

    code = "unknown_role"
    says = gettext_noop("There is no role “%(role)s”.")
    remedy = gettext_noop("Choose one of: %(roles)s.")


class UnknownRight(Refused):
    """Not a right of the table: a slip of the pen in a page, never an answer no."""

    code = "unknown_right"
    says = gettext_noop("There is no right “%(right)s”.")
    remedy = gettext_noop("Send the diagnosis of the house to whoever helps you; this should not happen.")


class OwnerKeeps(Refused):
    """The owner's role loses nothing."""

    code = "owner_keeps"
    says = gettext_noop("An owner keeps every right: one that nobody holds could never be given again.")
    remedy = gettext_noop("Copy the role and take the right from the copy.")


class RoleUnnamed(Refused):
    """A role of one's own needs a name that no other role has."""

    code = "role_unnamed"
    says = gettext_noop("A role needs a name that no other role has.")
    remedy = gettext_noop("Write another name.")


class RoleIsOfTheHouse(Refused):
    """Roles of the table are changed and brought back, not renamed or removed."""

    code = "role_is_of_the_house"
    says = gettext_noop("This role comes with Emporion: its rights can be changed, its name stays.")
    remedy = gettext_noop("Copy it and name the copy as you like.")


class RoleHeld(Refused):
    """Somebody holds the role."""

    code = "role_held"
    says = gettext_noop("People who hold this role: %(people)s.")
    remedy = gettext_noop("Give them another role first.")


class StaffKnown(Refused):
    """The e-mail already signs somebody in."""

    code = "staff_known"
    says = gettext_noop("Somebody already signs in with this e-mail.")
    remedy = gettext_noop("Give that person a further role, or use another e-mail.")


class NoSuchStaff(Refused):
    """No such member of the staff."""

    code = "no_such_staff"
    says = gettext_noop("There is no member of the staff with the number %(staff)s.")
    remedy = gettext_noop("Open its list anew and choose again.")


class NoSuchGrant(Refused):
    """The person does not hold this role in this scope."""

    code = "no_such_grant"
    says = gettext_noop("This person does not hold the role %(role)s there.")
    remedy = gettext_noop("Open its list anew and choose again.")


class HasJoined(Refused):
    """The invitation was used."""

    code = "has_joined"
    says = gettext_noop("This person has set a password already: there is no invitation to take back.")
    remedy = gettext_noop("Deactivate them if they shall no longer sign in.")


class LastOwner(Refused):
    """Without an owner of everything nobody could ever give a right again."""

    code = "last_owner"
    says = gettext_noop("This is the only active owner of the whole house.")
    remedy = gettext_noop("Make somebody else an owner first.")


class WeakPassword(Refused):
    """The password does not keep the rules of this installation."""

    code = "weak_password"
    says = gettext_noop("The password is too weak: %(reasons)s")
    remedy = gettext_noop("Take a longer one, such as four words that do not belong together.")


class WrongEmail(Refused):
    """Not an e-mail address."""

    code = "wrong_email"
    says = gettext_noop("This is not an e-mail address.")
    remedy = gettext_noop("Write it like name@shop.example.")


class WrongTimeZone(Refused):
    """Not a zone of the IANA list."""

    code = "wrong_time_zone"
    says = gettext_noop("“%(time_zone)s” is not a time zone, such as Europe/Athens.")
    remedy = gettext_noop("Choose one of the list.")


@dataclass(frozen=True, slots=True)
class StaffAdded(Event):
    """A person joined the staff; who it is stands in the table, never here."""


@dataclass(frozen=True, slots=True)
class StaffChanged(Event):
    """Some fields of a person changed."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """A person has another password; all their other sessions ended."""


@dataclass(frozen=True, slots=True)
class Granted(Event):
    """A person got a role; a scope of None is everywhere."""

    role: str
    firm: int | None
    shop: int | None
    warehouse: int | None


@dataclass(frozen=True, slots=True)
class GrantWithdrawn(Event):
    """A person lost a role."""

    role: str
    firm: int | None
    shop: int | None
    warehouse: int | None


@dataclass(frozen=True, slots=True)
class RoleChanged(Event):
    """A role holds other rights from now on; whoever holds the role may more or less at once."""

    given: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleMade(Event):
    """The house made a role of its own, like another one."""

    title: str
    like: str


@dataclass(frozen=True, slots=True)
class RoleDescribed(Event):
    """A role of one's own has another name or description."""

    title: str
    was: str


@dataclass(frozen=True, slots=True)
class RoleRemoved(Event):
    """A role of one's own that nobody held is gone."""

    title: str


@dataclass(frozen=True, slots=True)
class SeeingBegan(Event):
    """Somebody looks at the house as a role or as a colleague would; they change nothing meanwhile."""

    role: str
    person: int | None
    firm: int | None
    shop: int | None
    warehouse: int | None


@dataclass(frozen=True, slots=True)
class SeeingEnded(Event):
    """Somebody sees the house with their own eyes again."""


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    """Sessions of a person were ended, by themselves or by who manages the staff."""

    sessions: int


@dataclass(frozen=True, slots=True)
class Invited(Event):
    """A person got a link behind which they set their password; earlier links are void.

    address: of the house, where a letter is to bring the link; empty where no letter was asked for.
    """

    until: datetime
    address: str = ""


@dataclass(frozen=True, slots=True)
class CodesGuessed(Event):
    """Too many wrong one-time codes in a day: whoever types them knows the person's password; subject="staff:7"."""


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """The mail server took a letter of the sign-in; letter: invitation or password; subject="staff:7"."""

    letter: str


@dataclass(frozen=True, slots=True)
class LetterNotTaken(Event):
    """The mail server did not take one; reply: its number, 0 when it did not answer. It may be tried again."""

    letter: str
    reply: int
    is_final: bool


@dataclass(frozen=True, slots=True)
class InvitationTakenBack(Event):
    """The link of a person who has not joined yet is void."""


@dataclass(frozen=True, slots=True)
class StaffDeactivated(Event):
    """A person may not sign in any more; their name stays for what they did."""


@dataclass(frozen=True, slots=True)
class StaffReactivated(Event):
    """A person may sign in again."""
