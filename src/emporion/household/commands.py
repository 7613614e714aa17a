"""What can be done with the household."""

from __future__ import annotations

from django.conf import settings

from emporion.journal.commands import command
from emporion.journal.types import Work

from .models import Backup, Languages
from .queries import languages
from .types import BackupMade, BackupTried, DefaultNotOffered, LanguagesSet, LanguagesView, UnknownLanguage

REMEMBERED = 60  # backups; older rows tell nobody anything


@command
def set_languages(work: Work, *, default: str, offered: tuple[str, ...]) -> None:
    """Let the house speak these languages, in this order; the default one is for whoever has none of their own."""
    known = dict(settings.LANGUAGES)
    wanted = tuple(dict.fromkeys(offered))
    for code in (default, *wanted):
        if code not in known:
            raise UnknownLanguage(language=code, known=", ".join(known))
    if default not in wanted:
        raise DefaultNotOffered()
    if languages() == LanguagesView(default, wanted):
        return
    Languages.objects.update_or_create(pk=1, defaults={"default": default, "offered": " ".join(wanted)})
    work.tell(LanguagesSet("house", default, wanted))


@command
def note_backup(work: Work, *, place: str, bytes: int, seconds: int, fingerprint: str) -> int:  # noqa: A002
    """Remember that a backup stands whole at a place; answers its number. Old rows go, the facts of them stay."""
    row = Backup.objects.create(
        place=place[:500], made_at=work.now, bytes=bytes, seconds=seconds, fingerprint=fingerprint
    )
    kept = list(Backup.objects.order_by("-made_at", "-pk").values_list("pk", flat=True)[:REMEMBERED])
    Backup.objects.exclude(pk__in=kept).delete()
    work.tell(BackupMade(f"backup:{row.pk}", place, bytes, seconds, fingerprint))
    return row.pk


@command
def note_drill(work: Work, *, backup: int, error: str) -> None:
    """Remember what came of restoring a backup beside the house; no error means that it told the same."""
    Backup.objects.filter(pk=backup).update(drilled_at=work.now, drill_error=error)
    work.tell(BackupTried(f"backup:{backup}", error))
