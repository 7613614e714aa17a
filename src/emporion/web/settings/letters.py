"""How the link of an invitation reaches the person, in words for who invited them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from emporion.accounts import queries as accounts
from emporion.accounts.types import Invited, LetterNotTaken, LetterSent, StaffView

from .. import times
from ..status import Tone


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the person's page."""

    tone: Tone
    sentence: str


def note(card: StaffView, *, link_shown: bool) -> Note | None:
    """What became of the letter; nothing when no link is open, or when the person joined and asked for none."""
    joined = card.signs_in_with_password and not link_shown
    if joined or not card.is_active or card.invited_until is None or card.invited_until <= timezone.now():
        return None
    if not accounts.sends_letters():
        return Note("info", _("This house has no mail server, so no letter goes out: give them the link yourself."))
    return _became(card)


def _became(card: StaffView) -> Note:
    told = accounts.last_letter(card.id)
    at = {"email": card.email, "time": times.moment(told.at) if told else ""}
    match told.event if told else None:
        case LetterSent():
            return Note("good", _("The link went to %(email)s by mail: %(time)s.") % at)
        case LetterNotTaken(is_final=True, reply=reply):
            says = _("The mail server takes no letter for %(email)s (its answer: %(reply)s).") % {**at, "reply": reply}
            remedy = _("Check the address, or give them the link yourself.")
            return Note("bad", f"{says} {remedy}")
        case LetterNotTaken():
            says = _("The mail server has not taken the letter to %(email)s yet; it is tried again.") % at
            remedy = _("In a hurry, give them the link yourself.")
            return Note("warn", f"{says} {remedy}")
        case Invited(address=""):
            return Note("info", _("This invitation was made without a letter: give them the link yourself."))
    return Note("info", _("The letter with the link is on its way to %(email)s.") % at)
