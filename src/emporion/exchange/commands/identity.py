"""Their keys for our objects, thousands a call."""

from collections.abc import Collection, Mapping, Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..kinds import ALONGSIDE
from ..models import Identity
from ..text import among, execute, listed
from ..types import KeyLed, KeysRelinked, KeyTaken, Link

COLUMNS = ("channel_id", "kind", "key", "object_id", "digest", "session")
STANDING = "SELECT key, object_id, id FROM exchange_identity WHERE channel_id = %s AND kind = %s AND {keys}"
SEEN = "UPDATE exchange_identity SET session = %s WHERE channel_id = %s AND kind = %s AND {keys}"
GONE = "DELETE FROM exchange_identity WHERE channel_id = %s AND kind = %s AND {keys}"
LED = """SELECT i.id, i.channel_id, i.kind, i.key, i.object_id FROM exchange_identity i
    JOIN {keys} AS k ON i.channel_id = k.channel AND i.kind = k.kind AND i.key = k.key"""
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
    """Lead new keys to the objects of old ones after the other side was re-numbered; answers how many.

    Objects go out under the new key from now on; the old one stays known, so that it never names anything else. An old
    key nobody knows is passed over; a new key that leads to another object is refused. Digests are forgotten, so the
    next message is applied.
    """
    standing = _standing(channel, kind, moves)
    moved: dict[str, tuple[str, None, int]] = {}  # by the old key
    added: list[tuple[int, str, str, int, None, None]] = []
    for old, new in moves:
        if old not in standing:
            continue
        object_id, row = standing[old]
        if new in standing:
            if standing[new][0] != object_id:
                raise KeyTaken(key=new, object_id=standing[new][0])
            continue
        standing[new] = (object_id, row)
        if old in moved:
            added.append((channel, kind, new, object_id, None, None))
        else:  # the row keeps its place as the first of the object, and so goes out
            moved[old] = (new, None, row)
            added.append((channel, kind, old, object_id, None, None))
    rows.update("exchange_identity", ("key", "digest"), "id", list(moved.values()))
    rows.upsert("exchange_identity", COLUMNS, ("channel_id", "kind", "key"), added)
    if added:
        work.tell(KeysRelinked(f"channel:{channel}", kind, len(added)))
    return len(added)


@command
def relink_back(work: Work, *, channel: int, kind: str, moves: Sequence[tuple[str, str]]) -> int:
    """Undo what relink did with these moves: new keys lead nowhere, objects go out under the old ones again.

    What has been led elsewhere since is left alone; answers how many went back.
    """
    standing = _standing(channel, kind, moves)
    gone: list[tuple[int]] = []
    renamed: list[tuple[str, None, int]] = []
    back = 0
    for old, new in moves:
        if new not in standing:
            continue
        object_id, row = standing.pop(new)
        of_old = standing.get(old)
        if of_old is None or (of_old[0] == object_id and row < of_old[1]):
            gone += [(of_old[1],)] if of_old else []
            renamed.append((old, None, row))
            standing[old] = (object_id, row)
            back += 1
        elif of_old[0] == object_id:
            gone.append((row,))
            back += 1
    rows.delete("exchange_identity", ("id",), gone)
    rows.update("exchange_identity", ("key", "digest"), "id", renamed)
    return back


@command
def lead_over(work: Work, *, kind: str, moves: Mapping[int, int]) -> tuple[KeyLed, ...]:
    """Lead every key of some objects to others, on every connection; answers them, for lead_back.

    The keys come behind those that the others have: these go out under their own. Digests are forgotten, so the next
    message is applied. Keys of kinds that name the same objects in other words follow.
    """
    kinds = (kind, *sorted(ALONGSIDE.get(kind, ())))
    objects = rows.among({*moves, *moves.values()})
    found = list(Identity.objects.filter(kind__in=kinds, object_id__in=objects).order_by("pk"))
    own = {(row.channel_id, row.kind, row.object_id) for row in found}
    mine = [row for row in found if row.object_id in moves]
    stand = [
        KeyLed(row.channel_id, row.kind, row.key, row.object_id, (row.channel_id, kind, moves[row.object_id]) in own)
        for row in mine
    ]
    rows.delete("exchange_identity", ("id",), [(row.pk,) for row in mine])
    led = [(r.channel_id, r.kind, r.key, moves[r.object_id], None, r.session) for r in mine]
    rows.insert("exchange_identity", COLUMNS, led)
    return tuple(stand)


@command
def lead_back(work: Work, *, keys: Sequence[KeyLed], out_of: Collection[int]) -> int:
    """Undo lead_over: keys lead to the objects of before again; what has been led elsewhere since is left alone."""
    back = [one for one in keys if one.object_id]
    at, where = rows.as_table((("channel", "bigint"), ("kind", "text"), ("key", "text")), [one[:3] for one in back])
    found = rows.fetch(LED.format(keys=at), where) if back else []
    here = {(channel, kind, key): (pk, object_id) for pk, channel, kind, key, object_id in found}
    moved = [(one.object_id, None, here[one[:3]][0]) for one in back if one[:3] in here and here[one[:3]][1] in out_of]
    rows.update("exchange_identity", ("object_id", "digest"), "id", moved)
    return len(moved)


def _standing(channel: int, kind: str, moves: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """By key, the object and the row."""
    keys = listed([key for move in moves for key in move])
    found = rows.fetch(STANDING.format(keys=among("key")), [channel, kind, keys]) if moves else []
    return {key: (object_id, row) for key, object_id, row in found}
