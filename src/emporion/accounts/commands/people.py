"""People of the staff: joining, leaving, roles given and taken."""

from __future__ import annotations

import functools
from datetime import timedelta
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..letters import sends_letters
from ..models import Grant, KeptRole, OpenSession, Remembered, Staff
from ..types import (
    ROLES,
    Granted,
    GrantWithdrawn,
    HashedPassword,
    HasJoined,
    InvitationTakenBack,
    Invited,
    LastOwner,
    NoSuchGrant,
    NoSuchStaff,
    PasswordChanged,
    StaffAdded,
    StaffChanged,
    StaffDeactivated,
    StaffKnown,
    StaffReactivated,
    StaffRef,
    UnknownRole,
    WrongEmail,
    WrongTimeZone,
)


@command
def add_staff(
    work: Work,
    *,
    email: str,
    name: str,
    password: HashedPassword | None = None,
    role: str = "",
    language: str = "",
    time_zone: str = "UTC",
    is_staff: bool = False,
) -> StaffRef:
    """A person joins; without a password they are invited and set it themselves (`queries.invitation_path`).

    Refuses an e-mail that signs somebody in already. A role, when named, is granted everywhere.
    """
    person = Staff(
        email=_address(email),
        name=name.strip(),
        password=password.hash if password else make_password(None),
        language=language,
        time_zone=_zone(time_zone),
        is_staff=is_staff,
        joined_at=work.now,
    )
    if Staff.objects.filter(email=person.email).exists():
        raise StaffKnown()
    person.save(force_insert=True)
    work.tell(StaffAdded(person.actor))
    if role:
        grant(work=work, staff=person.pk, role=role)
    return StaffRef(person.pk)


@command
def change_staff(
    work: Work,
    *,
    staff: int,
    name: str | None = None,
    email: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    is_staff: bool | None = None,
) -> None:
    """Change what is named and leave the rest; a change to the same value tells nothing."""
    person = _locked(staff)
    wanted = {
        "name": name if name is None else name.strip(),
        "email": email if email is None else _address(email),
        "language": language,
        "time_zone": time_zone if time_zone is None else _zone(time_zone),
        "is_staff": is_staff,
    }
    changed = {field: to for field, to in wanted.items() if to is not None and getattr(person, field) != to}
    if "email" in changed and Staff.objects.filter(email=changed["email"]).exists():
        raise StaffKnown()
    if changed:
        Staff.objects.filter(pk=staff).update(**changed)
        if "email" in changed:  # sign-in also looks here, where the old address must not live on
            EmailAddress.objects.filter(user_id=staff).delete()
        work.tell(StaffChanged(person.actor, tuple(sorted(changed))))


@command
def invite(work: Work, *, staff: int, address: str = "") -> None:
    """Open the door for a link behind which the person sets a password; links that were made before are void.

    Who has a password keeps it until they set another. address: of the house, such as https://shop.example; when it is
    named and a mail server is set up, a letter brings the link.
    """
    person = _locked(staff)
    until = work.now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    Staff.objects.filter(pk=staff).update(invited_until=until, password=_renewed(person))
    work.tell(Invited(person.actor, until, address if sends_letters() else ""))


@command
def take_back_invitation(work: Work, *, staff: int) -> None:
    """Make the link void; refused when the person has joined, taken back twice it tells nothing."""
    person = _locked(staff)
    if person.has_usable_password():
        raise HasJoined()
    if person.invited_until is not None:
        Staff.objects.filter(pk=staff).update(invited_until=None, password=_renewed(person))
        work.tell(InvitationTakenBack(person.actor))


def _renewed(person: Staff) -> str:
    """A link is made from the kept password, so another unusable one makes it void."""
    return person.password if person.has_usable_password() else make_password(None)


@command
def set_password(work: Work, *, staff: int, password: HashedPassword) -> None:
    """Give a person another password; whoever is signed in with the old one is signed out."""
    person = _locked(staff)
    Staff.objects.filter(pk=staff).update(password=password.hash)
    work.tell(PasswordChanged(person.actor))


@command
def grant(
    work: Work, *, staff: int, role: str, firm: int | None = None, shop: int | None = None, warehouse: int | None = None
) -> None:
    """Give a role, everywhere or within a firm, a shop, a warehouse; giving it twice changes nothing."""
    if role not in ROLES and not KeptRole.objects.filter(code=role).exists():
        raise UnknownRole(role=role, roles=", ".join(ROLES))
    person = _locked(staff)
    scope = {"firm": firm, "shop": shop, "warehouse": warehouse}
    if not Grant.objects.filter(staff=person, role=role, **scope).exists():
        Grant.objects.create(staff=person, role=role, since=work.now, **scope)
        work.tell(Granted(person.actor, role, firm, shop, warehouse))


@command
def withdraw(
    work: Work, *, staff: int, role: str, firm: int | None = None, shop: int | None = None, warehouse: int | None = None
) -> None:
    """Take a role back; refuses to leave the house without an owner."""
    person = _locked(staff)
    scope = {"firm": firm, "shop": shop, "warehouse": warehouse}
    gone, _ = Grant.objects.filter(staff=person, role=role, **scope).delete()
    if not gone:
        raise NoSuchGrant(role=role)
    if role == "owner":
        _must_have_an_owner()
    work.tell(GrantWithdrawn(person.actor, role, firm, shop, warehouse))


@command
def deactivate(work: Work, *, staff: int) -> None:
    """A person leaves: no sign-in, no rights; what they did keeps their name. Refuses the only owner."""
    person = _locked(staff)
    if not person.is_active:
        return
    owned = _owners().filter(staff=person).exists()
    Staff.objects.filter(pk=staff).update(is_active=False)
    if owned:
        _must_have_an_owner()
    work.tell(StaffDeactivated(person.actor))


@command
def reactivate(work: Work, *, staff: int) -> None:
    """A person comes back with the roles they had."""
    person = _locked(staff)
    if not person.is_active:
        Staff.objects.filter(pk=staff).update(is_active=True)
        work.tell(StaffReactivated(person.actor))


def _locked(staff: int) -> Staff:
    person = Staff.objects.select_for_update().filter(pk=staff).first()
    if person is None:
        raise NoSuchStaff(staff=staff)
    return person


def _owners() -> QuerySet[Grant]:
    return Grant.objects.filter(role="owner", firm=None, shop=None, warehouse=None, staff__is_active=True)


@command
def forget_what_is_over(work: Work) -> int:
    """Remove what the processes have to remember no longer, and sessions that are over; answers how much."""
    sessions = OpenSession.objects.filter(expire_date__lte=work.now).delete()[0]
    return Remembered.objects.filter(until__lte=work.now).delete()[0] + sessions


def _must_have_an_owner() -> None:
    """Owners are locked, so that two owners who take the role from each other at once do not both succeed."""
    if not _owners().select_for_update().exists():
        raise LastOwner()


def _address(email: str) -> str:
    address = email.strip().casefold()
    try:
        validate_email(address)
    except ValidationError:
        raise WrongEmail() from None
    return address


_zones = functools.cache(available_timezones)  # each call of it walks through hundreds of files


def _zone(name: str) -> str:
    if name not in _zones():
        raise WrongTimeZone(time_zone=name)
    return name
