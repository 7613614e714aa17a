"""Which limit of a check is in force."""

from __future__ import annotations

from .models import Round
from .types import Check


def limit_of(check: Check, row: Round | None) -> int:
    """The house's own limit, else the usual one; 0 for a check that has none."""
    if row is not None and row.limit is not None:
        return row.limit
    return check.limit.usual if check.limit else 0
