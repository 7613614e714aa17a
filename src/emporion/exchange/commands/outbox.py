"""What the peer has to learn: one row an object, so that only the newest state leaves."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.db.models import F

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Channel, Outgoing, Pause, Shadow
from ..text import among, each_id, execute, listed, moment, to_text
from ..types import SUSPECT, Confirmed, Fault, Offered, Only, OutgoingFailed

LAST_TRY = 10
PAGE = 500  # waiting rows that are looked at together
HELD = ["tries", "not_before", "offered_session", "given", "alone", "error_code", "error_facts"]
LONGEST_PAUSE_SECONDS = 3600
BLAMED = 2  # queries that gave a suspect alone and no success followed
Blame = Callable[[Sequence[int]], Mapping[int, Fault]]  # why the peer did not take these objects

WANT = """INSERT INTO exchange_outgoing
        (channel_id, kind, object_id, wanted, wanted_at, offered, given, alone, confirmed, tries, error_code,
        error_facts, state, reason, "by")
    SELECT %s, %s, ids.value, 1, %s, 0, 0, 0, 0, 0, '', '{{}}', 'open', '', '' FROM {ids} WHERE true
    ON CONFLICT (channel_id, kind, object_id) DO UPDATE SET wanted = exchange_outgoing.wanted + 1,
        wanted_at = CASE WHEN exchange_outgoing.wanted > exchange_outgoing.confirmed
            THEN exchange_outgoing.wanted_at ELSE excluded.wanted_at END,
        wanted_again_at = coalesce(exchange_outgoing.wanted_again_at, excluded.wanted_at),
        state = CASE WHEN exchange_outgoing.state = 'given_up' THEN 'given_up' ELSE 'open' END,
        tries = CASE WHEN exchange_outgoing.state = 'failed' THEN 0 ELSE exchange_outgoing.tries END"""
DUE = """SELECT object_id FROM exchange_outgoing
    WHERE channel_id = %s AND kind = %s AND wanted > confirmed AND state = 'open' AND object_id > %s
        AND (not_before IS NULL OR not_before <= %s)
    ORDER BY object_id LIMIT %s"""
OFFER = """UPDATE exchange_outgoing SET offered = wanted, given = given + 1, alone = alone * %s + %s,
        wanted_again_at = NULL, offered_session = %s, offered_at = %s
    WHERE channel_id = %s AND kind = %s AND {objects} RETURNING object_id, offered"""
CONFIRM = """UPDATE exchange_outgoing SET confirmed = offered, confirmed_at = %s, offered_session = NULL,
        wanted_at = coalesce(wanted_again_at, wanted_at), wanted_again_at = NULL, state = 'open', reason = '',
        "by" = '', given = 0, alone = 0, tries = 0, not_before = NULL, error_code = '', error_facts = '{}'
    WHERE offered_session = %s RETURNING kind, object_id, wanted > offered"""


@command
def want(work: Work, *, channel: int, kind: str, object_ids: Sequence[int]) -> None:
    """The newest state of these objects has to reach the peer; wishes for the same object become one.

    A row that had failed for good gets its tries again, since the object has changed. One that a person gave up stays
    so: what the peer was told by hand, it would take for something new.
    """
    if object_ids:  # in the order of ids: two writers never wait for each other
        execute(WANT.format(ids=each_id()), [channel, kind, moment(work.now), listed(sorted(set(object_ids)))])


@command
def offer(
    work: Work,
    *,
    channel: int,
    kind: str,
    session: int,
    limit: int | None,
    only: Only | None = None,
    blame: Blame | None = None,
) -> tuple[Offered, ...]:
    """Give a talk the next objects of a kind, oldest first; read them after this call, in the same transaction.

    At most limit of them; None gives all that wait. Nothing while what leaves is paused, or only compared.

    An earlier offer of the same talk and kind is forgotten: a success confirms the last query alone. only answers
    which of some ids may leave now, such as orders that have reached a status. blame is for a peer that takes all or
    nothing: after two queries without a success what they gave is halved, and what is left of it, until one goes alone;
    one that no success follows twice then fails with the cause that blame has for it, and the others go together again.
    So one of 100 is found by 10 queries.
    """
    Outgoing.objects.filter(offered_session=session, channel=channel, kind=kind).update(offered_session=None)
    if _stays(channel):
        return ()
    ids = _due(work, channel, kind, limit, only)
    while blame and _fail_blamed(work, channel, kind, ids, blame):
        ids = _due(work, channel, kind, limit, only)
    suspects = _suspects(channel, kind, ids) if blame else []
    ids = suspects[: max(len(suspects) // 2, 1)] or ids
    if not ids:
        return ()
    alone = int(bool(suspects) and len(ids) == 1)
    sql = OFFER.format(objects=among("object_id"))
    found = rows.fetch(sql, [alone, alone, session, moment(work.now), channel, kind, listed(ids)])
    return tuple(sorted(Offered(*row) for row in found))


def _stays(channel: int) -> bool:
    """Whether nothing leaves now: a person has paused it, or the connection only reads and compares.

    Who puts it into shadow mode locks the connection, so it is locked here: once it stands there nothing leaves.
    """
    list(Channel.objects.select_for_update().filter(pk=channel).values_list("pk"))
    paused = Pause.objects.filter(channel=channel, direction="out").exists()
    return paused or Shadow.objects.filter(channel=channel).exists()


def _fail_blamed(work: Work, channel: int, kind: str, ids: Sequence[int], blame: Blame) -> bool:
    """Whether some failed now since the peer did not take them alone either; the others are free of suspicion then."""
    some = Outgoing.objects.filter(channel=channel, kind=kind, object_id__in=rows.among(ids), given__gte=SUSPECT)
    blamed = list(some.filter(alone__gte=BLAMED).values_list("object_id", flat=True))
    if not blamed:
        return False
    known = blame(blamed)
    for object_id in blamed:
        fail(work=work, channel=channel, kind=kind, object_ids=[object_id], fault=known[object_id])
    some.exclude(object_id__in=blamed).update(given=0, alone=0)
    # a blamed one that is sent again goes alone, before it can block others
    Outgoing.objects.filter(channel=channel, kind=kind, object_id__in=blamed).update(given=SUSPECT, alone=0)
    return True


def _suspects(channel: int, kind: str, ids: Sequence[int]) -> list[int]:
    """The smallest part of the ids that is known to hold one which the peer does not take, by the queries so far."""
    some = Outgoing.objects.filter(channel=channel, kind=kind, object_id__in=rows.among(ids), given__gte=SUSPECT)
    found = list(some.order_by("object_id").values_list("object_id", "given"))
    most = max((given for _object_id, given in found), default=0)
    return [object_id for object_id, given in found if given == most]


def _due(work: Work, channel: int, kind: str, limit: int | None, only: Only | None) -> list[int]:
    due: list[int] = []
    after = 0
    while limit is None or len(due) < limit:
        page = [row[0] for row in rows.fetch(DUE, [channel, kind, after, moment(work.now), max(limit or 0, PAGE)])]
        if not page:
            break
        after = page[-1]
        allowed = set(only(page)) if only else set(page)
        due += [object_id for object_id in page if object_id in allowed]
    return due[:limit]


@command
def confirm(work: Work, *, session: int) -> tuple[Confirmed, ...]:
    """The peer said that it has what the last query of this talk gave it; a second success confirms nothing more.

    An object that changed since it was offered stays to go, in its newer state.
    """
    found = rows.fetch(CONFIRM, [moment(work.now), session])
    return tuple(sorted(Confirmed(kind, object_id, bool(changed)) for kind, object_id, changed in found))


@command
def note_there(work: Work, *, channel: int, kind: str, object_ids: Sequence[int], code: str) -> int:
    """The peer shows that it has the newest state of objects that failed with this code; answers how many had."""
    failed = Outgoing.objects.filter(channel=channel, kind=kind, object_id__in=rows.among(object_ids), state="failed")
    return failed.filter(error_code=code).update(
        confirmed=F("wanted"),
        confirmed_at=work.now,
        wanted_again_at=None,
        state="open",
        tries=0,
        given=0,
        alone=0,
        error_code="",
        error_facts="{}",
    )


@command
def hold(work: Work, *, channel: int, kind: str, object_ids: Sequence[int], fault: Fault) -> None:
    """These did not go through now: pause 1, 2, 4 ... minutes, at most an hour; after ten tries a person decides."""
    standing = Outgoing.objects.select_for_update().filter(
        channel=channel, kind=kind, object_id__in=rows.among(object_ids)
    )
    held = list(standing.order_by("object_id"))
    for row in held:
        row.tries += 1
        pause = timedelta(seconds=min(60 * 2 ** (row.tries - 1), LONGEST_PAUSE_SECONDS))
        row.not_before, row.offered_session, row.given, row.alone = work.now + pause, None, 0, 0
        row.error_code, row.error_facts = fault.code, to_text(fault.facts)
    Outgoing.objects.bulk_update(held, HELD, 500)
    if spent := [row.object_id for row in held if row.tries >= LAST_TRY]:
        fail(work=work, channel=channel, kind=kind, object_ids=spent, fault=fault)


@command
def fail(work: Work, *, channel: int, kind: str, object_ids: Sequence[int], fault: Fault) -> None:
    """Sending these again would not help; they wait for a person, or for the object to change.

    What a person gave up waits for nobody.
    """
    standing = Outgoing.objects.filter(channel=channel, kind=kind, object_id__in=rows.among(object_ids))
    failed = set(standing.exclude(state="given_up").values_list("object_id", flat=True))
    if not failed:
        return
    standing.filter(object_id__in=rows.among(failed)).update(
        state="failed", offered_session=None, error_code=fault.code, error_facts=to_text(fault.facts)
    )
    told = tuple(object_id for object_id in object_ids if object_id in failed)
    work.tell(OutgoingFailed(f"channel:{channel}", kind, told, fault.code))
