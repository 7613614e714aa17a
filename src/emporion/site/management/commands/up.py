"""`emporion up`: the whole house on one machine."""

import errno
import socket
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from emporion.kernel.console import or_one_line
from emporion.kernel.tables import guards_must_stand
from emporion.site.collecting import collect_when_changed
from emporion.site.preparing import alone
from emporion.site.sources import Sources
from emporion.site.supervisor import Child, Supervisor

THREADS = 64  # pages and live streams share them; streams are capped well below
WAITING_REQUESTS = 256
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - a word for all addresses; nobody can open a page there


class Command(BaseCommand):
    """Web server and workers under one roof; a dead one comes again, and all stop together."""

    help = "Bring the database up to date, then run the web server and the workers until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and how much of everything."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes for background work; 0: web only")
        parser.add_argument("--web", type=int, default=1, help="processes for pages; 0: workers only")
        parser.add_argument("--reload", action="store_true", help="start anew when a source file changes")

    def handle(self, *args: Any, **given: Any) -> None:
        """Prepare, then look after the children until somebody says stop."""
        if given["web"]:
            self.port_must_be_free(given["host"], given["port"])
        self.say("bringing the database up to date")
        with alone():
            call_command("migrate", verbosity=0, interactive=False)
            with or_one_line():
                guards_must_stand()
            if given["web"] and not settings.ASSETS_FROM_SOURCE and collect_when_changed():
                self.say("static files collected")
        sources = Sources(settings.HOUSE)
        supervisor = Supervisor(children(**given), self.say, sources.changed if given["reload"] else lambda: False)
        supervisor.run(
            lambda: not given["web"] or answers(given["host"], given["port"]),
            lambda: self.open_the_door(given["host"], given["port"]),
        )
        self.say("stopped")

    def open_the_door(self, host: str, port: int) -> None:
        """Say where the pages are, and where a house that nobody owns is set up."""
        address = f"http://{host if host not in EVERYWHERE else socket.gethostname()}:{port}"
        self.say(f"Emporion is up: {address}/  (Ctrl-C stops it)")
        call_command("setup", at=address, stderr=self.stderr)
        connections.close_all()

    def say(self, sentence: str) -> None:
        """To the person at the terminal, beside the log."""
        self.stderr.write(f"» {sentence}")
        self.stderr.flush()

    def port_must_be_free(self, host: str, port: int) -> None:
        """Say so before anything starts."""
        try:
            socket.create_server((host, port)).close()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"cannot listen on {host}:{port}: {error.strerror}") from error
            raise CommandError(f"port {port} is taken: stop what runs there, or choose another with --port") from error


def children(*, host: str, port: int, workers: int, web: int, **_: Any) -> list[Child]:
    """The programs of this machine."""
    console = [sys.executable, "-m", "emporion.site.console"]
    granian = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(web), "--blocking-threads", str(THREADS), "--backpressure", str(WAITING_REQUESTS)),
        *("--log-level", "error", "--workers-kill-timeout", "10", "--respawn-failed-workers"),
        "emporion.site.wsgi:application",
    ]
    pages = [Child("web", granian)] if web else []
    return pages + [Child(f"worker {number}", [*console, "worker"]) for number in range(1, workers + 1)]


def answers(host: str, port: int) -> bool:
    """Whether somebody listens already."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0  # noqa: S104
