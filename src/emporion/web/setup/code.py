"""The one-time code that opens a house which nobody owns yet: whoever reads it stands at the machine's terminal.

It lies in the data folder as long as nobody owns the house, and goes with the first owner.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when it is typed
LENGTH, GROUP = 12, 4
TRIES, PAUSE_SECONDS = 20, 600
TRIED = "setup.tried"


def place() -> Path:
    """Where it lies."""
    return Path(settings.EMPORION_HOME) / "setup_code"


def standing() -> str:
    """The code that opens the house; nothing when none does."""
    with suppress(OSError):
        return place().read_text().strip()
    return ""


def made() -> str:
    """The code that stands, or a new one that only the house's own user can read."""
    if not standing():
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        place().touch(mode=0o600)
        place().write_text("-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP)) + "\n")
    return standing()


def spend() -> None:
    """The house has an owner: the code opens nothing any more."""
    place().unlink(missing_ok=True)


def fits(told: str) -> bool:
    """Whether somebody knows the code; letters of any case, with or without hyphens."""
    code = standing()
    return bool(code) and constant_time_compare(_bare(told), _bare(code))


def may_try() -> bool:
    """Whether one more try is allowed: twenty in ten minutes for all strangers together, whatever their addresses."""
    cache.add(TRIED, 0, PAUSE_SECONDS)
    return cache.incr(TRIED) <= TRIES


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
