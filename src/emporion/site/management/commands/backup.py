"""`emporion backup`: the whole house in one file."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from emporion.household.commands import note_backup, note_drill
from emporion.kernel.console import Verb, or_one_line
from emporion.site.backups.drill import tried
from emporion.site.backups.making import back_up
from emporion.site.backups.nightly import folder, thin_out


class Command(Verb):
    """Made while people work; nobody waits for it."""

    help = "Put the whole house into one file, while it runs. The file holds secrets: keep it like a key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """[FILE] [--drill]"""
        parser.add_argument("file", nargs="?", help="where to (default: backups in the data folder); - prints")
        parser.add_argument("--drill", action="store_true", help="restore it beside the house and compare, too")
        parser.add_argument("--nightly", action="store_true", help="the same, and let old ones in the folder go")

    def handle(self, *_: Any, **asked: Any) -> None:
        """Make it, and try it when asked."""
        if asked["file"] == "-":
            with or_one_line():
                back_up(sys.stdout.buffer)
            return
        place = Path(asked["file"]) if asked["file"] else folder() / f"emporion-{timezone.now():%Y%m%d-%H%M%S}.backup"
        if place.exists():
            raise CommandError(f"{place} exists already: name another file")
        with or_one_line():
            number = self._made(place.resolve())
        if asked["drill"] or asked["nightly"]:
            self._tried(number, place.resolve())
        if asked["nightly"]:
            thin_out()

    def _made(self, place: Path) -> int:
        began = time.monotonic()
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.part")
        try:
            with draft.open("xb") as file:
                draft.chmod(0o600)
                manifest = back_up(file)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        size, seconds = place.stat().st_size, round(time.monotonic() - began)
        self.stdout.write(f"{place}  {size / 1e6:.1f} MB  {seconds} s  fingerprint {manifest.fingerprint}")
        return note_backup(
            place=str(place), bytes=size, seconds=seconds, fingerprint=manifest.fingerprint, actor="cli", origin="cli"
        )

    def _tried(self, number: int, place: Path) -> None:
        error = tried(place)
        note_drill(backup=number, error=error, actor="cli", origin="cli")
        if error:
            raise CommandError(f"the drill failed: {error}")
        self.stdout.write("drill: restored beside the house, it tells the same")
