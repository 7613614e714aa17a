"""Who is told of an alert: people whose role it concerns, by letter, and one webhook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from emporion.accounts.queries import holders_of
from emporion.journal.types import Work
from emporion.kernel.post import sends_letters

from .models import Alert, Mute, Telling
from .tasks import call_hook, send_letter
from .types import CHECKS, CLOSED, OPENED


def tell_of_new(work: Work) -> None:
    """Tell of open alerts of which nobody has been told and of which somebody has to hear; a mute that ended counts."""
    due = due_now(work)
    for person, alerts in readers_of(due).items():
        send_letter.enqueue(person, alerts)
    if has_hook():
        for row in due:
            _call(OPENED, row)


def tell_of_end(row: Alert) -> None:
    """Tell the webhook that an alert of which it heard is over; people see it on their pages."""
    if row.told_at and has_hook():
        _call(CLOSED, row)


def due_now(work: Work) -> list[Alert]:
    """Alerts of which somebody has to hear now; from here on they count as told."""
    waiting = Alert.objects.filter(closed_at__isnull=True, told_at__isnull=True, well_since__isnull=True, seen_by="")
    found = list(waiting.filter(code__in=list(CHECKS)).order_by("pk"))
    if not found:
        return []
    hushed = set(Mute.objects.filter(until__gt=work.now).values_list("code", "subject"))
    due = [row for row in found if (row.code, row.subject) not in hushed]
    Alert.objects.filter(pk__in=[row.pk for row in due]).update(told_at=work.now)
    return due


def readers_of(rows: Iterable[Alert]) -> dict[int, list[int]]:
    """Who gets a letter about some alerts, with the alerts: one letter a person, however many a round opened."""
    told = Telling.objects.filter(pk=1).first()
    if not sends_letters() or (told and not told.by_mail):
        return {}
    rows, of_person = list(rows), defaultdict[int, list[int]](list)
    people = {right: holders_of(right, everywhere=True) for right in {CHECKS[row.code].right for row in rows}}
    for row in rows:
        for person in people[CHECKS[row.code].right]:
            of_person[person].append(row.pk)
    return dict(of_person)


def has_hook() -> bool:
    """Whether a program is called."""
    return Telling.objects.filter(pk=1).exclude(hook_url="").exists()


def number_of(event: str, alert: int) -> str:
    """The id of a call, the same through all its tries."""
    return f"{event}.{alert}"


def _call(event: str, row: Alert) -> None:
    number = number_of(event, row.pk)
    call_hook.using(unique_key=f"watchman:{number}").enqueue(event, row.pk, number)
