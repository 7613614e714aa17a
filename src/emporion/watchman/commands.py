"""What can be done with checks and alerts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.secrets import sealed

from .alerting import note_found
from .hooks import checked, new_secret
from .models import Alert, Mute, Round, Telling
from .noting import note_call as note_call
from .standing import stand_in as stand_in
from .tasks import call_hook, send_letter
from .telling import has_hook
from .types import (
    CHECKS,
    TEST,
    AddressWrong,
    AlertMuted,
    AlertSeen,
    AlertUnmuted,
    Check,
    CheckSet,
    Found,
    LimitOutOfReach,
    MuteTooLong,
    NoSuchAlert,
    NoSuchCheck,
    ReasonMissing,
    SecretRenewed,
    TellingSet,
)

LONGEST_MUTE = 92  # days; what is in the way for longer has a limit to set, or is switched off


@command
def note_round(work: Work, *, found: Mapping[str, Sequence[Found] | str]) -> None:
    """Keep what a round found, or over what a check stumbled: alerts open, close, and who is concerned is told."""
    Round.objects.bulk_create([Round(code=code) for code in found], ignore_conflicts=True)
    rows = {row.code: row for row in Round.objects.select_for_update().filter(code__in=list(found)).order_by("code")}
    for code, told in found.items():
        rows[code].looked_at, rows[code].error = work.now, told[:300] if isinstance(told, str) else ""
    Round.objects.bulk_update(rows.values(), ["looked_at", "error"])
    note_found(work, {code: told for code, told in found.items() if not isinstance(told, str)})


@command
def acknowledge(work: Work, *, alert: int, note: str = "") -> None:
    """Say that somebody sees to an alert: it leaves Today and stays on the watchman's page until it is over."""
    row = _open_alert(alert)
    row.seen_by, row.seen_at, row.note = work.actor, work.now, note.strip()[:255]
    row.save(update_fields=["seen_by", "seen_at", "note"])
    work.tell(AlertSeen(f"alert:{row.pk}", row.code, row.subject, row.note))


@command
def mute(work: Work, *, alert: int, days: int, reason: str) -> None:
    """Tell nobody of this trouble for so many days, now and when it comes again; refused without a reason."""
    row = _open_alert(alert)
    until, why = work.now + timedelta(days=min(days, LONGEST_MUTE * 2)), " ".join(reason.split())[:255]
    if not why:
        raise ReasonMissing()
    if not 1 <= days <= LONGEST_MUTE:
        raise MuteTooLong(most=LONGEST_MUTE, until=f"{until:%Y-%m-%d}")
    told = {"name": row.name, "until": until, "reason": why, "by": work.actor, "at": work.now}
    Mute.objects.update_or_create(code=row.code, subject=row.subject, defaults=told)
    work.tell(AlertMuted(_of(row.code, row.subject), row.code, row.subject, until, why))


@command
def unmute(work: Work, *, check: str, subject: str) -> None:
    """Tell of a trouble again; one that is not muted stays as it is."""
    if Mute.objects.filter(code=check, subject=subject).delete()[0]:
        work.tell(AlertUnmuted(_of(check, subject), check, subject))


@command
def set_check(work: Work, *, check: str, is_on: bool, limit: int | None = None) -> None:
    """Switch a check on or off and move its limit; no limit is the usual one. Switched off, its alerts close."""
    known = CHECKS.get(check)
    if known is None:
        raise NoSuchCheck(check=check)
    limit = _within(known, limit)
    row, _made = Round.objects.get_or_create(code=check)
    if (row.limit, row.is_on) == (limit, is_on):
        return
    old, row.limit, row.is_on, row.looked_at = row.limit, limit, is_on, None  # the next round looks anew
    row.save()
    work.tell(CheckSet(f"watch:{check}", check, is_on, old, limit))
    if not is_on:
        note_found(work, {check: ()})


@command
def set_telling(work: Work, *, by_mail: bool, address: str = "", hook_url: str = "") -> None:
    """Say whether letters go out, where this house stands, and which webhook is called; a new one gets a new secret."""
    row, _made = Telling.objects.get_or_create(pk=1)
    place, hook = _place(address), checked(hook_url) if hook_url.strip() else ""
    if (row.by_mail, row.address, row.hook_url) == (by_mail, place, hook):
        return
    if hook != row.hook_url:
        row.hook_secret = sealed(new_secret().encode()) if hook else b""
        row.hook_at, row.hook_status, row.hook_error = None, 0, ""
    row.by_mail, row.address, row.hook_url = by_mail, place, hook
    row.save()
    work.tell(TellingSet("watchman", by_mail, place, urlsplit(hook).hostname or ""))


@command
def renew_secret(work: Work) -> None:
    """Sign the calls of the webhook with another secret from now on."""
    if Telling.objects.filter(pk=1).exclude(hook_url="").update(hook_secret=sealed(new_secret().encode())):
        work.tell(SecretRenewed("watchman"))


@command
def send_test(work: Work, *, staff: int) -> None:
    """Let a worker write to a person and call the webhook, as an alert would."""
    send_letter.enqueue(staff, [])
    if has_hook():
        call_hook.enqueue(TEST, 0, f"{TEST}.{work.now.timestamp():.6f}")


def _place(address: str) -> str:
    parts = urlsplit(address.strip())
    if not address.strip():
        return ""
    is_bare = not parts.path.strip("/") and not parts.query and parts.netloc == parts.netloc.rpartition("@")[2]
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise AddressWrong(address=address[:100])
    return f"{parts.scheme}://{parts.netloc}"


def _within(check: Check, limit: int | None) -> int | None:
    if limit is None or check.limit is None or limit == check.limit.usual:
        return None
    if not check.limit.least <= limit <= check.limit.most:
        raise LimitOutOfReach(limit=limit, least=check.limit.least, most=check.limit.most)
    return limit


def _open_alert(number: int) -> Alert:
    row = Alert.objects.select_for_update().filter(pk=number, closed_at__isnull=True).first()
    if row is None:
        raise NoSuchAlert(alert=number)
    return row


def _of(code: str, subject: str) -> str:
    return f"watch:{code}:{subject}".rstrip(":")
