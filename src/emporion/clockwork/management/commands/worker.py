"""`emporion worker`: the process behind the pages."""

import os
import signal
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from emporion.clockwork.worker import Worker, work_off
from emporion.kernel.console import Verb, or_one_line
from emporion.kernel.tables import guards_must_stand


class Command(Verb):
    """Run tasks, schedules and reactions until told to stop."""

    help = "Runs tasks, schedules and reactions until told to stop (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Everything has a default that suits one small machine."""
        parser.add_argument("--once", action="store_true", help="do what is due and end")
        parser.add_argument("--threads", type=int, default=2, help="tasks at the same time (default 2)")
        parser.add_argument("--lease", type=float, default=60, help="seconds after which a dead worker's task is freed")
        parser.add_argument("--grace", type=float, default=25, help="seconds that running tasks get after SIGTERM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, on a database that is sound."""
        with or_one_line():
            guards_must_stand()
        if options["once"]:
            self.stdout.write(f"Facts and tasks done: {work_off()}")
            return
        worker = Worker(
            threads=options["threads"],
            lease=timedelta(seconds=options["lease"]),
            grace=timedelta(seconds=options["grace"]),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        if not worker.forever():
            os._exit(0)  # a task that outlasted its grace was given back: its thread must not go on
