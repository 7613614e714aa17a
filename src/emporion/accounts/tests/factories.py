"""Staff for tests of this room and of those above it."""

from __future__ import annotations

from itertools import count

from emporion.accounts import commands, queries
from emporion.accounts.models import Staff

PASSWORD = "cedar-violet-anchor-7"

_number = count(1)


def staff(role: str = "", *, email: str = "", name: str = "", password: str = PASSWORD) -> Staff:
    """A person who can sign in, with a role everywhere unless it is empty."""
    one = next(_number)
    added = commands.add_staff(
        email=email or f"person{one}@example.com",
        name=name or f"Person {one}",
        password=queries.checked_password(password),
        role=role,
        actor="system",
    )
    return Staff.objects.get(pk=added.id)
