"""Looking at the house as somebody else: told when it begins and when it ends."""

from __future__ import annotations

from dataclasses import asdict

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Staff
from ..queries import roles
from ..rights import ROLES
from ..types import NoSuchStaff, Seeing, SeeingBegan, SeeingEnded, UnknownRole


@command
def begin_seeing(work: Work, *, staff: int, seeing: Seeing) -> None:
    """Tell that a person looks as a role or a colleague; refuses a role or a colleague that does not exist."""
    if seeing.person is None and seeing.role not in roles():
        raise UnknownRole(role=seeing.role, roles=", ".join(ROLES))
    if seeing.person is not None and not Staff.objects.filter(pk=seeing.person, is_active=True).exists():
        raise NoSuchStaff(staff=seeing.person)
    work.tell(SeeingBegan(f"staff:{staff}", **asdict(seeing)))


@command
def end_seeing(work: Work, *, staff: int) -> None:
    """Tell that they see with their own eyes again."""
    work.tell(SeeingEnded(f"staff:{staff}"))
