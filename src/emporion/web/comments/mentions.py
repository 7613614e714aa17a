"""Where a person was named, for Today and for a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from emporion.accounts.queries import Asker
from emporion.crm import queries as crm
from emporion.crm.types import MentionView

from .. import times
from ..parts import Action, Todo
from ..people import names as people_named
from .subjects import Spot, spots

ON_TODAY = 5
SHORT = 160


@dataclass(frozen=True, slots=True)
class Row:
    """A mention with what the reader may see of it: nothing of a record that their role does not open."""

    mention: MentionView
    author: str
    spot: Spot | None
    open: Action

    @property
    def said(self) -> str:
        """The words, for one who may see the record."""
        return self.mention.comment.text if self.spot else ""


def rows(staff: Asker, limit: int = 50) -> list[Row]:
    """The mentions that wait, the longest first."""
    waiting = crm.mentions_of(staff.pk or 0, limit)
    if not waiting:
        return []
    seen = spots(staff, {one.comment.subject for one in waiting})
    people = people_named({f"staff:{one.comment.author}" for one in waiting})
    return [_row(one, people[f"staff:{one.comment.author}"], seen.get(one.comment.subject)) for one in waiting]


def _row(one: MentionView, author: str, spot: Spot | None) -> Row:
    verb = pgettext("verb", "Open") if spot else _("Seen")
    return Row(one, author, spot, Action(verb, reverse("web:mention_see", args=[one.id]), post=True))


def todos(staff: Asker) -> list[Todo]:
    """The mentions as Today lists them; of many the rest as one line that leads to all."""
    found = rows(staff)
    shown = [_todo(row) for row in found[:ON_TODAY]]
    if len(found) > ON_TODAY:
        more = Action(_("See all"), reverse("web:mentions"))
        shown.append(Todo(_("More colleagues name you"), _("The longest waiting stand above."), more, "info"))
    return shown


def _todo(row: Row) -> Todo:
    where = {"name": row.author, "record": row.spot.words if row.spot else _("a record your role does not open")}
    said = row.said if len(row.said) <= SHORT else f"{row.said[:SHORT].rstrip()}…"
    age = times.age(row.mention.comment.at)
    return Todo(_("%(name)s names you: %(record)s") % where, said, row.open, "warn", age)
