"""Dry runs as pages and workers ask for them."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from ..models import DryRun
from ..text import fault_from, from_text
from ..types import DryRunView, NoSuchDryRun, Outlook


def dry_run(number: int) -> DryRunView:
    """One dry run; refused when there is none, or no more."""
    if row := DryRun.objects.defer("rows").filter(pk=number).first():
        return _view(row)
    raise NoSuchDryRun(dry_run=number)


def dry_runs(channel: int, limit: int = 5) -> list[DryRunView]:
    """The newest dry runs of a connection."""
    return [_view(row) for row in DryRun.objects.defer("rows").filter(channel=channel).order_by("-pk")[:limit]]


def rows_of_dry_run(number: int) -> bytes:
    """What each row would come to, as it was kept."""
    return bytes(DryRun.objects.values_list("rows", flat=True).get(pk=number))


@cache
def _outlooks() -> TypeAdapter[tuple[Outlook, ...]]:
    return TypeAdapter(tuple[Outlook, ...])


def _view(row: DryRun) -> DryRunView:
    return DryRunView(
        id=row.pk,
        channel=row.channel_id,
        messages=tuple(from_text(row.messages)),
        by=row.by,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        state=row.state,
        done_bytes=row.done,
        total_bytes=row.total,
        outlooks=_outlooks().validate_json(row.outlook),
        fault=fault_from(row.error_code, row.error_facts),
    )
