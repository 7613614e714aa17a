"""What every process of the house has to remember for a short while: how often somebody guessed, which code was used.

Django's cache in a table of ours, so that two processes, or two machines, count together. Each act is one statement and
atomic by itself. Keys name people and addresses: only a keyed hash of them is kept. Values are JSON, never pickled:
whoever can write to the table must not be able to run anything.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from emporion.kernel import rows

from .models import Remembered

GET = "SELECT value FROM accounts_remembered WHERE key = %s AND until > %s"
SET = """INSERT INTO accounts_remembered (key, value, until) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until"""
ADD = SET + " WHERE accounts_remembered.until <= %s RETURNING key"
TOUCH = "UPDATE accounts_remembered SET until = %s WHERE key = %s AND until > %s RETURNING key"
COUNT = """UPDATE accounts_remembered SET value = CAST(CAST(value AS bigint) + %s AS text)
    WHERE key = %s AND until > %s RETURNING value"""
FOREVER = timedelta(days=36500)


class SharedMemory(BaseCache):
    """Settings: CACHES = {"default": {"BACKEND": "emporion.accounts.memory.SharedMemory"}}."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is remembered, or the default."""
        found = rows.fetch(GET, [self._sealed(key, version), _at(timezone.now())])
        return json.loads(found[0][0]) if found else default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Remember from now on."""
        with connection.cursor() as cursor:
            cursor.execute(SET, [self._sealed(key, version), json.dumps(value), self._until(timeout)])

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Remember what nobody remembers yet; of many who try at once one succeeds."""
        told = [self._sealed(key, version), json.dumps(value), self._until(timeout), _at(timezone.now())]
        return bool(rows.fetch(ADD, told))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Remember longer; False when it is forgotten already."""
        return bool(rows.fetch(TOUCH, [self._until(timeout), self._sealed(key, version), _at(timezone.now())]))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count on, without remembering it longer; ValueError when there is nothing to count from."""
        found = rows.fetch(COUNT, [delta, self._sealed(key, version), _at(timezone.now())])
        if not found:
            raise ValueError("nothing is remembered under this key")
        return int(found[0][0])

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget."""
        return bool(Remembered.objects.filter(key=self._sealed(key, version)).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        Remembered.objects.all().delete()

    def _sealed(self, key: Any, version: int | None) -> str:
        return salted_hmac("emporion.accounts.memory", self.make_key(key, version), algorithm="sha256").hexdigest()

    def _until(self, timeout: Any) -> Any:
        end = self.get_backend_timeout(timeout)
        return _at(timezone.now() + FOREVER if end is None else datetime.fromtimestamp(end, UTC))


def _at(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
