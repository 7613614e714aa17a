"""Whether the house can work: its database answers, its tables are those of this version, its guards stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import Error

from emporion.kernel.tables import missing_guards, waiting_migrations


def faults() -> Iterator[str]:
    """Why the house cannot work, as words that tell a stranger nothing: database, tables, guards."""
    try:
        if waiting_migrations():
            yield "tables"
        if missing_guards():
            yield "guards"
    except Error:
        yield "database"
