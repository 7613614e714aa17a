"""A house is brought up to date by one machine at a time: several may start together, each with `emporion up`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection, connections

LOCK = 0x656D706F726D  # "emporm": a number that only we take in our database


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other machine prepares this house, and keep others waiting meanwhile.

    The lock ends with its connection, also when the machine dies. A house on SQLite has one machine and needs none.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with closing(connections.create_connection("default")) as own, own.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
