"""Their keys and our objects, thousands a question."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Count

from emporion.kernel import rows

from ..models import Identity, Session
from ..text import among, listed
from ..types import Known

PAGE = 10_000
KNOWN = "SELECT key, object_id, digest FROM exchange_identity WHERE channel_id = %s AND kind = %s AND {keys}"
KEYS_OF = """SELECT object_id, key FROM exchange_identity
    WHERE kind = %s AND {objects} AND channel_id = %s ORDER BY id DESC"""
EVERY = """SELECT key, object_id, digest FROM exchange_identity
    WHERE channel_id = %s AND kind = %s AND key > %s ORDER BY key LIMIT %s"""
ABSENT = """SELECT key, object_id FROM exchange_identity
    WHERE channel_id = %s AND kind = %s AND key > %s AND (session IS NULL OR session < %s) ORDER BY key LIMIT %s"""


def known(channel: int, kind: str, keys: Sequence[str]) -> dict[str, Known]:
    """What stands under these keys, in one query; a key nobody linked is absent from the answer."""
    found = rows.fetch(KNOWN.format(keys=among("key")), [channel, kind, listed(keys)]) if keys else []
    return {key: Known(object_id, digest) for key, object_id, digest in found}


def object_of(channel: int, kind: str, key: str) -> int | None:
    """Our object under one key of theirs."""
    found = Identity.objects.filter(channel=channel, kind=kind, key=key)
    return found.values_list("object_id", flat=True).first()


def objects_of_each(kind: str, wanted: Mapping[int, Collection[str]]) -> dict[tuple[int, str], int]:
    """Our objects of a kind by connection and key, for keys of several connections; one query."""
    keys = {key for some in wanted.values() for key in some}
    found = Identity.objects.filter(channel__in=list(wanted), kind=kind, key__in=keys) if keys else ()
    return {(row.channel_id, row.key): row.object_id for row in found if row.key in wanted[row.channel_id]}


def keys_of(channel: int, kind: str, object_ids: Sequence[int]) -> dict[int, str]:
    """Their key of each object, in one query; of several keys of one kind the one linked first."""
    sql = KEYS_OF.format(objects=among("object_id"))
    return dict(rows.fetch(sql, [kind, listed(object_ids), channel])) if object_ids else {}


def every_key_of(channel: int, kind: str, object_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Each of some objects with each of their keys, in one query."""
    sql = KEYS_OF.format(objects=among("object_id"))
    return [(pk, key) for pk, key in rows.fetch(sql, [kind, listed(object_ids), channel])] if object_ids else []


def keys_by_channel(kind: str, object_ids: Sequence[int]) -> dict[int, int]:
    """How many keys of a kind each connection has for some objects; one query."""
    found = Identity.objects.filter(kind=kind, object_id__in=rows.among(object_ids)).order_by().values("channel")
    return dict(found.annotate(keys=Count("pk")).values_list("channel", "keys"))


def digests(channel: int, kind: str) -> Iterator[tuple[str, Known]]:
    """Everything known of a kind in the order of keys, page by page: a big load holds no cursor and little memory."""
    after = ""
    while page := rows.fetch(EVERY, [channel, kind, after, PAGE]):
        for key, object_id, digest in page:
            yield key, Known(object_id, digest)
        after = page[-1][0]


def named_since(kind: str, object_id: int, since: datetime) -> list[int]:
    """Connections in whose talks since a moment one of our objects was named; those switched off are left out."""
    talks = Session.objects.filter(started_at__gte=since, channel__is_active=True).values("pk")
    found = Identity.objects.filter(kind=kind, object_id=object_id, session__in=talks)
    return list(found.order_by("channel").values_list("channel", flat=True).distinct())


def objects_named_in(channel: int, kind: str, session: int) -> set[int]:
    """Our objects of a kind of which something new was told in a talk."""
    found = Identity.objects.filter(channel=channel, kind=kind, session=session)
    return set(found.values_list("object_id", flat=True))


def absent(channel: int, kind: str, since_session: int) -> Iterator[tuple[str, int]]:
    """Keys that no talk from this one on has named, with their objects; what a full load left out."""
    after = ""
    while page := rows.fetch(ABSENT, [channel, kind, after, since_session, PAGE]):
        yield from page
        after = page[-1][0]
