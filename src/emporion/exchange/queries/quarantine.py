"""Rows that wait for a person."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Max, QuerySet

from emporion.kernel import rows
from emporion.kernel.keys import fitting

from ..models import Quarantine
from ..text import from_text
from ..types import KEY_LENGTH, Cause, Fault, MissingKey, QuarantinedRow
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
    key: str = "",
    state: str = "open",
    limit: int = 200,
) -> list[QuarantinedRow]:
    """Rows of the quarantine, newest first; state "" shows those that left it too. key is what a row is about."""
    found = _some(channel, state)
    if message is not None:
        found = found.filter(message=message)
    if kind:
        found = found.filter(kind=kind)
    if code:
        found = found.filter(code=code)
    if key:
        found = found.filter(key=fitting(key, KEY_LENGTH))
    return [_view(row) for row in found.order_by("-pk")[:limit]]


def listed_quarantine() -> QuerySet[Quarantine]:
    """Refused rows for a list, those that left too; what the list shows of them is asked of `quarantine_views`."""
    return Quarantine.objects.all()


def quarantine_views(found: Iterable[Quarantine]) -> list[QuarantinedRow]:
    """Some refused rows as pages show them; no query."""
    return [_view(row) for row in found]


def quarantine_codes() -> dict[str, QuarantinedRow]:
    """The codes for which rows were ever refused, each with its newest row as the example; two queries."""
    newest = Quarantine.objects.values("code").annotate(newest=Max("pk")).values_list("newest", flat=True)
    return {row.code: _view(row) for row in Quarantine.objects.in_bulk(list(newest)).values()}


def quarantined_row(number: int) -> QuarantinedRow | None:
    """One open row of the quarantine, or None when it has left."""
    row = _some(None, "open").filter(pk=number).first()
    return _view(row) if row else None


def messages_to_retry(ids: Sequence[int]) -> list[int]:
    """The messages of those of these rows that somebody asked to read again and that are still open, oldest first."""
    asked = _some(None, "open").filter(pk__in=rows.among(ids), retry_at__isnull=False, message__isnull=False)
    return [number for number in asked.order_by("message").values_list("message", flat=True).distinct() if number]


def open_places(message: int) -> list[tuple[str, int]]:
    """Where the open rows of a message stand in it, each with its number in the quarantine."""
    return list(Quarantine.objects.filter(message=message, state="open").order_by("pk").values_list("place", "pk"))


def places_as_told(message: int) -> frozenset[str]:
    """Where the open rows of a message stand that a person has looked at and wants taken as they were told."""
    found = Quarantine.objects.filter(message=message, state="open", as_told=True)
    return frozenset(found.values_list("place", flat=True))


def missing_keys(channel: int, codes: Sequence[str]) -> list[MissingKey]:
    """Open rows of messages that were refused with one of these codes, in the order of their messages."""
    found = _some(channel, "open").filter(code__in=codes, message__isnull=False).order_by("message", "pk")
    rows = found.values_list("pk", "message", "code", "place", "key", "value", "sealed")
    return [
        MissingKey(pk, number, code, place, key, unveiled(value, sealed))
        for pk, number, code, place, key, value, sealed in rows
    ]


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
        line=row.line,
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
