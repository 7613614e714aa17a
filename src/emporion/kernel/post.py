"""The door to the mail server: a letter is handed over, or the server's number says why not."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

REFUSED = 550  # where SMTP names a number for each recipient and none for the whole


class LetterRefused(Exception):
    """The mail server did not take a letter; says its number and never for whom the letter was. 0: no answer."""

    def __init__(self, reply: int) -> None:
        super().__init__(f"the mail server answered {reply}" if reply else "the mail server did not answer")
        self.reply = reply

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help: SMTP says so by a number from 500 on."""
        return self.reply >= 500  # noqa: PLR2004


def sends_letters() -> bool:
    """Whether this house has a mail server; without one letters are files of the data folder, which nobody gets."""
    return bool(settings.EMAIL_HOST)


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
