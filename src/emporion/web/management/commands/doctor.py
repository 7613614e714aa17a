"""`emporion doctor`: the state of the house, as the page Diagnosis tells it, for a house whose pages do not come."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import override

from emporion.kernel.console import Verb
from emporion.web.diagnosis import as_text, findings


class Command(Verb):
    """Ends with 1 when something stands still until somebody decides."""

    help = "Say what runs, what waits and what is wrong, with what to do; without secrets, to be sent to a helper."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In which language."""
        parser.add_argument("--language", default="en", help="en, ru, ro or el")

    def handle(self, *_: Any, **asked: Any) -> None:
        """Print it, the remedies below."""
        with override(asked["language"]):
            found = findings()
            self.stdout.write(as_text(found))
            for one in found:
                if one.remedy:
                    self.stdout.write(f"→ {one.name}: {one.remedy}")
        if bad := sum(one.tone == "bad" for one in found):
            raise CommandError(f"{bad} to mend")
