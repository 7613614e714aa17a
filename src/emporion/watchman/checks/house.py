"""Checks of ourselves: the worker, what it works on, the book, the disk, the backups, the clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from emporion.clockwork import queries as clockwork
from emporion.household.queries import backups
from emporion.journal import queries as journal
from emporion.kernel import rows
from emporion.ledger.queries import mismatches

from ..types import HOUSE, STANDS_STILL, WORKER, Check, Found, Limit

RIGHT = "settings.view"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLOCK = "SELECT EXTRACT(EPOCH FROM clock_timestamp())"


def _worker(_limit: int) -> Iterator[Found]:
    """Whoever looks is at work; that nobody looks is seen by the pages (see `standing`)."""
    yield Found(HOUSE, 0, is_well=True, limit=STANDS_STILL // MINUTE)


def _queue(limit: int) -> Iterator[Found]:
    due = clockwork.due_since()
    minutes = (timezone.now() - due) // MINUTE if due else 0
    yield Found(HOUSE, minutes, minutes < limit, limit=limit, since=due)


def _schedules(_limit: int) -> Iterator[Found]:
    stumbled = [one for one in clockwork.schedules() if one.error]
    names = ", ".join(one.name for one in stumbled)
    since = min((one.last_at for one in stumbled if one.last_at), default=None)
    yield Found(HOUSE, len(stumbled), not stumbled, since=since, facts={"names": names})


def _reactions(_limit: int) -> Iterator[Found]:
    parked = journal.parked()
    since = min((fact.at for _row, _subscriber, fact, _error in parked), default=None)
    yield Found(HOUSE, len(parked), not parked, since=since)


def _book(_limit: int) -> Iterator[Found]:
    found = mismatches()
    yield Found(HOUSE, len(found), not found, since=min((one.since for one in found), default=None))


def _disk(limit: int) -> Iterator[Found]:
    total, _used, free = shutil.disk_usage(Path(settings.EMPORION_HOME))
    percent = free * 100 // total
    yield Found(HOUSE, percent, percent >= limit, limit=limit, facts={"megabytes": free >> 20})


def _backup(limit: int) -> Iterator[Found]:
    """The age of the newest backup that came back whole or was not tried yet; a house without any has not begun."""
    known = backups()
    if not known or not settings.EMPORION_BACKUPS:
        return
    good = next((one for one in known if not one.drill_error), known[-1])
    hours = (timezone.now() - good.made_at) // HOUR
    yield Found(HOUSE, hours, hours < limit, limit=limit, since=good.made_at)


def _clock(limit: int) -> Iterator[Found]:
    if connection.vendor == "sqlite":  # the database is this machine
        return
    apart = round(abs(float(rows.fetch(CLOCK)[0][0]) - timezone.now().timestamp()))
    yield Found(HOUSE, apart, apart <= limit, limit=limit)


IN_THE_HOUSE = (
    Check(
        code=WORKER,
        title=gettext_noop("The worker is at work"),
        says=gettext_noop("No worker has been at work since %(since)s"),
        remedy=gettext_noop(
            "Start one with “emporion up”, or “emporion worker” where the pages run on another machine."
        ),
        right=RIGHT, look=_worker, unit="minutes", page="settings_diagnosis",
    ),
    Check(
        code="worker.behind",
        title=gettext_noop("Background work that waits"),
        says=gettext_noop("Background work has waited for %(figure)s"),
        remedy=gettext_noop("See in the journal what takes so long; a second worker shares the work."),
        right=RIGHT, look=_queue, unit="minutes", limit=Limit(10, 1, 24 * 60), page="settings_diagnosis",
    ),
    Check(
        code="worker.stumbled",
        title=gettext_noop("Work by the clock that stumbled"),
        says=gettext_noop("Work by the clock ended in an error: %(names)s"),
        remedy=gettext_noop("Look into the log of the worker at that moment."),
        right=RIGHT, look=_schedules, page="settings_diagnosis",
    ),
    Check(
        code="reactions.stumbled",
        title=gettext_noop("Reactions that stumbled"),
        says=gettext_noop("Reactions stumbled over facts and wait: %(figure)s"),
        remedy=gettext_noop("Today shows each with what it stumbled over."),
        right="exchange.view", look=_reactions, page="today",
    ),
    Check(
        code="book.differs",
        title=gettext_noop("Sums of the book"),
        says=gettext_noop("Sums of the book do not agree: %(figure)s"),
        remedy=gettext_noop("Today names them, and the documents: balances it repairs by one button."),
        right=RIGHT, look=_book, page="today",
    ),
    Check(
        code="backup.old",
        title=gettext_noop("The last good backup"),
        says=gettext_noop("The last backup that is good was made %(since)s"),
        remedy=gettext_noop("Look whether the worker runs and the disk has room."),
        right=RIGHT, look=_backup, unit="hours", limit=Limit(36, 2, 24 * 30), every=timedelta(minutes=10),
        page="settings_backups",
    ),
    Check(
        code="disk.full",
        title=gettext_noop("Room on the disk of the data"),
        says=gettext_noop("The disk of the data is nearly full: %(figure)s are free, %(megabytes)s MB"),
        remedy=gettext_noop("Make room, or keep fewer backups with EMPORION_BACKUPS."),
        right=RIGHT, look=_disk, unit="percent", limit=Limit(10, 1, 50), below=True, page="settings_diagnosis",
    ),
    Check(
        code="clock.apart",
        title=gettext_noop("The clock against the database's"),
        says=gettext_noop("The clocks of the programs and of the database are %(figure)s apart"),
        remedy=gettext_noop("Let both machines keep their time by NTP."),
        right=RIGHT, look=_clock, unit="seconds", limit=Limit(5, 1, 300), every=timedelta(minutes=5),
        page="settings_diagnosis",
    ),
)  # fmt: skip
