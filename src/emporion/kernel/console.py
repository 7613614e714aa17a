"""What the verbs of the console share: a start without ado, a refusal in one line instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError

from .errors import Refused


class Verb(BaseCommand):
    """A verb that begins at once.

    Django's checks of the program read every page there is, half a second of each start; who changes the program
    asks for them (`bin/check`), and so do `emporion up` and `emporion check`.
    """

    requires_system_checks: list[str] = []


@contextmanager
def or_one_line() -> Iterator[None]:
    """End the console command with status 1 and the refusal's words."""
    try:
        yield
    except Refused as refusal:
        raise CommandError(f"{refusal.sentence} {refusal.what_to_do}".strip()) from None
