"""`emporion search rebuild`: what is searched is read anew, kind by kind."""

from argparse import ArgumentParser
from typing import Any

from emporion.kernel.console import Verb
from emporion.search import commands
from emporion.search.types import SEARCHABLE

STEP = 1000


class Command(Verb):
    """Needed after a change of what words are searched by; otherwise facts keep the search up to date."""

    help = "Read anew everything that Ctrl-K finds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """rebuild"""
        parser.add_argument("verb", choices=["rebuild"])

    def handle(self, *_: Any, **options: Any) -> None:
        """Empty the index, then fill it in steps, so that others can work in between."""
        commands.empty(actor="cli", origin="cli")
        for kind, what in sorted(SEARCHABLE.items()):
            count, last = 0, ""
            while keys := what.after(last, STEP):
                count += commands.refresh(kind=kind, keys=keys, actor="cli", origin="cli")
                last = keys[-1]
            self.stdout.write(f"{kind}: {count}")
