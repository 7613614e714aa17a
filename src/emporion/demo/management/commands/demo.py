"""`emporion demo`: firms with a month of life, and the outside world around it."""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from emporion.demo.home import GOODS, DemoHome
from emporion.demo.programs import ProgramDied, Programs, free_port, is_taken
from emporion.demo.starting import LIVELY, QUIET, Start
from emporion.demo.teller import Teller
from emporion.kernel.errors import Refused

LOOK_SECONDS = 0.3


class Command(BaseCommand):
    """Start the demonstration and keep it alive until somebody says stop."""

    help = _("Run sample firms with a simulated 1C and simulated storefronts until stopped.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Everything has a default."""
        parser.add_argument("--reset", action="store_true", help=_("throw the demonstration's data away first"))
        parser.add_argument("--port", type=int, default=8000, help=_("0: any that is free (default: 8000)"))
        parser.add_argument("--goods", type=int, default=GOODS, help=_("goods of a new 1C base (default: 2000)"))
        parser.add_argument("--quiet-life", action="store_true", help=_("few changes and few customers"))

    def handle(self, **asked: Any) -> None:
        """Start, then look after the programs; a refusal is one line."""
        if "EMPORION_HOME" not in os.environ:
            _again_in(Path(settings.EMPORION_HOME) / "demo")
        port = asked["port"] or free_port()
        if is_taken(port):
            raise CommandError(
                _("Port %(port)s is taken: stop what runs there, or choose another with --port.") % {"port": port}
            )
        home = DemoHome(Path(settings.EMPORION_HOME))
        teller = Teller(Console())
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGINT, _interrupt)
        try:
            if asked["reset"]:
                home.reset(str(settings.DATABASES["default"]["NAME"]))
            with Programs() as programs:
                pace = QUIET if asked["quiet_life"] else LIVELY
                Start(home, teller, programs, port=port, goods=asked["goods"], pace=pace).run()
                while True:
                    programs.look_after()
                    time.sleep(LOOK_SECONDS)
        except KeyboardInterrupt:
            teller.say(_("Stopped."))
        except Refused as refusal:
            raise CommandError(" ".join(filter(None, (refusal.sentence, refusal.what_to_do)))) from None
        except ProgramDied as error:
            raise CommandError(
                _("The house stopped by itself. Its last words:\n%(words)s") % {"words": error}
            ) from None


def _interrupt(number: int, _frame: FrameType | None) -> None:
    """SIGTERM ends a demonstration as Ctrl-C does."""
    raise KeyboardInterrupt


def _again_in(home: Path) -> None:
    """Begin anew with a data folder of the demonstration's own: settings are read once, at the start."""
    os.environ["EMPORION_HOME"] = str(home)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "emporion.site.console", *sys.argv[1:]])  # noqa: S606 - the same program once more
