"""What a worker does for the sign-in: letters leave outside of every command and every page."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from emporion.clockwork.types import task
from emporion.kernel.post import LetterRefused

from . import commands, queries
from .letters import Letter, hand_over, written
from .types import StaffView

MOST_TRIES = 6
BY = "task:accounts.send_letter"


@task(max_tries=MOST_TRIES, priority=50)
def send_letter(letter: Letter, staff: int, address: str, language: str = "", until: str = "") -> bool:
    """Bring a person the link behind which they set a password; False when it is not wanted any more.

    until names the invitation: after a newer one, or when it was taken back, nothing is sent.
    """
    card = queries.staff_card(staff)
    if not _is_wanted(card, until):
        return False
    link = address.rstrip("/") + queries.invitation_path(staff)
    message = written(
        letter, to=card.email, link=link, name=card.name, language=card.language or language, zone=card.time_zone,
        until=card.invited_until if letter == "invitation" else None,
    )  # fmt: skip
    try:
        hand_over(message)
    except LetterRefused as refused:
        commands.note_letter(staff=staff, letter=letter, reply=refused.reply, is_final=refused.permanent, actor=BY)
        raise
    commands.note_letter(staff=staff, letter=letter, actor=BY)
    return True


def _is_wanted(card: StaffView, until: str) -> bool:
    if not card.is_active:
        return False
    if not until:
        return True
    invited = card.invited_until
    return invited is not None and invited == datetime.fromisoformat(until) and invited > timezone.now()
