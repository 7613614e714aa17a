"""Letters of the sign-in: their words in the reader's language, and the handing over to the mail server.

A letter's link is made when the letter leaves: no row, no fact, no task and no log ever holds it.
"""

from __future__ import annotations

import smtplib
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from emporion.household.queries import languages

from .types import LetterRefused

Letter = Literal["invitation", "password"]
WORDS = {"invitation": "account/email/invitation", "password": "account/email/password_reset_key"}
REFUSED = 550  # where SMTP names a number for each recipient and none for the whole


def sends_letters() -> bool:
    """Whether this house has a mail server; without one letters are files of the data folder, which nobody gets."""
    return bool(settings.EMAIL_HOST)


def written(
    letter: Letter, *, to: str, link: str, name: str, language: str, zone: str, until: datetime | None
) -> EmailMessage:
    """A letter in a language, the house's when none is named; times are the reader's."""
    told = {"password_reset_url": link, "name": name, "until": until}
    with translation.override(language or languages().default), timezone.override(ZoneInfo(zone)):
        subject, text = (render_to_string(f"{WORDS[letter]}_{part}.txt", told) for part in ("subject", "message"))
    return EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[to])


def hand_over(message: EmailMessage) -> None:
    """To the mail server; refused with its number, without the words of its answer, which may name the reader."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        replies = [number for number, _words in error.recipients.values()]
        raise LetterRefused(max(replies, default=REFUSED)) from None
    except smtplib.SMTPResponseException as error:
        raise LetterRefused(error.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        raise LetterRefused(0) from None
