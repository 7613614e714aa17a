"""`emporion fingerprint`: one hash over what the business knows."""

import json
from argparse import ArgumentParser
from typing import Any

from emporion.kernel.console import Verb
from emporion.site.fingerprint import fingerprint


class Command(Verb):
    """Two databases that tell the same story print the same line."""

    help = "Print a hash over all business tables and ledger sums, without row numbers, times, inbox and journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """[--json]"""
        parser.add_argument("--json", action="store_true", help="a hash per table")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print it."""
        parts = fingerprint()
        self.stdout.write(json.dumps(parts, indent=1) if options["json"] else parts["all"])
