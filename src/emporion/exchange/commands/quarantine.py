"""Rows that were refused while the others passed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows
from emporion.kernel.keys import fitting

from ..models import Message, Quarantine
from ..text import among, execute, from_text, listed, moment, to_text
from ..types import HELD, KEY_LENGTH, TAKERS, VALUE_LENGTH, RefusedRow, RowsAccepted, RowsQuarantined, RowsSettled
from ..veil import unveiled, veiled

COLUMNS = (
    *("channel_id", "cause", "message_id", "place", "line", "kind", "key", "element", "field", "value", "code"),
    *("facts", "sealed", "first_at", "at", "state", "by", "reason", "retry_at", "as_told"),
)
STANDING = """SELECT cause, state, first_at, by, reason, message_id, facts, sealed FROM exchange_quarantine
    WHERE channel_id = %s AND {causes}"""
LET_GO = "DELETE FROM exchange_quarantine WHERE channel_id = %s AND {causes}"
SETTLE = """UPDATE exchange_quarantine SET state = 'fixed', by = %s, reason = '', retry_at = NULL
    WHERE channel_id = %s AND kind = %s AND state = 'open' AND (message_id IS NULL OR message_id <= %s) AND {keys}
    AND NOT ({codes})"""
OPEN, FIXED, IGNORED = "open", "fixed", "ignored"


class Standing(NamedTuple):
    """What stands under a cause. is_another: it waits for a look, and tells something else than what comes now."""

    state: str
    first_at: object
    by: str
    reason: str
    message: int | None
    is_another: bool


@command
def refuse_rows(work: Work, *, channel: int, message: int, refused: Sequence[RefusedRow]) -> int:
    """Put refused rows aside for a person; answers how many are new or back again.

    The same row refused for the same reason as before is one line with a newer time, and no new fact; one that a
    person chose to ignore stays ignored, unless it waited for a look and tells something else now; such a row has
    another number then, so that a word given on the one that was seen never covers the one that was not. An old message
    that is read again neither takes the place of what a newer one was refused for, nor opens what was settled since.
    """
    by_cause = {_cause(row): row for row in refused}
    standing = _standing(channel, by_cause)
    by_cause = {cause: row for cause, row in by_cause.items() if not _is_over(standing.get(cause), message)}
    _let_go(channel, [cause for cause in by_cause if cause in standing and standing[cause].is_another])
    personal = Message.objects.values_list("personal", flat=True).get(pk=message)
    now = moment(work.now)
    written = []
    for cause, row in by_cause.items():
        was = standing.get(cause, Standing(OPEN, now, "", "", None, False))
        kept = (row.place[:255], row.line, row.kind, fitting(row.key, KEY_LENGTH), row.element[:120], row.field[:120])
        value, facts = veiled(row.value[:VALUE_LENGTH], personal), veiled(to_text(row.facts), personal)
        life = (IGNORED, was.by, was.reason) if was.state == IGNORED else (OPEN, "", "")
        written.append(
            (channel, cause, message, *kept, value, row.code, facts, personal, was.first_at, now, *life, None, False)
        )
    rows.upsert("exchange_quarantine", COLUMNS, ("channel_id", "cause"), written)
    return _told(work, channel, message, [row.kind for cause, row in by_cause.items() if _is_news(standing, cause)])


def _cause(row: RefusedRow) -> str:
    parts = (row.kind, row.key or row.place, row.element, row.field, row.code, row.told if row.key else row.value)
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _standing(channel: int, told: Mapping[str, RefusedRow]) -> dict[str, Standing]:
    """What stands under these causes. What was looked at and ignored counts as settled when something else comes."""
    found = rows.fetch(STANDING.format(causes=among("cause")), [channel, listed(list(told))])
    standing: dict[str, Standing] = {}
    for cause, state, first_at, by, reason, message, facts, sealed in found:
        is_looked_at = told[cause].code in TAKERS or told[cause].code in HELD
        is_another = is_looked_at and _facts(facts, sealed) != _facts_of(told[cause])
        life = FIXED if is_another and state == IGNORED else state
        standing[cause] = Standing(life, first_at, by, reason, message, is_another)
    return standing


def _let_go(channel: int, causes: Sequence[str]) -> None:
    """These rows give their place to what is told now."""
    if causes:
        execute(LET_GO.format(causes=among("cause")), [channel, listed(causes)])


def _facts(kept: str, sealed: bool) -> object:
    return from_text(unveiled(kept, sealed))


def _facts_of(row: RefusedRow) -> object:
    return from_text(to_text(row.facts))


def _is_over(standing: Standing | None, message: int) -> bool:
    """Whether a refusal of a message is older than what stands under its cause.

    What a person marked as fixed and what is refused all the same comes back, so that nothing is hidden.
    """
    if standing is None or standing.message is None:
        return False
    is_settled = standing.state == FIXED and not standing.by.startswith("staff:")
    return standing.message > message or (standing.message == message and is_settled)


def _is_news(standing: Mapping[str, Standing], cause: str) -> bool:
    return cause not in standing or standing[cause].state == FIXED


def _told(work: Work, channel: int, message: int, kinds: list[str]) -> int:
    if kinds:
        counts = tuple(sorted(Counter(kinds).items()))
        work.tell(RowsQuarantined(f"message:{message}", channel, counts))
    return len(kinds)


@command
def settle_rows(
    work: Work, *, channel: int, kind: str, keys: Sequence[str], message: int, waiting: Sequence[str] = ()
) -> int:
    """These keys have arrived good in a message: their open rows leave the quarantine. Answers how many did.

    What a newer message was refused for stays: an old one that is read again says nothing about it. So do rows that
    were refused with one of the waiting codes.
    """
    if not Quarantine.objects.filter(channel=channel, kind=kind, state=OPEN).exists():
        return 0
    named = listed([fitting(key, KEY_LENGTH) for key in keys if key])
    sql = SETTLE.format(keys=among("key"), codes=among("code"))
    settled = execute(sql, [work.actor, channel, kind, message, named, listed(waiting)])
    if settled:
        work.tell(RowsSettled(f"channel:{channel}", FIXED, settled, ""))
    return settled


@command
def settle_read(work: Work, *, channel: int, ids: Sequence[int], still: Sequence[RefusedRow]) -> int:
    """These open rows were read again: all leave that were not refused anew for the same cause. Answers how many."""
    gone = Quarantine.objects.filter(pk__in=rows.among(ids), state=OPEN).exclude(cause__in=[_cause(r) for r in still])
    settled = gone.update(state=FIXED, by=work.actor, reason="", retry_at=None)
    if settled:
        work.tell(RowsSettled(f"channel:{channel}", FIXED, settled, ""))
    return settled


@command
def mark_fixed(work: Work, *, ids: Sequence[int], reason: str = "") -> int:
    """A person put these rows right by hand; answers how many were open."""
    return _marked(work, ids, FIXED, reason)


@command
def mark_ignored(work: Work, *, ids: Sequence[int], reason: str) -> int:
    """A person decided that these rows do not matter; the same refusal later stays ignored."""
    return _marked(work, ids, IGNORED, reason)


def _marked(work: Work, ids: Sequence[int], state: str, reason: str) -> int:
    open_rows = Quarantine.objects.filter(pk__in=rows.among(ids), state=OPEN)
    channels = Counter(open_rows.values_list("channel", flat=True))
    open_rows.update(state=state, by=work.actor, reason=reason[:255], retry_at=None)
    for channel, count in channels.items():
        work.tell(RowsSettled(f"channel:{channel}", state, count, reason[:255]))
    return channels.total()


@command
def mark_as_told(work: Work, *, ids: Sequence[int]) -> tuple[int, ...]:
    """A person has looked at these rows and wants them taken as they were told; answers those that wait for a look.

    They leave when their message is read again.
    """
    found = Quarantine.objects.filter(pk__in=rows.among(ids), state=OPEN, code__in=HELD).order_by("pk")
    held = dict(found.values_list("pk", "channel"))
    Quarantine.objects.filter(pk__in=rows.among(list(held))).update(as_told=True)
    for channel, count in Counter(held.values()).items():
        work.tell(RowsAccepted(f"channel:{channel}", count))
    return tuple(held)


@command
def mark_for_retry(work: Work, *, ids: Sequence[int]) -> int:
    """Ask the channel to read these rows again from their message; they stay open until they arrive good."""
    return Quarantine.objects.filter(pk__in=rows.among(ids), state=OPEN).update(retry_at=work.now)
