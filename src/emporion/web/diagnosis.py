"""The state of the house in one place: what runs, what waits, what is wrong and what to do, ready to be sent on.

Nothing of it is a secret: no password, no key, no name of a machine or a person, no word that came from outside.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

import emporion
from emporion.clockwork import queries as clockwork
from emporion.exchange import queries as exchange
from emporion.household.queries import backup_worry, last_backup
from emporion.journal import queries as journal
from emporion.kernel import rows
from emporion.kernel.tables import missing_guards, waiting_migrations
from emporion.ledger.queries import mismatches
from emporion.ledger.types import LOOK

from . import numbers, times
from .status import Tone

LATE = timedelta(minutes=5)  # of a schedule: a worker begins one within a second
CLOCK_SECONDS = 5  # by which our clock and the database's may differ
LITTLE_DISK = 10  # percent; below it a backup may not fit
MEGABYTE = 1 << 20
LOOKED_AT = 1000  # objects that connections did not take; of more it is enough to know that there are many
SIZE = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
}
CLOCK = {
    "postgresql": "SELECT EXTRACT(EPOCH FROM clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its name, what was found, whether that is well, and what to do where it is not."""

    name: str
    value: str
    tone: Tone = "good"
    remedy: str = ""


def findings() -> list[Finding]:
    """Everything, in the order in which one would look; what cannot be looked at says so and stops nothing."""
    return [finding for look in LOOKS for finding in _looked(look)]


def _looked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:  # noqa: BLE001 - a diagnosis is for a house in which anything may be broken
        remedy = _("Look into the log of the programs at this moment.")
        return [Finding(look.__name__.strip("_"), type(error).__name__, "bad", remedy)]


def as_text(found: Sequence[Finding]) -> str:
    """The diagnosis as lines to paste into a message."""
    marks = {"bad": "!!", "warn": "! "}
    lines = (f"{marks.get(one.tone, '  ')} {one.name}: {one.value}" for one in found)
    return "\n".join((f"Emporion, {times.iso(timezone.now())}", *lines))


def _version() -> Iterator[Finding]:
    parts = f"Emporion {emporion.__version__}", f"Django {django.__version__}", f"Python {platform.python_version()}"
    yield Finding(_("Versions"), ", ".join((*parts, f"{platform.system()} {platform.machine()}")))


def _database() -> Iterator[Finding]:
    version = ".".join(str(part) for part in connection.get_database_version())
    size = rows.fetch(SIZE[connection.vendor])[0][0]
    megabytes, unit = numbers.count(max(int(size) // MEGABYTE, 1)), _("MB")
    yield Finding(_("Database"), f"{connection.display_name} {version}, {megabytes} {unit}")
    if waiting := waiting_migrations():
        remedy = _("Stop the programs and start them with “emporion up”: it brings the tables up to date.")
        yield Finding(_("Tables"), _("changes that wait: %(count)s") % {"count": len(waiting)}, "bad", remedy)
    else:
        yield Finding(_("Tables"), _("up to date"))
    missing = missing_guards()
    said = ", ".join(missing) if missing else _("all stand")
    remedy = _("Run “emporion ledger verify --repair”.") if missing else ""
    yield Finding(_("Guards of the books"), said, "bad" if missing else "good", remedy)


def _book() -> Iterator[Finding]:
    wrong = [one.finding for one in mismatches()]
    looked = next((one.last_at for one in clockwork.schedules() if one.name == LOOK), None)
    if wrong:
        count = numbers.count(len(wrong))
        remedy = _("Today names them, and the documents: balances it repairs by one button.")
        yield Finding(_("Sums of the book"), _("findings: %(count)s") % {"count": count}, "bad", remedy)
    elif looked is None:
        yield Finding(_("Sums of the book"), _("not looked at yet"), "warn", _("A worker looks every half minute."))
    else:
        yield Finding(_("Sums of the book"), _("agree, looked at %(age)s") % {"age": _age(looked)})


def _clock() -> Iterator[Finding]:
    apart = abs(float(rows.fetch(CLOCK[connection.vendor])[0][0]) - timezone.now().timestamp())
    now = f"{timezone.now():%Y-%m-%d %H:%M} UTC"
    if apart > CLOCK_SECONDS:
        value = _("%(now)s, %(seconds)s s away from the database's") % {"now": now, "seconds": round(apart)}
        yield Finding(_("Clock"), value, "bad", _("Let both machines keep their time by NTP."))
    else:
        yield Finding(_("Clock"), now)


def _worker() -> Iterator[Finding]:
    known = clockwork.schedules()
    begun = max((one.last_at for one in known if one.last_at), default=None)
    due = min((one.next_at for one in known if one.next_at), default=None)
    remedy = _("Start one with “emporion up”, or “emporion worker” where the pages run on another machine.")
    if due is None:
        yield Finding(_("Worker"), _("none has started yet"), "bad", remedy)
    elif due < timezone.now() - LATE:
        value = _("none at work; the last began something %(age)s") % {"age": _age(begun)}
        yield Finding(_("Worker"), value, "bad", remedy)
    else:
        yield Finding(_("Worker"), _("at work, began something %(age)s") % {"age": _age(begun)})
    for one in known:
        if one.error:
            value = _("stumbled %(age)s") % {"age": _age(one.last_at)}
            yield Finding(one.name, value, "warn", _("Look into the log of the worker at that moment."))


def _age(at: datetime | None) -> str:
    return times.age(at) if at else "—"


def _queue() -> Iterator[Finding]:
    counts = {state: clockwork.count(state=state) for state in ("ready", "running", "failed", "lost")}
    value = _("%(ready)s wait, %(running)s run, %(failed)s failed") % {
        "ready": numbers.count(counts["ready"]),
        "running": numbers.count(counts["running"]),
        "failed": numbers.count(counts["failed"] + counts["lost"]),
    }
    gone = counts["failed"] + counts["lost"]
    remedy = _("The journal tells of each: search it for “Background task failed”.") if gone else ""
    yield Finding(_("Background work"), value, "warn" if gone else "good", remedy)
    if (answers := clockwork.broker_answers()) is not None:
        remedy = _("Start the broker again, or take EMPORION_QUEUE away. No task is lost meanwhile.")
        value = _("answers") if answers else _("away; workers look for tasks by themselves")
        yield Finding(_("Broker"), value, "good" if answers else "warn", "" if answers else remedy)
    if parked := len(journal.parked()):
        remedy = _("Today shows each with what it stumbled over.")
        yield Finding(_("Reactions that stumbled"), numbers.count(parked), "bad", remedy)


def _exchange() -> Iterator[Finding]:
    channels = [one for one in exchange.channels() if one.is_active]
    silent, waiting = exchange.silences(channels), exchange.open_counts()
    not_taken = exchange.all_outgoing(LOOKED_AT, "failed")
    for channel in channels:
        silence, refused = silent.get(channel.id), waiting.get(channel.id, 0)
        failed = len(not_taken.get(channel.id, ()))
        said = _("%(refused)s rows refused, %(failed)s objects not taken") % {
            "refused": numbers.count(refused), "failed": numbers.count(failed),
        }  # fmt: skip
        heard = [_("heard last %(age)s") % {"age": times.age(silence.since)}] if silence else []
        tone: Tone = "bad" if silence else "warn" if refused or failed else "good"
        remedy = _("Open the connection: its lamps say what is missing.") if tone != "good" else ""
        name = _("Connection %(number)s (%(kind)s)") % {"number": channel.id, "kind": channel.kind}
        yield Finding(name, ", ".join([*heard, said]), tone, remedy)


def _disk() -> Iterator[Finding]:
    total, _used, free = shutil.disk_usage(Path(settings.EMPORION_HOME))
    percent = free * 100 // total
    value = _("%(free)s MB free, %(percent)s %%") % {"free": numbers.count(free // MEGABYTE), "percent": percent}
    is_little = percent < LITTLE_DISK
    remedy = _("Make room, or keep fewer backups with EMPORION_BACKUPS.") if is_little else ""
    yield Finding(_("Disk of the data"), value, "bad" if is_little else "good", remedy)


def _backup() -> Iterator[Finding]:
    last = last_backup()
    if last is None:
        remedy = _("Ask for one on the page of backups; a worker makes it.")
        yield Finding(_("Last backup"), _("none yet"), "warn", remedy)
        return
    tried = _("restored and the same") if last.is_tried else _("not tried")
    value = ", ".join((times.age(last.made_at), _("failed") if last.drill_error else tried))
    worry = backup_worry() is not None
    remedy = _("Look whether the worker runs and the disk has room.") if worry else ""
    yield Finding(_("Last backup"), value, "bad" if worry else "good", remedy)


LOOKS = (_version, _database, _book, _clock, _worker, _queue, _exchange, _disk, _backup)
