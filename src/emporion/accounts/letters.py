"""Letters of the sign-in: their words in the reader's language, and the handing over to the mail server.

A letter's link is made when the letter leaves: no row, no fact, no task and no log ever holds it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from emporion.household.queries import languages
from emporion.kernel.post import hand_over as hand_over, sends_letters as sends_letters

Letter = Literal["invitation", "password"]
WORDS = {"invitation": "account/email/invitation", "password": "account/email/password_reset_key"}


def written(
    letter: Letter, *, to: str, link: str, name: str, language: str, zone: str, until: datetime | None
) -> EmailMessage:
    """A letter in a language, the house's when none is named; times are the reader's."""
    told = {"password_reset_url": link, "name": name, "until": until}
    with translation.override(language or languages().default), timezone.override(ZoneInfo(zone)):
        subject, text = (render_to_string(f"{WORDS[letter]}_{part}.txt", told) for part in ("subject", "message"))
    return EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[to])
