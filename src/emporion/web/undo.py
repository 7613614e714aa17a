"""Taking back what one has just done: the toast that says it was done carries a button, behind it a counter-command.

A page offers it with `offer`; the room of pages that knows the way back enters it with `undoes`; one that takes longer
answers the address where its course is seen. What the button needs is signed, belongs to one person, and is good for
ten minutes and once. The way back is a command of its own with its own fact; it refuses when somebody changed the same
thing meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop
from django.views.decorators.http import require_POST

from emporion.accounts.queries import may_somewhere
from emporion.kernel.errors import Refused

from . import intent, live
from .parts import Action
from .rights import NoRight, path_of, signed_in, staff_of

SALT = "emporion.undo"
GOOD_SECONDS = 600
LONGEST = 3000  # of what the button carries; a change with more words than that is taken back by hand
TAG = "undo:"

Told = Mapping[str, Any]
Way = Callable[[HttpRequest, Told, intent.Said], str | None]
WAYS: dict[str, tuple[str, Way]] = {}


class ChangedSince(Refused):
    """Somebody or something changed the same thing after the change that was to be taken back."""

    code = "changed_since"
    says = gettext_noop("It has changed again since; nothing was taken back.")
    remedy = gettext_noop("Open the page and change it by hand.")


class TooLateToUndo(Refused):
    """The button is older than it is good for, or was made for somebody else."""

    code = "too_late_to_undo"
    says = gettext_noop("This can no longer be undone from here.")
    remedy = gettext_noop("Open the page and change it by hand.")


def undoes(name: str, right: str) -> Callable[[Way], Way]:
    """Enter the way back of a change, and the right that it needs; called when the pages' modules load."""

    def enter(way: Way) -> Way:
        WAYS[name] = (right, way)
        return way

    return enter


def offer(request: HttpRequest, sentence: str, way: str, back: str, **told: Any) -> None:
    """Say on the next page that it was done, with a button that takes it back and leads to `back`."""
    asked = {"way": way, "staff": staff_of(request).pk, "back": back, "told": told}
    token = signing.dumps(asked, salt=SALT, compress=True)
    messages.success(request, sentence, extra_tags=f"{TAG}{token}" if len(token) <= LONGEST else "")


def action_of(message: Message) -> Action | None:
    """The button of a message that offers to take something back."""
    tags = message.extra_tags or ""
    if not tags.startswith(TAG):
        return None
    return Action(_("Undo"), reverse("web:undo", args=[tags.removeprefix(TAG)]), "quiet", "arrow-back-up", post=True)


@signed_in
@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take something back: once, by the one who did it, while they hold the right."""
    try:
        asked = signing.loads(token, salt=SALT, max_age=GOOD_SECONDS)
    except signing.BadSignature:
        raise TooLateToUndo() from None
    if asked["staff"] != staff_of(request).pk or asked["way"] not in WAYS:
        raise TooLateToUndo()
    right, way = WAYS[asked["way"]]
    if right and not may_somewhere(staff_of(request), right):
        raise NoRight(right)
    once = f"undo:{hashlib.sha256(token.encode()).hexdigest()}"
    course = way(request, asked["told"], intent.Said(actor=intent.actor(request), origin="page:/undo/", key=once))
    live.board.forget()
    if course:
        return redirect(course)
    messages.success(request, _("Taken back."))
    return redirect(path_of(asked["back"]))
