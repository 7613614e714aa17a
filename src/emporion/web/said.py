"""Comments between the facts of a timeline, with what the reader may still do to their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker
from emporion.crm import queries as crm
from emporion.crm.types import CommentChanged, Commented, CommentPutBack, CommentTakenBack, CommentView
from emporion.journal.types import kind_of

from . import times
from .parts import Action, Event
from .people import initials, names as people_named
from .status import Words

OWN_FACTS = (Commented, CommentChanged, CommentTakenBack, CommentPutBack)


OWN_KINDS = tuple(kind_of(one) for one in OWN_FACTS)  # they only say that somebody commented: the comment stands there


def with_comments(reader: Asker, subjects: Iterable[str], events: Sequence[Event]) -> list[Event]:
    """A timeline with the comments at their times, newest first; three queries more."""
    said = crm.comments(subjects)
    return sorted([*events, *comment_events(reader, said)], key=_moment, reverse=True) if said else list(events)


def comment_events(reader: Asker, said: Sequence[CommentView]) -> list[Event]:
    """Comments as lines of a timeline, in the order given; one query for their authors."""
    people = people_named({f"staff:{one.author}" for one in said}) if said else {}
    return [_event(one, people[f"staff:{one.author}"], reader) for one in said]


def _moment(event: Event) -> datetime:
    return event.at or timezone.now()


def _event(one: CommentView, author: str, reader: Asker) -> Event:
    return Event(
        title=author,
        text=_about(one),
        initials=initials(author),
        at=one.at,
        said=one.text,
        anchor=f"said-{one.id}",
        actions=_actions(one) if one.author == reader.pk and not one.taken_back_at else (),
    )


def _about(one: CommentView) -> Words:
    if one.taken_back_at:
        return _("Took these words back")
    return _("changed %(when)s") % {"when": times.moment(one.changed_at)} if one.changed_at else ""


def _actions(one: CommentView) -> Sequence[Action]:
    if timezone.now() > one.open_until:
        return ()
    return (
        Action(_("Change"), reverse("web:comment", args=[one.id]), "quiet", "pencil"),
        Action(_("Take back"), reverse("web:comment_take_back", args=[one.id]), "quiet", "x", post=True),
    )
