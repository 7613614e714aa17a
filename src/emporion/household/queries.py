"""What anybody may ask the household."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from .models import Backup, Languages
from .types import OLD, BackupView, LanguagesView


def languages() -> LanguagesView:
    """The languages of the house; all that Emporion speaks, English first, as long as nobody chose."""
    row = Languages.objects.filter(pk=1).first()
    if row is None:
        return LanguagesView(settings.LANGUAGE_CODE, tuple(code for code, _name in settings.LANGUAGES))
    return LanguagesView(row.default, tuple(row.offered.split()))


def backups(limit: int = 30) -> list[BackupView]:
    """The newest backups first."""
    return [_view(row) for row in Backup.objects.order_by("-made_at", "-pk")[:limit]]


def last_backup() -> BackupView | None:
    """The newest backup."""
    found = backups(1)
    return found[0] if found else None


def backup_worry() -> BackupView | None:
    """The newest backup when a person should look at it: a night was missed since, or it did not come back whole."""
    last = last_backup()
    if last is None or (last.made_at > timezone.now() - OLD and not last.drill_error):
        return None
    return last


def _view(row: Backup) -> BackupView:
    return BackupView(
        row.pk, row.place, row.made_at, row.bytes, row.seconds, row.fingerprint, row.drilled_at, row.drill_error
    )
