"""The top of the house as an app, so that `emporion help` lists its console commands."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning as Worry, register

from emporion.kernel.tables import GuardsMissing, guards_must_stand


class SiteConfig(AppConfig):
    """Carries `emporion up`."""

    name = "emporion.site"
    label = "house"
    verbose_name = "Emporion"

    def ready(self) -> None:
        """`emporion check --database default` and `emporion migrate` look at the guards; each night has its backup."""
        from emporion.clockwork.types import daily
        from emporion.household.types import NIGHTLY_BACKUP

        from .backups.nightly import back_up_at_night

        register(guards_stand, Tags.database)
        daily("02:30", NIGHTLY_BACKUP, back_up_at_night)


def guards_stand(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A worry, no error: the migration that is asked for may be the one that brings the guard."""
    if not databases:
        return []
    try:
        guards_must_stand()
    except GuardsMissing as missing:
        return [Worry(missing.sentence, hint=missing.what_to_do, id="emporion.W001")]
    return []
