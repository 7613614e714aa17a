"""Rows that wait for a person."""

from django.db.models import Count, Max, QuerySet

from ..models import Quarantine
from ..text import from_text
from ..types import Cause, Fault, QuarantinedRow
from ..veil import unveiled


def causes(channel: int | None = None) -> list[Cause]:
    """Open rows grouped by what went wrong, the largest group first; the newest row of each as its example."""
    groups = (
        _some(channel, "open")
        .values("channel_id", "kind", "code", "field")
        .annotate(count=Count("pk"), newest=Max("pk"))
        .order_by("-count", "kind", "code", "field")
    )
    found = list(groups)
    examples = Quarantine.objects.in_bulk([group["newest"] for group in found])
    return [
        Cause(g["channel_id"], g["kind"], g["code"], g["field"], g["count"], _view(examples[g["newest"]]))
        for g in found
    ]


def quarantined(
    *,
    channel: int | None = None,
    message: int | None = None,
    kind: str = "",
    code: str = "",
    state: str = "open",
    limit: int = 200,
) -> list[QuarantinedRow]:
    """Rows of the quarantine, newest first; state "" shows those that left it too."""
    found = _some(channel, state)
    if message is not None:
        found = found.filter(message=message)
    if kind:
        found = found.filter(kind=kind)
    if code:
        found = found.filter(code=code)
    return [_view(row) for row in found.order_by("-pk")[:limit]]


def rows_to_retry(channel: int, limit: int = 2000) -> list[QuarantinedRow]:
    """Open rows that somebody asked to read again, grouped by message."""
    asked = _some(channel, "open").filter(retry_at__isnull=False)
    return [_view(row) for row in asked.order_by("message_id", "pk")[:limit]]


def open_count(channel: int | None = None) -> int:
    """How many rows wait for a person."""
    return _some(channel, "open").count()


def _some(channel: int | None, state: str) -> QuerySet[Quarantine]:
    found = Quarantine.objects.filter(state=state) if state else Quarantine.objects.all()
    return found if channel is None else found.filter(channel=channel)


def _view(row: Quarantine) -> QuarantinedRow:
    return QuarantinedRow(
        id=row.pk,
        channel=row.channel_id,
        message=row.message_id,
        place=row.place,
        kind=row.kind,
        key=row.key,
        element=row.element,
        field=row.field,
        value=unveiled(row.value, row.sealed),
        fault=Fault(row.code, from_text(unveiled(row.facts, row.sealed))),
        first_at=row.first_at,
        at=row.at,
        state=row.state,
        by=row.by,
        reason=row.reason,
        retry_at=row.retry_at,
    )
