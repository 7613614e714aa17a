"""`emporion restore`: a backup back in an empty house."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from emporion.kernel.console import Verb, or_one_line
from emporion.site.backups.restoring import restore


class Command(Verb):
    """Looks at everything before it touches anything."""

    help = "Put a backup back into the data folder and the database, and prove that it tells what it told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE [--replace]"""
        parser.add_argument("file", help="what `emporion backup` made")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also where data lie: files are put aside, tables of PostgreSQL are dropped",
        )

    def handle(self, *_: Any, **asked: Any) -> None:
        """Put it back."""
        with or_one_line():
            manifest = restore(Path(asked["file"]), replace=asked["replace"])
        self.stdout.write(f"restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC, fingerprint {manifest.fingerprint}")
