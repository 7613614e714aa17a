"""What differs between us and the peers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from ..models import Difference
from ..types import DifferenceView


def listed_differences() -> QuerySet[Difference]:
    """Open differences, for lists that narrow and sort them."""
    return Difference.objects.filter(settled_at=None)


def difference_views(found: Iterable[Difference]) -> list[DifferenceView]:
    """Some differences as pages show them; no query."""
    return [_view(row) for row in found]


def open_differences(channel: int, found_by: str, subjects: Iterable[str]) -> list[DifferenceView]:
    """What differs of some things of ours, as a connection told them."""
    found = listed_differences().filter(channel=channel, found_by=found_by, subject__in=list(subjects))
    return difference_views(found.order_by("pk"))


def count_differences(channel: int | None = None, found_by: str = "") -> int:
    """How many are open, of a connection and a way of finding them where these are named."""
    found = listed_differences()
    if channel is not None:
        found = found.filter(channel=channel)
    return (found.filter(found_by=found_by) if found_by else found).count()


def _view(row: Difference) -> DifferenceView:
    return DifferenceView(
        id=row.pk,
        channel=row.channel_id,
        found_by=row.found_by,
        data=row.data,
        subject=row.subject,
        key=row.key,
        field=row.field,
        ours=row.ours,
        theirs=row.theirs,
        first_at=row.first_at,
        seen_at=row.seen_at,
        settled_at=row.settled_at,
        how=row.how,
    )
