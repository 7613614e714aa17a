"""Their keys for our objects, thousands a call."""

from collections.abc import Mapping, Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..text import among, execute, listed
from ..types import KeysRelinked, KeyTaken, Link

COLUMNS = ("channel_id", "kind", "key", "object_id", "digest", "session")
STANDING = "SELECT key, object_id, id FROM exchange_identity WHERE channel_id = %s AND kind = %s AND {keys}"
SEEN = "UPDATE exchange_identity SET session = %s WHERE channel_id = %s AND kind = %s AND {keys}"
GONE = "DELETE FROM exchange_identity WHERE channel_id = %s AND kind = %s AND {keys}"
FORGET = "UPDATE exchange_identity SET digest = NULL WHERE kind = %s AND {objects} AND digest IS NOT NULL"


@command
def link(work: Work, *, channel: int, kind: str, links: Sequence[Link], session: int | None = None) -> None:
    """Remember keys, new ones and those whose digest changed; a key that stands is written over.

    A key that could name a person (a login, a phone) comes hashed: this table is kept for good.
    """
    written = [(channel, kind, key, object_id, digest, session) for key, object_id, digest in links]
    rows.upsert("exchange_identity", COLUMNS, ("channel_id", "kind", "key"), written)


@command
def mark_seen(work: Work, *, channel: int, kind: str, keys: Sequence[str], session: int) -> None:
    """These keys were named in this talk, though nothing about them changed; a full load finds the absent ones so."""
    execute(SEEN.format(keys=among("key")), [session, channel, kind, listed(keys)])


@command
def forget_digests(work: Work, *, kind: str, object_ids: Sequence[int]) -> None:
    """Have the next message about these objects applied even when it says what the last one said.

    For objects that were changed here since; on every channel.
    """
    execute(FORGET.format(objects=among("object_id")), [kind, listed(object_ids)])


@command
def forget_keys(work: Work, *, channel: int, kind: str, keys: Sequence[str]) -> None:
    """Their keys of a kind lead nowhere any more; for what is only remembered until it has come to pass."""
    execute(GONE.format(keys=among("key")), [channel, kind, listed(keys)])


@command
def relink(work: Work, *, channel: int, kind: str, moves: Sequence[tuple[str, str]]) -> int:
    """Move objects from their old key to a new one after the other side was re-numbered; answers how many moved.

    An old key nobody knows is passed over; a new key that leads to another object is refused. Digests are forgotten,
    so the next message is applied.
    """
    standing = _objects(channel, kind, [key for move in moves for key in move])
    going: dict[str, str] = {}  # new key: old key
    for old, new in moves:
        if old not in standing:
            continue
        if standing.setdefault(new, standing[old]) != standing[old]:
            raise KeyTaken(key=new, object_id=standing[new])
        going[new] = old
    moved = _rekeyed(channel, kind, going)
    rows.update("exchange_identity", ("key", "digest"), "id", moved)
    if moved:
        work.tell(KeysRelinked(f"channel:{channel}", kind, len(moved)))
    return len(moved)


def _objects(channel: int, kind: str, keys: list[str]) -> dict[str, int]:
    found = rows.fetch(STANDING.format(keys=among("key")), [channel, kind, listed(keys)])
    return {key: object_id for key, object_id, _ in found}


def _rekeyed(channel: int, kind: str, going: Mapping[str, str]) -> list[tuple[str, None, int]]:
    keys = listed([*going, *going.values()])
    ids = {key: number for key, _, number in rows.fetch(STANDING.format(keys=among("key")), [channel, kind, keys])}
    return [(new, None, ids[old]) for new, old in going.items() if new not in ids]
