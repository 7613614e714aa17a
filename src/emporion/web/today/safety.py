"""Whether the house is put away safely, for Today: silent as long as the backups of the nights come and come back."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker, may
from emporion.household.queries import backup_worry

from ..navigation import place
from ..parts import Action, Todo


def todos(staff: Asker) -> Iterator[Todo]:
    """The newest backup, when a night was missed or it could not be restored; for who sets the house up."""
    last = backup_worry() if may(staff, "settings.view") else None
    if last is None:
        return
    title = _("The last backup could not be restored") if last.drill_error else _("No backup was made last night")
    why = last.drill_error or _("Look whether the worker runs and the disk has room.")
    remedy = Action(_("To the backups"), place("settings_backups"))
    if not last.drill_error and may(staff, "settings.change"):
        remedy = Action(_("Back up now"), reverse("web:settings_backup_now"), post=True)
    yield Todo(title, why, remedy, "warn", "", "", last.made_at)
