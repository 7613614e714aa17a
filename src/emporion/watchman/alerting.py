"""From what a round found to alerts: opened once, closed when the trouble has stayed away, told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import orjson
from django.db.models import Count

from emporion.journal.types import Work

from .models import Alert, Watched
from .rules import DAY, calm
from .telling import tell_of_end, tell_of_new
from .types import AlertClosed, AlertOpened, Found

NAME = 160
Key = tuple[str, str]


def note_found(work: Work, found: Mapping[str, Sequence[Found]]) -> None:
    """Keep what was found of each subject; one that is gone, such as a closed connection, takes its alert along."""
    if not found:
        return
    now_there = {(code, one.subject): one for code, told in found.items() for one in told}
    _keep(work, list(found), now_there)
    standing = {(row.code, row.subject): row for row in _open(list(found))}
    for key in standing.keys() - now_there.keys():
        _close(work, standing[key])
    ill = {key: one for key, one in now_there.items() if not one.is_well}
    for (code, _subject), one in ill.items():
        if (code, one.subject) not in standing:
            open_alert(work, code, one)
    _follow(work, {key: row for key, row in standing.items() if key in now_there}, ill)
    tell_of_new(work)


def _open(codes: Sequence[str]) -> list[Alert]:
    return list(Alert.objects.select_for_update().filter(code__in=codes, closed_at__isnull=True).order_by("pk"))


def _keep(work: Work, codes: Sequence[str], now_there: Mapping[Key, Found]) -> None:
    known = {(row.code, row.subject): row for row in Watched.objects.filter(code__in=codes)}
    if gone := [known[key].pk for key in known.keys() - now_there.keys()]:
        Watched.objects.filter(pk__in=gone).delete()
    changed = []
    for key, one in now_there.items():
        row = known.get(key)
        since = row.since if row and row.is_well == one.is_well else one.since if not one.is_well else None
        fresh = {
            "name": one.name[:NAME], "figure": one.figure, "limit": one.limit, "is_well": one.is_well,
            "since": since or work.now,
        }  # fmt: skip
        if row is None:
            Watched.objects.create(code=key[0], subject=key[1], **fresh)
        elif any(getattr(row, name) != value for name, value in fresh.items()):
            for name, value in fresh.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        Watched.objects.bulk_update(changed, ["name", "figure", "limit", "is_well", "since"])


def open_alert(work: Work, code: str, one: Found) -> Alert | None:
    """Open an alert; None when somebody else has opened it meanwhile."""
    made = Alert(
        code=code, subject=one.subject, name=one.name[:NAME], figure=one.figure, limit=one.limit,
        facts=orjson.dumps(dict(one.facts)).decode(), since=one.since or work.now, opened_at=work.now,
    )  # fmt: skip
    Alert.objects.bulk_create([made], ignore_conflicts=True)
    row = Alert.objects.filter(code=code, subject=one.subject, closed_at__isnull=True, opened_at=work.now).first()
    if row is not None:
        work.tell(AlertOpened(f"alert:{row.pk}", code, one.subject, row.name, one.figure, one.limit))
    return row


def _follow(work: Work, standing: Mapping[Key, Alert], ill: Mapping[Key, Found]) -> None:
    """Alerts whose subject is still there: their newest figure, or how long they have been well."""
    well = [row for key, row in standing.items() if key not in ill]
    often = _opened_within_a_day(work, {row.code for row in well if row.well_since})
    for key, row in standing.items():
        if one := ill.get(key):
            back = row.well_since is not None
            row.figure, row.limit, row.facts = one.figure, one.limit, orjson.dumps(dict(one.facts)).decode()
            row.well_since, row.came_back = None, row.came_back + back
        elif row.well_since is None:
            row.well_since = work.now
        elif work.now - row.well_since >= calm(often[key]):
            _close(work, row)
    if standing:
        Alert.objects.bulk_update(standing.values(), ["figure", "limit", "facts", "well_since", "came_back"])


def _opened_within_a_day(work: Work, codes: set[str]) -> Counter[Key]:
    if not codes:
        return Counter()
    found = Alert.objects.filter(code__in=codes, opened_at__gt=work.now - DAY).values("code", "subject")
    return Counter({(row["code"], row["subject"]): row["n"] for row in found.annotate(n=Count("pk"))})


def _close(work: Work, row: Alert) -> None:
    Alert.objects.filter(pk=row.pk).update(closed_at=work.now)
    tell_of_end(row)
    minutes = (work.now - row.opened_at).total_seconds() // 60
    work.tell(AlertClosed(f"alert:{row.pk}", row.code, row.subject, row.name, int(minutes)))
