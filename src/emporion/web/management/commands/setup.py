"""`emporion setup`: the address and the one-time code of a house that nobody owns yet."""

from argparse import ArgumentParser
from typing import Any

from django.urls import reverse

from emporion.accounts.queries import is_owned
from emporion.kernel.console import Verb
from emporion.web.setup import code


class Command(Verb):
    """Whoever can run it has the machine, and may own the house."""

    help = "Print where the set-up begins, with its one-time code; an owned house has none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the pages are."""
        parser.add_argument("--at", default="http://127.0.0.1:8000", help="address of the pages")

    def handle(self, *_: Any, **asked: Any) -> None:
        """Print it."""
        if is_owned():
            code.spend()
            return
        told = code.made()
        self.stderr.write(
            f"» nobody owns this house yet. Set it up here: {asked['at']}{reverse('web:setup')}?code={told}"
        )
