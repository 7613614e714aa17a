"""`emporion ledger verify`: the proof that the book adds up, and the repair of a cached balance that does not."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from emporion.kernel.console import Verb
from emporion.kernel.tables import missing_guards
from emporion.ledger import commands
from emporion.ledger.queries import verify
from emporion.ledger.types import KEPT_OF_THE_BOOK, Finding

TOLD = ("code", "subject", "expected", "found", "document")


class Command(Verb):
    """Reads the whole book; ends with status 1 when anything is wrong."""

    help = (
        "Check that every balance is the sum of its entries, that every posting sums to zero, that places match"
        " promises and that orders are promised what their lines say."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """verify [--json] [--repair]"""
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("--json", action="store_true", help="findings as JSON")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="write balances that drifted anew from their entries, and put up missing guards",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the findings; with --repair mend the caches first."""
        if options["repair"]:
            guards = commands.put_up_guards(actor="cli", origin="cli")
            self.stderr.write(f"{len(guards)} guards put up again{': ' if guards else ''}{', '.join(guards)}")
            mended = commands.repair_balances(actor="cli", origin="cli")
            self.stderr.write(f"Balances written anew from their entries: {mended}")
            for kept in KEPT_OF_THE_BOOK:
                self.stderr.write(f"Kept of the book and weighed anew, {kept.code}: {kept.mend(None)}")
        findings = verify() + [Finding("guard", name, 1, 0) for name in missing_guards()]
        if options["json"]:
            self.stdout.write(
                json.dumps([{name: getattr(one, name) for name in TOLD} for one in findings], ensure_ascii=False)
            )
        else:
            self._table(findings)
        if findings:
            raise CommandError(
                f"Findings: {len(findings)}; balances and guards can be repaired with --repair", returncode=1
            )

    def _table(self, findings: list[Finding]) -> None:
        if not findings:
            self.stdout.write("The book adds up: 0 findings.")
            return
        table = Table("code", "about", "document", "expected", "found")
        for finding in findings:
            table.add_row(finding.code, finding.subject, finding.document, str(finding.expected), str(finding.found))
        console = Console()
        with console.capture() as drawn:
            console.print(table)
        self.stdout.write(drawn.get())
