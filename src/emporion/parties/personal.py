"""The history of personal values: each person has a key, and without it nothing can be read."""

from __future__ import annotations

import os
from collections.abc import Iterable

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.kernel.secrets import opened, sealed

from .models import PersonalKey

NONCE = 12  # bytes, as NIST SP 800-38D wants it for GCM
Change = tuple[str, str | None, str | None]  # field, old, new


def written(work: Work, party: int, changes: Iterable[Change], known_key: str = "") -> None:
    """Keep what fields were and became; the person's key is made at their first change."""
    found = [change for change in changes if change[1] != change[2]]
    if not found:
        return
    box = AESGCM(opened((known_key or _key(party)).encode()))
    at = connection.ops.adapt_datetimefield_value(work.now)
    rows.insert(
        "parties_personalhistory",
        ("party_id", "at", "actor", "field", "secret"),
        [(party, at, work.actor, field, _locked(box, party, field, old, new)) for field, old, new in found],
    )


def read(party: int, key: str, field: str, secret: bytes) -> tuple[str | None, str | None]:
    """The old and the new value of one row of history."""
    box = AESGCM(opened(key.encode()))
    old, new = orjson.loads(box.decrypt(secret[:NONCE], secret[NONCE:], _bound(party, field)))
    return old, new


def _locked(box: AESGCM, party: int, field: str, old: str | None, new: str | None) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + box.encrypt(nonce, orjson.dumps([old, new]), _bound(party, field))


def _bound(party: int, field: str) -> bytes:
    """Ties a secret to its row, so that it cannot be shown as another's or as another field."""
    return f"{party}:{field}".encode()


def _key(party: int) -> str:
    """The person's sealed key; of two who make it at once one wins and both use that."""
    fresh = sealed(AESGCM.generate_key(256)).decode()
    made = rows.fetch(
        "INSERT INTO parties_personalkey (party_id, sealed) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING sealed",
        [party, fresh],
    )
    return str(made[0][0]) if made else PersonalKey.objects.get(party=party).sealed
