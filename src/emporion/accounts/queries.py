"""What anybody may ask about the staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import JSONField, Model, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop as noop

from emporion.journal.queries import timeline
from emporion.journal.types import FactView, kind_of

from .letters import sends_letters as sends_letters
from .models import (
    Grant,
    KeptRole,
    OpenSession,
    Staff,  # a page tells a member of the staff from a visitor by the class
)
from .rights import changed
from .types import (
    RIGHTS,
    ROLES,
    GrantView,
    HashedPassword,
    Held,
    Invited,
    LetterNotTaken,
    LetterSent,
    NoSuchStaff,
    Reach,
    Role,
    Seeing,
    SessionView,
    StaffView,
    UnknownRight,
    WeakPassword,
)

Asker: TypeAlias = Staff | AnonymousUser
M = TypeVar("M", bound=Model)

SEEING = "seeing"  # in a session: as whom its person looks at the house

LOOKED_BACK = 20  # facts; letters of new passwords may stand between
# How an actor of the journal is named to a person, by the word before the colon.
ACTORS = {
    "staff": noop("Former member of the staff"),
    "channel": noop("Connection %(name)s"),
    "reaction": noop("Automatic"),
    "rule": noop("Rule %(name)s"),
    "schedule": noop("Schedule %(name)s"),
    "task": noop("Background task %(name)s"),
    "demo": noop("Demonstration"),
    "cli": noop("Command line"),
    "system": noop("Emporion"),
}


def may(
    staff: Asker, right: str, *, firm: int | None = None, shop: int | None = None, warehouse: int | None = None
) -> bool:
    """Whether a person may, there. What is left out must be allowed everywhere: a forgotten scope never says yes."""
    _known(right)
    return any(
        held.right == right
        and held.firm in (None, firm)
        and held.shop in (None, shop)
        and held.warehouse in (None, warehouse)
        for held in rights_of(staff)
    )


def may_somewhere(staff: Asker, right: str) -> bool:
    """Whether a person holds a right anywhere at all: for menus, and for lists that `reach` then narrows."""
    _known(right)
    return any(held.right == right for held in rights_of(staff))


def reach(staff: Asker, right: str) -> Reach:
    """The firms, shops and warehouses that a right covers, each taken by itself."""
    _known(right)
    held = [one for one in rights_of(staff) if one.right == right]
    return Reach(
        firms=_covered([one.firm for one in held]),
        shops=_covered([one.shop for one in held]),
        warehouses=_covered([one.warehouse for one in held]),
    )


def rights_of(staff: Asker) -> frozenset[Held]:
    """All that a person holds; one query, remembered on the object, which lives as long as its request."""
    if not (staff.is_authenticated and staff.is_active):
        return frozenset()
    known: frozenset[Held] | None = staff.__dict__.get("rights_held")
    if known is None:
        known = frozenset(
            Held(right, grant.firm, grant.shop, grant.warehouse)
            for grant in _grants_with_roles().filter(staff_id=staff.pk)
            for right in _rights_now(grant.role, grant.base, grant.changes)
        )
        staff.__dict__["rights_held"] = known
    return known


def look_as(staff: Asker, seeing: Seeing) -> None:
    """Let a person of this request hold exactly what a role or a colleague holds; one or two queries.

    It only looks: who asks has to see to it that nothing is changed meanwhile.
    """
    if seeing.person is not None:
        held = rights_of(Staff.objects.get(pk=seeing.person))
    else:
        role = roles().get(seeing.role)
        rights = role.rights if role else frozenset()
        held = frozenset(Held(right, seeing.firm, seeing.shop, seeing.warehouse) for right in rights)
    staff.__dict__["rights_held"] = held
    staff.__dict__["looks_as"] = seeing.person


def whose_eyes(staff: Asker) -> int:
    """Whose own things are meant when a page says "mine": one's own, or those of the colleague one looks as."""
    return staff.__dict__.get("looks_as") or staff.pk or 0


def staff_number(actor: str) -> int | None:
    """The number of the person behind an actor of the journal; None for a program, a rule, a schedule."""
    kind, _colon, number = actor.partition(":")
    return int(number) if kind == "staff" and number.isdecimal() else None


def holders_of(right: str, *, active_only: bool = True, everywhere: bool = False) -> dict[int, str]:
    """Who holds a right anywhere, by number and name, in the order of their names; one query.

    everywhere: only who holds it in the whole house.
    """
    _known(right)
    grants = _grants_with_roles().select_related("staff").order_by("staff__name", "staff_id")
    if everywhere:
        grants = grants.filter(firm=None, shop=None, warehouse=None)
    found = grants.filter(staff__is_active=True) if active_only else grants
    return {
        one.staff_id: one.staff.name or one.staff.email
        for one in found
        if right in _rights_now(one.role, one.base, one.changes)
    }


def with_staff_name(rows: QuerySet[M], field: str, called: str) -> QuerySet[M]:
    """Rows with the name of the person whose number stands in a field, as an attribute; for lists that show many."""
    name = Staff.objects.filter(pk=OuterRef(field)).values("name")[:1]
    named: QuerySet[M] = rows.annotate(**{called: Subquery(name)})
    return named


def _grants_with_roles() -> Any:
    """Grants, each with what this house made of its role, in the same query."""
    kept = KeptRole.objects.filter(code=OuterRef("role"))
    return Grant.objects.annotate(
        base=Subquery(kept.values("base")[:1]),
        changes=Subquery(kept.values("changes")[:1], output_field=JSONField()),
    )


def _rights_now(code: str, base: str | None, changes: Mapping[str, bool] | None) -> frozenset[str]:
    usual = ROLES.get(base or code)
    return changed(usual.rights, changes or {}) if usual else frozenset()


def roles() -> dict[str, Role]:
    """All roles as they stand now by their codes, first those of the table, then the house's own; one query."""
    kept = {one.code: one for one in KeptRole.objects.order_by("title", "pk")}
    stock = {code: Role(code, _rights_now(code, "", kept[code].changes if code in kept else None)) for code in ROLES}
    own = {
        one.code: Role(one.code, _rights_now(one.code, one.base, one.changes), one.base, one.title, one.about)
        for one in kept.values()
        if one.base in ROLES
    }
    return stock | own


def holders() -> dict[str, int]:
    """How many active people hold each role, wherever it holds; roles that nobody holds are left out."""
    held = Grant.objects.filter(staff__is_active=True).values_list("role", "staff_id").distinct()
    return dict(Counter(role for role, _staff in held))


def is_held(role: str) -> bool:
    """Whether anybody holds a role, also somebody who left and may come back."""
    return Grant.objects.filter(role=role).exists()


def may_give(staff: Asker, role: Role) -> bool:
    """Whether a person may give a role away: nobody gives a right that they do not hold everywhere themselves."""
    return all(may(staff, right) for right in role.rights)


def _known(right: str) -> None:
    if right not in RIGHTS:
        raise UnknownRight(right=right)


def _covered(named: list[int | None]) -> frozenset[int] | None:
    return None if None in named else frozenset(one for one in named if one is not None)


def staff_name(actor: str) -> str:
    """Who an actor of the journal is, for a person to read."""
    return staff_names([actor])[actor]


def staff_names(actors: Iterable[str]) -> dict[str, str]:
    """Who many actors are, in one query however many: names of people, readable words for channels, rules and tasks."""
    wanted = set(actors)
    ids = {pk for actor in wanted if (pk := staff_number(actor)) is not None}
    names = dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    people = {f"staff:{pk}": name for pk, name in names.items()}
    return {actor: people.get(actor) or _readable(actor) for actor in wanted}


def _readable(actor: str) -> str:
    kind, _, name = actor.partition(":")
    return gettext(ACTORS[kind]) % {"name": name} if kind in ACTORS else actor


def staff_list(*, active_only: bool = False) -> list[StaffView]:
    """Everybody by name, with their roles; two queries."""
    found = Staff.objects.prefetch_related("grants").order_by("-is_active", "name", "pk")
    return [_view(person) for person in (found.filter(is_active=True) if active_only else found)]


def listed_staff() -> QuerySet[Staff]:
    """Everybody for a list, those who left too; what the list shows of them is asked of `staff_views`."""
    return Staff.objects.all()


def staff_views(people: Iterable[Staff]) -> list[StaffView]:
    """Some people as pages show them, in the order given; one query for their roles."""
    found = list(people)
    prefetch_related_objects(found, "grants")
    return [_view(person) for person in found]


def staff_holding(codes: Iterable[str]) -> QuerySet[Grant]:
    """Who holds any of some roles, as rows with `staff`, to narrow a list by."""
    return Grant.objects.filter(role__in=list(codes))


def staff_named(text: str) -> list[int]:
    """Whose name or address holds a text, in whatever case and script; a house has hundreds of people, not more."""
    wanted = text.casefold()
    found = Staff.objects.values_list("pk", "name", "email")
    return [pk for pk, name, email in found if wanted in f"{name}\n{email}".casefold()]


def staff_card(staff: int) -> StaffView:
    """One member of the staff with their roles."""
    person = Staff.objects.prefetch_related("grants").filter(pk=staff).first()
    if person is None:
        raise NoSuchStaff(staff=staff)
    return _view(person)


def staff_by_email(email: str) -> StaffView | None:
    """The person who signs in with this e-mail."""
    person = Staff.objects.prefetch_related("grants").filter(email=email.strip().casefold()).first()
    return _view(person) if person else None


def _view(person: Staff) -> StaffView:
    grants = tuple(
        GrantView(one.pk, one.role, one.firm, one.shop, one.warehouse, one.since)
        for one in sorted(person.grants.all(), key=lambda grant: grant.pk)
    )
    return StaffView(
        person.pk, person.email, person.name, person.language, person.time_zone, person.is_active,
        person.has_usable_password(), person.last_login, grants, person.invited_until,
    )  # fmt: skip


def sessions_of(staff: int, current: str | None = None) -> list[SessionView]:
    """Where a person is signed in, the newest first; current: the key of the browser that asks."""
    found = OpenSession.objects.filter(staff=staff, expire_date__gt=timezone.now()).order_by("-seen_at", "session_key")
    return [
        SessionView(
            mark_of(row.session_key), row.device, row.address, row.began_at, row.seen_at, row.session_key == current
        )
        for row in found
    ]


def mark_of(session_key: str) -> str:
    """How a page names a session: who reads the page cannot take the session over."""
    return salted_hmac("emporion.accounts.sessions", session_key, algorithm="sha256").hexdigest()[:24]


def checked_password(password: str, *, email: str = "", name: str = "") -> HashedPassword:
    """A password ready for a command; refuses one that is short, common, or like the person's own e-mail or name."""
    try:
        validate_password(password, Staff(email=email, name=name))
    except ValidationError as error:
        raise WeakPassword(reasons=" ".join(error.messages)) from None
    return HashedPassword(make_password(password))


def invitation_path(staff: int) -> str:
    """The address where a person sets their own password; good once and for PASSWORD_RESET_TIMEOUT (3 days).

    Shown to who invited them, for a house may have no way to send e-mail yet.
    """
    person = Staff.objects.filter(pk=staff, is_active=True).first()
    if person is None:
        raise NoSuchStaff(staff=staff)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})


def last_letter(staff: int) -> FactView | None:
    """What became of the newest invitation's letter: LetterSent or LetterNotTaken; Invited while it is on its way."""
    kinds = [kind_of(one) for one in (Invited, LetterSent, LetterNotTaken)]
    found = timeline([f"staff:{staff}"], limit=LOOKED_BACK, kinds=kinds)
    return next((one for one in found if getattr(one.event, "letter", "invitation") == "invitation"), None)


def is_owned() -> bool:
    """Whether somebody active owns the whole house; until then the set-up waits for its first owner."""
    return Grant.objects.filter(role="owner", firm=None, shop=None, warehouse=None, staff__is_active=True).exists()
