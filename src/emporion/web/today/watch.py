"""What the watchman found, for Today; of what Today looks at by itself only its own line stands there."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker, may
from emporion.watchman import queries as watchman
from emporion.watchman.types import AlertView

from ..parts import Action, Todo
from ..watchman.words import concern, mend, press

# Today tells of these by lines of its own, at once and each with the press that mends it.
TOLD_ALREADY = frozenset(
    {
        *("connection.silent", "connection.refused_old", "connection.refused_many", "outgoing.not_taken"),
        *("backup.old", "book.differs", "reactions.stumbled"),
    }
)


def _alerts() -> list[AlertView]:
    return [one for one in watchman.needs_somebody() if one.code not in TOLD_ALREADY]


def count() -> int:
    """How many things `todos` tells one whom everything concerns."""
    return len(_alerts()) + (watchman.stands_still_since() is not None)


def todos(staff: Asker) -> Iterator[Todo]:
    """Alerts that concern a person and that nobody sees to yet, each with the way to where it is mended."""
    if may(staff, "settings.view") and (since := watchman.stands_still_since()):
        yield Todo(
            _("No worker is at work"),
            _("Nothing comes in, nothing leaves, nobody is told. Start one with “emporion up”, or “emporion worker”."),
            Action(_("Open the diagnosis"), reverse("web:settings_diagnosis")),
            "bad",
            since=since,
        )
    for one in _alerts():
        if concern(staff, one.code):
            way = press(staff, one.code) or mend(one.code, one.subject)
            if may(staff, "watchman.view") and not (way and way.post):
                way = Action(_("See to it"), reverse("web:watchman_alert", args=[one.id]))
            yield Todo(watchman.sentence(one), watchman.remedy(one), way, "warn", since=one.since)
