"""What the watchman writes: a letter in the reader's language and zone, and the body of a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext

from emporion.accounts.types import StaffView
from emporion.household.queries import languages

from .types import AlertView
from .words import remedy, sentence

BEGINS = "Emporion"


def written(to: StaffView, alerts: Sequence[AlertView], address: str) -> EmailMessage:
    """A letter about some alerts; without alerts, the one that was asked for to try whether letters come."""
    with translation.override(to.language or languages().default), timezone.override(ZoneInfo(to.time_zone)):
        if not alerts:
            subject, text = _("A test of the watchman"), _("Letters of the watchman reach you.")
        else:
            subject = sentence(alerts[0])
            if more := len(alerts) - 1:
                said = ngettext("and %(count)s more alert", "and %(count)s more alerts", more)
                subject = f"{subject}, {said % {'count': more}}"
            text = "\n\n".join(_told(one, address) for one in alerts)
        foot = _("You get this because your role lets you see it. It is answered on the page Watchman.")
    return EmailMessage(f"{BEGINS}: {' '.join(subject.split())}", f"{text}\n\n{foot}\n", to=[to.email])


def _told(alert: AlertView, address: str) -> str:
    link = f"{address.rstrip('/')}/watchman/alerts/{alert.id}/" if address else ""
    return "\n".join(filter(None, (sentence(alert), remedy(alert), link)))


def body(event: str, alert: AlertView | None, at: str) -> bytes:
    """What a webhook is told: type, timestamp, data, as Standard Webhooks lay it out; words in English."""
    data: dict[str, Any] = {}
    if alert is not None:
        with translation.override("en"):
            data = {
                "alert": alert.id, "check": alert.code, "of": alert.subject, "name": alert.name,
                "says": sentence(alert), "remedy": remedy(alert), "figure": alert.figure, "limit": alert.limit,
                "since": alert.since.isoformat(), "opened_at": alert.opened_at.isoformat(),
                "closed_at": alert.closed_at.isoformat() if alert.closed_at else None,
            }  # fmt: skip
    return orjson.dumps({"type": event, "timestamp": at, "data": data})
