"""A thread of every process that answers pages: it sees to it that a worker which stands still is told of."""

from __future__ import annotations

import threading

import structlog
from django.db import connections

from emporion.watchman.commands import stand_in

SECONDS = 60.0
log = structlog.get_logger("emporion.monitoring")


def begin(seconds: float = SECONDS, ending: threading.Event | None = None) -> threading.Thread:
    """Look every so many seconds until the process ends, or the event is set."""
    thread = threading.Thread(target=_look, args=(seconds, ending or threading.Event()), name="standing", daemon=True)
    thread.start()
    return thread


def _look(seconds: float, ending: threading.Event) -> None:
    while not ending.wait(seconds):
        try:
            stand_in()
        except Exception:  # a database that is away is told by the pages
            log.exception("standing_stumbled")
        finally:
            connections.close_all()
