"""`emporion import FILE... --channel NAME`: exchange files from a disk, the same way as over HTTP."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from emporion.channels.commerceml.inbound.files import Taken, foretold, in_turn, taken
from emporion.exchange.queries import channel_by_code
from emporion.exchange.types import Fault, RefusedRow, Tally
from emporion.kernel.console import Verb, or_one_line
from emporion.kernel.errors import stored_refusal

KINDS = ("groups", "properties", "price_types", "warehouses", "units", "goods", "offers", "prices", "stock", "orders")


class Command(Verb):
    """Ends with status 1 when a whole file was refused; refused rows stand in the quarantine."""

    help = "Take CommerceML files in: goods before offers, whatever order they are named in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE... --channel NAME [--dry-run] [--json]"""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--channel", required=True, help="code of the connection, as the Exchange page shows it")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="the counts as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Take them in with a bar, print what became of the rows."""
        missing = [str(path) for path in options["files"] if not path.is_file()]
        if missing:
            raise CommandError(f"There is no file {', '.join(missing)}")
        with or_one_line():
            channel = channel_by_code(options["channel"]).id
            paths = in_turn(options["files"])
            found = foretold(channel, paths) if options["dry_run"] else self._taken(channel, paths)
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=1))
        else:
            self._print(found)
        if broken := [f"{one.name}: {_sentence(one.fault)}" for one in found if one.fault]:
            raise CommandError("\n".join(broken), returncode=1)

    def _taken(self, channel: int, paths: list[Path]) -> list[Taken]:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bars:
            tasks = {path.name: bars.add_task(path.name, total=path.stat().st_size) for path in paths}
            found = taken(channel, paths, lambda name, done, _: bars.update(tasks[name], completed=done))
            for path in paths:
                bars.update(tasks[path.name], completed=path.stat().st_size)
        return found

    def _print(self, found: list[Taken]) -> None:
        console = Console(width=120)
        for one in found:
            table = Table("", *("read", "created", "changed", "unchanged", "refused"), title=one.name)
            for kind in KINDS:
                if tally := one.tallies.get(kind):
                    table.add_row(kind, *(f"{number:,}" for number in tally.as_dict().values()))
            with console.capture() as captured:
                console.print(table)
            self.stdout.write(captured.get())
            for code, count in Counter(row.code for row in one.refused).items():
                row = next(row for row in one.refused if row.code == code)
                self.stdout.write(f"{count} × {_sentence(row)} [{row.place}]")


def _sentence(told: RefusedRow | Fault) -> str:
    refusal = stored_refusal(told.code, told.facts)
    return f"{refusal.sentence} {refusal.what_to_do}".strip()


def _as_json(one: Taken) -> dict[str, Any]:
    return {
        "file": one.name,
        "message": one.message,
        "counts": {kind: one.tallies.get(kind, Tally()).as_dict() for kind in KINDS},
        "refused": [
            {"place": row.place, "kind": row.kind, "key": row.key, "field": row.field, "value": row.value}
            | {"code": row.code, "sentence": _sentence(row)}
            for row in one.refused
        ],
        "error": {"code": one.fault.code, "sentence": _sentence(one.fault)} if one.fault else None,
    }
