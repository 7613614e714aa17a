"""What anybody may ask the watchman."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson
from django.db.models import Count, Max, Q
from django.utils import timezone

from emporion.kernel.secrets import opened

from .limits import limit_of
from .models import Alert, Mute, Round, Telling, Watched
from .types import (
    CHECKS,
    STANDS_STILL,
    WORKER,
    AlertView,
    CheckView,
    MuteView,
    NoSuchAlert,
    NoSuchCheck,
    TellingView,
    Watched as View,
)
from .words import figure as figure_words, remedy, sentence

__all__ = [
    "alert",
    "alerts",
    "alerts_by_id",
    "check",
    "checks",
    "closed_alerts",
    "figure_words",
    "hook_secret",
    "muted_subjects",
    "mutes",
    "needs_somebody",
    "remedy",
    "sentence",
    "stands_still_since",
    "telling",
]


def checks() -> list[CheckView]:
    """Every check in the order of the register, with what the last round found; two queries."""
    rows, found = Round.objects.in_bulk(), defaultdict[str, list[View]](list)
    for one in Watched.objects.order_by("is_well", "name", "subject"):
        found[one.code].append(View(one.subject, one.name, one.figure, one.limit, one.is_well, one.since))
    return [_check(code, rows.get(code), tuple(found[code])) for code in CHECKS]


def check(code: str) -> CheckView:
    """One check; refused when nothing of that name is watched."""
    if code not in CHECKS:
        raise NoSuchCheck(check=code)
    return next(one for one in checks() if one.check.code == code)


def _check(code: str, row: Round | None, found: tuple[View, ...]) -> CheckView:
    known = CHECKS[code]
    limit = limit_of(known, row) if known.limit else None
    if row is None:
        return CheckView(known, limit, True, None, "", found)
    return CheckView(known, limit, row.is_on, row.looked_at, row.error, found)


def alerts() -> list[AlertView]:
    """Open alerts of checks that this version knows, the oldest first; muted and acknowledged ones too."""
    return _views(Alert.objects.filter(closed_at__isnull=True, code__in=list(CHECKS)).order_by("opened_at", "pk"))


def needs_somebody() -> list[AlertView]:
    """Open alerts that are still so, that nobody has muted and nobody sees to; two queries."""
    found = [one for one in alerts() if one.well_since is None and not one.seen_by]
    hushed = {(one.code, one.subject) for one in mutes()} if found else set()
    return [one for one in found if (one.code, one.subject) not in hushed]


def closed_alerts(limit: int = 50) -> list[AlertView]:
    """Alerts whose trouble is over, the newest first."""
    found = Alert.objects.filter(closed_at__isnull=False, code__in=list(CHECKS))
    return _views(found.order_by("-closed_at", "-pk")[:limit])


def alert(number: int) -> AlertView:
    """One alert, open or closed; refused when there is none."""
    found = _views(Alert.objects.filter(pk=number, code__in=list(CHECKS)))
    if not found:
        raise NoSuchAlert(alert=number)
    return found[0]


def alerts_by_id(ids: Sequence[int]) -> list[AlertView]:
    """Some alerts, open or closed; of checks too that this version no longer has."""
    return _views(Alert.objects.filter(pk__in=ids))


def mutes() -> list[MuteView]:
    """Troubles that nobody is told of now, those that end first before the others."""
    found = Mute.objects.filter(until__gt=timezone.now(), code__in=list(CHECKS)).order_by("until", "pk")
    return [MuteView(one.code, one.subject, one.name, one.until, one.reason, one.by) for one in found]


def muted_subjects(code: str) -> set[str]:
    """The subjects of a check that nobody is told of now, or that somebody sees to."""
    hushed = Mute.objects.filter(code=code, until__gt=timezone.now()).values_list("subject", flat=True)
    seen = Alert.objects.filter(code=code, closed_at__isnull=True).exclude(seen_by="")
    return {*hushed, *seen.values_list("subject", flat=True)}


def stands_still_since() -> datetime | None:
    """When the last round was, where it is too long ago: no worker is at work.

    None as long as rounds are made, and in a house that does not want to know.
    """
    off = Count("pk", filter=Q(code=WORKER, is_on=False))
    told = Round.objects.aggregate(at=Max("looked_at"), off=off)
    last: datetime | None = told["at"]
    return last if last and not told["off"] and last < timezone.now() - STANDS_STILL else None


def telling() -> TellingView:
    """How people and programs are told; letters alone as long as nobody said otherwise."""
    row = Telling.objects.filter(pk=1).first() or Telling()
    return TellingView(row.by_mail, row.address, row.hook_url, row.hook_at, row.hook_status, row.hook_error)


def hook_secret() -> str:
    """With what calls of the webhook are signed; empty as long as there is none."""
    kept = Telling.objects.filter(pk=1).values_list("hook_secret", flat=True).first()
    return opened(bytes(kept)).decode() if kept else ""


def _views(rows: Iterable[Alert]) -> list[AlertView]:
    return [
        AlertView(
            row.pk, row.code, row.subject, row.name, row.figure, row.limit, orjson.loads(row.facts), row.since,
            row.opened_at, row.well_since, row.closed_at, row.came_back, row.seen_by, row.seen_at, row.note,
        )
        for row in rows
    ]  # fmt: skip
