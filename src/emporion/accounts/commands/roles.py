"""What each role may: given, taken, brought back to the usual; roles of the house's own."""

from __future__ import annotations

from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Grant, KeptRole
from ..queries import roles
from ..rights import OWNER, RIGHTS, ROLES, TITLES, Role
from ..types import (
    OwnerKeeps,
    RoleChanged,
    RoleDescribed,
    RoleHeld,
    RoleIsOfTheHouse,
    RoleMade,
    RoleRemoved,
    RoleRights,
    RoleUnnamed,
    UnknownRight,
    UnknownRole,
)

NAME, ABOUT = 60, 200


@command
def change_roles(work: Work, *, changes: Sequence[RoleRights]) -> int:
    """Give rights to roles and take rights from them; answers how many roles hold other rights now.

    Whoever holds such a role may more or less with their next click. Refuses to take anything
    from the owner.
    """
    return sum(_changed(work, asked) for asked in changes)


def _changed(work: Work, asked: RoleRights) -> bool:
    kept, role = _kept(asked.role)
    _must_exist([*asked.give, *asked.take])
    wanted = (role.rights | set(asked.give)) - set(asked.take)
    return _stands(work, kept, role, wanted)


def _stands(work: Work, kept: KeptRole, role: Role, wanted: frozenset[str]) -> bool:
    """Keep the difference to the usual, and tell the difference to what was."""
    if role.code == OWNER and wanted != role.usual:
        raise OwnerKeeps()
    if wanted == role.rights:
        return False
    kept.changes = {right: right in wanted for right in sorted(wanted ^ role.usual)}
    kept.save()
    given, taken = wanted - role.rights, role.rights - wanted
    work.tell(RoleChanged(f"role:{role.code}", tuple(sorted(given)), tuple(sorted(taken))))
    return True


@command
def restore_role(work: Work, *, role: str) -> None:
    """Back to the usual: what the table gives to this role, or to the one it grew out of."""
    kept, now = _kept(role)
    _stands(work, kept, now, now.usual)


@command
def copy_role(work: Work, *, like: str, title: str, about: str = "") -> str:
    """A role of one's own that begins with the rights of another one; answers its code."""
    _kept_like, model = _kept(like)
    kept = KeptRole.objects.create(
        code=f"new:{work.now:%H%M%S%f}",
        base=model.base or model.code,
        title=_free_name(title),
        about=about.strip()[:ABOUT] or model.about[:ABOUT],
        changes={right: right in model.rights for right in sorted(model.rights ^ model.usual)},
    )
    kept.code = f"own-{kept.pk}"
    kept.save()
    work.tell(RoleMade(f"role:{kept.code}", kept.title, like))
    return kept.code


@command
def describe_role(work: Work, *, role: str, title: str, about: str) -> None:
    """Name and describe a role of one's own; the same words again tell nothing."""
    kept = _own(role)
    was, name = kept.title, _free_name(title, besides=kept.pk)
    if (was, kept.about) != (name, about.strip()[:ABOUT]):
        kept.title, kept.about = name, about.strip()[:ABOUT]
        kept.save()
        work.tell(RoleDescribed(f"role:{role}", name, was))


@command
def remove_role(work: Work, *, role: str) -> None:
    """Remove a role of one's own. Refused while anybody holds it, also somebody who left: they may come back."""
    kept = _own(role)
    if people := Grant.objects.filter(role=role).values("staff_id").distinct().count():
        raise RoleHeld(people=people)
    kept.delete()
    work.tell(RoleRemoved(f"role:{role}", kept.title))


def _kept(code: str) -> tuple[KeptRole, Role]:
    """The row of a role, made when it has none yet and locked, and the role as it stands."""
    if code in ROLES:
        KeptRole.objects.bulk_create([KeptRole(code=code)], ignore_conflicts=True)
    kept = KeptRole.objects.select_for_update().filter(code=code).first()
    role = roles().get(code)
    if kept is None or role is None:
        raise UnknownRole(role=code, roles=", ".join(ROLES))
    return kept, role


def _own(code: str) -> KeptRole:
    kept, role = _kept(code)
    if not role.is_own:
        raise RoleIsOfTheHouse()
    return kept


def _must_exist(rights: Sequence[str]) -> None:
    for right in rights:
        if right not in RIGHTS:
            raise UnknownRight(right=right)


def _free_name(title: str, besides: int = 0) -> str:
    name = " ".join(title.split())[:NAME]
    taken = {one.casefold() for one in KeptRole.objects.exclude(pk=besides).values_list("title", flat=True)}
    if not name or name.casefold() in taken | {one.casefold() for one in TITLES.values()}:
        raise RoleUnnamed()
    return name
