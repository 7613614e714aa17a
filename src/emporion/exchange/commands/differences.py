"""What differs between us and a peer: found, found again, over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows as written
from emporion.kernel.keys import fitting

from ..models import Difference
from ..text import moment
from ..types import KEY_LENGTH, Differs, FoundBy, How

COLUMNS = (
    "channel_id", "found_by", "data", "subject", "key", "field", "ours", "theirs", "first_at", "seen_at", "settled_at",
    "how",
)  # fmt: skip
KEY = ("channel_id", "found_by", "subject", "key", "field")
FIELD_LENGTH, VALUE_LENGTH = 160, 1000


@command
def note_differences(
    work: Work, *, channel: int, found_by: FoundBy, rows: Sequence[Differs], whole: bool = False
) -> None:
    """Keep what differs now; one that stands keeps the moment since which it does. whole: nothing else differs."""
    now = moment(work.now)
    told = {(one.subject, fitting(one.key, KEY_LENGTH), one.field[:FIELD_LENGTH]): one for one in rows}
    standing = {(one.subject, one.key, one.field): one for one in _about(channel, found_by, told)}
    fresh = []
    for at, one in sorted(told.items()):
        since = moment(standing[at].first_at) if at in standing else now
        values = one.ours[:VALUE_LENGTH], one.theirs[:VALUE_LENGTH]
        fresh.append((channel, found_by, one.data, *at, *values, since, now, None, ""))
    written.upsert("exchange_difference", COLUMNS, KEY, fresh)
    if whole:
        _open(channel, found_by).filter(seen_at__lt=work.now).update(settled_at=work.now, how="equal")


@command
def settle_differences(
    work: Work, *, channel: int, found_by: FoundBy, how: How, ids: Sequence[int] | None = None
) -> int:
    """These are over, or all that are open where none is named; answers how many were."""
    found = _open(channel, found_by)
    if ids is not None:
        found = found.filter(pk__in=written.among(ids))
    return found.update(settled_at=work.now, how=how)


def _open(channel: int, found_by: FoundBy) -> QuerySet[Difference]:
    return Difference.objects.filter(channel=channel, found_by=found_by, settled_at=None)


def _about(channel: int, found_by: FoundBy, told: Iterable[tuple[str, str, str]]) -> QuerySet[Difference]:
    return _open(channel, found_by).filter(subject__in=sorted({subject for subject, _key, _field in told}))
