"""A backup each night, tried at once; the newest few are kept."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.conf import settings

from .drill import CONSOLE

KEPT = "emporion-*.backup"


class NightFailed(Exception):
    """The backup of the night did not come about, or could not be restored; says what the console said."""


def folder() -> Path:
    """Where backups go that name no other place."""
    return Path(settings.EMPORION_HOME) / "backups"


def thin_out() -> list[Path]:
    """Let all but the newest go, as many as EMPORION_BACKUPS says; answers those that went."""
    standing = sorted(folder().glob(KEPT), reverse=True)
    for old in standing[max(settings.EMPORION_BACKUPS, 1) :]:
        old.unlink()
    return standing[max(settings.EMPORION_BACKUPS, 1) :]


def back_up_at_night() -> None:
    """In a process of its own, so that the worker goes on; nothing where EMPORION_BACKUPS is 0."""
    if not settings.EMPORION_BACKUPS:
        return
    done = subprocess.run(
        [*CONSOLE, "backup", "--nightly"], env=os.environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NightFailed(done.stderr.strip()[-500:])
