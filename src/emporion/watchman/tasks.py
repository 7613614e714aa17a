"""What a worker does for the watchman: letters and calls leave outside of every command and every round."""

from __future__ import annotations

from django.utils import timezone

from emporion.accounts.queries import staff_card
from emporion.clockwork.types import task
from emporion.kernel.post import hand_over

from . import hooks, queries
from .letters import body, written
from .noting import note_call
from .types import TEST, HookFailed

LETTER_TRIES, CALL_TRIES = 6, 12  # pauses of 5, 15, 45 seconds and so on to an hour: twelve tries take six hours
BY = "task:watchman.call_hook"
GONE = 410  # Standard Webhooks: the receiver wants no more


@task(max_tries=LETTER_TRIES, priority=40)
def send_letter(staff: int, alerts: list[int]) -> bool:
    """Write to a person about some alerts; False when none of them is open any more, or the person has left."""
    card, found = staff_card(staff), [one for one in queries.alerts() if one.id in alerts]
    if not card.is_active or (alerts and not found):
        return False
    hand_over(written(card, found, queries.telling().address))
    return True


@task(max_tries=CALL_TRIES, priority=40)
def call_hook(event: str, alert: int, number: str) -> bool:
    """Tell the webhook of an alert. number stays the same through all tries, so that the receiver takes it once.

    False when there is no webhook any more, or when a test was not taken.
    """
    told = queries.telling()
    secret = queries.hook_secret()
    if not told.hook_url or not secret:
        return False
    now = timezone.now()
    said = body(event, queries.alert(alert) if alert else None, now.isoformat())
    try:
        status = hooks.call(told.hook_url, said, hooks.signed(secret, number, int(now.timestamp()), said))
        if not 200 <= status < 300:  # noqa: PLR2004
            raise HookFailed(status, "")
    except HookFailed as failed:
        note_call(url=told.hook_url, status=failed.status, error=str(failed), actor=BY)
        if event == TEST:  # who asked looks at the answer; it is not tried again behind their back
            return False
        raise
    note_call(url=told.hook_url, status=status, error="", actor=BY)
    return True
