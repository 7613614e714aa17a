"""One import in a process of its own: python -m bench._load FILE ... → what it cost and what it brought, as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import django

django.setup()

from emporion.channels.commerceml.inbound.job import import_message  # noqa: E402
from emporion.clockwork.commands import follow_the_clock  # noqa: E402
from emporion.exchange import commands as exchange  # noqa: E402
from emporion.exchange.queries import channel_by_code, channels, messages_in_work  # noqa: E402
from emporion.journal.commands import deliver_due  # noqa: E402
from emporion.journal.models import Fact  # noqa: E402
from emporion.ledger.models import Entry  # noqa: E402
from emporion.parties import commands as parties  # noqa: E402


def channel() -> int:
    """A connection to a 1C, made in an empty house."""
    if not channels():
        firm = parties.add_firm(
            name="Firm", country="RU", base_currency="RUB", regime="general", since=date(2020, 1, 1), actor="bench"
        )
        exchange.add_channel(
            code="1c", kind="commerceml", title="1C", settings={"firm": firm.id}, secrets={}, actor="bench"
        )
    return channel_by_code("1c").id


def brought(number: int, path: Path) -> dict[str, int]:
    """Keep a file in the inbox and work it through."""
    with path.open("rb") as file:
        content = exchange.store(file)
    kept = exchange.keep_message(channel=number, direction="in", name=path.name, content=content, actor="bench")
    return read(kept)


def read(kept: int) -> dict[str, int]:
    """Work a kept message through, or go on where a worker was killed."""
    return {kind: tally.read for kind, tally in import_message(kept).items()}


def peak_mb() -> float:
    """The most memory this process has had, in MiB.

    ru_maxrss would not do on Linux: what the parent held when it started this program counts in it.
    """
    with Path("/proc/self/status").open() as status:
        [kib] = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    return int(kib) / 1024


def main() -> None:
    """What was left in work goes first. Without it and without files an idle worker, which has looked for work once.

    Once, and not until there is none: somebody may order beside it and never stop giving it something to hear.
    """
    number = channel()
    follow_the_clock(actor="bench")
    deliver_due()
    idle = peak_mb()
    facts, entries = Fact.objects.count(), Entry.objects.count()
    cpu, wall = time.process_time(), time.perf_counter()
    came = [read(kept) for kept in messages_in_work(number)] + [brought(number, Path(path)) for path in sys.argv[1:]]
    spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    peak = peak_mb()
    new = {"facts": Fact.objects.count() - facts, "entries": Entry.objects.count() - entries}
    print(json.dumps(spent | new | {"idle_mb": idle, "peak_mb": peak, "read": came}))


if __name__ == "__main__":
    main()
