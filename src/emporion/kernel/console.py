"""A refusal on the console: one line with its remedy instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from .errors import Refused


@contextmanager
def or_one_line() -> Iterator[None]:
    """End the console command with status 1 and the refusal's words."""
    try:
        yield
    except Refused as refusal:
        raise CommandError(f"{refusal.sentence} {refusal.what_to_do}".strip()) from None
