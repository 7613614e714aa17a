"""A queue for the one writer of SQLite.

SQLite lets a writer that finds the database locked sleep and ask again, up to a tenth of a second at a time, in no
order: behind a bulk load an order waited up to 0.7 s, and with a dozen writers some gave up. A lock of the operating
system wakes the next in line at once. PostgreSQL has its own row locks and needs none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

try:
    import fcntl
except ImportError:  # no such locks on this system: writers ask SQLite again and again, as without the queue
    HAS_LOCKS = False
else:
    HAS_LOCKS = True


@contextmanager
def turnstile() -> Iterator[None]:
    """Hold the place of the writer until the transaction has ended; writers of other databases do not meet."""
    name: Any = connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite" and ":memory:" not in str(name)
    if not is_file or not HAS_LOCKS or connection.in_atomic_block:  # who writes already would wait for itself
        yield
        return
    place = os.open(f"{name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)
