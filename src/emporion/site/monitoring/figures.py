"""The figures of a house, read when they are asked for: every process answers the same, however many there are.

What cannot be read is left out and named by emporion_unreadable, so that a broken part hides no other.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

import emporion
from emporion.clockwork import queries as clockwork
from emporion.exchange import queries as exchange
from emporion.household.queries import last_backup
from emporion.journal import queries as journal
from emporion.ledger.queries import mismatches
from emporion.watchman import queries as watchman

from .requests import PROCESS

STATES = ("ready", "running", "failed", "lost")
log = structlog.get_logger("emporion.monitoring")


class House(Collector):
    """Reads all figures anew; what this process counted itself comes after them."""

    def collect(self) -> Iterator[Metric]:
        """Every figure of the house and of this process."""
        unreadable = GaugeMetricFamily(
            "emporion_unreadable", "1 where a part of the figures could not be read.", labels=["part"]
        )
        for read in FIGURES:
            name = read.__name__.strip("_")
            try:
                figures = list(read())
            except Exception:
                log.exception("figures_unreadable", part=name)
                unreadable.add_metric([name], 1)
            else:
                unreadable.add_metric([name], 0)
                yield from figures
        yield unreadable
        yield from PROCESS.collect()


def _version() -> Iterator[Metric]:
    family = GaugeMetricFamily("emporion_info", "The program and its database.", labels=["version", "database"])
    family.add_metric([emporion.__version__, connection.vendor], 1)
    yield family


def _work() -> Iterator[Metric]:
    counts = {state: clockwork.count(state=state) for state in STATES}
    yield _by("state", "emporion_tasks", "Background tasks that wait, run, or were given up.", counts)
    waited = _age(clockwork.due_since())
    yield _one("emporion_task_wait_seconds", "How long the task that is due longest has waited.", waited)
    schedules = clockwork.schedules()
    due = min((one.next_at for one in schedules if one.next_at), default=None)
    late = "How late a worker is with what it does by the clock; over a minute none is at work. -1: none ever was."
    yield _one("emporion_worker_late_seconds", late, -1 if due is None else _age(due))
    stumbled = {one.name: bool(one.error) for one in schedules}
    yield _by("schedule", "emporion_schedule_stumbled", "1 where the last run ended in an error.", stumbled)
    if (answers := clockwork.broker_answers()) is not None:
        yield _one("emporion_broker_away", "1 where the broker that wakes workers does not answer.", int(not answers))


def _journal() -> Iterator[Metric]:
    yield CounterMetricFamily("emporion_facts", "Facts that were ever told.", journal.last_fact())
    yield _one("emporion_reactions_stumbled", "Reactions that stumbled over a fact and wait.", len(journal.parked()))


def _ledger() -> Iterator[Metric]:
    yield _one("emporion_ledger_findings", "Sums of the book that do not agree.", len(mismatches()))


def _connections() -> Iterator[Metric]:
    active = [one for one in exchange.channels() if one.is_active]
    codes, silent = {one.id: one.code for one in active}, exchange.silences(active)
    heard = {one.channel: _age(one.seen_at) for one in exchange.last_talks().values()}
    for name, says, known in (
        ("silent", "1 where a connection has missed two visits.", dict.fromkeys(silent, 1)),
        ("refused_rows", "Rows of a connection that wait for a person.", exchange.open_counts()),
        ("outgoing", "Objects that a connection has still to learn.", exchange.waiting_counts()),
        ("not_taken", "Objects that a connection refused to take.", exchange.waiting_counts("failed")),
    ):
        values = {code: known.get(pk, 0) for pk, code in codes.items()}
        yield _by("connection", f"emporion_connection_{name}", says, values)
    ages = {codes[pk]: age for pk, age in heard.items() if pk in codes}
    yield _by("connection", "emporion_connection_heard_seconds", "Since when a connection was not heard.", ages)


def _leaving() -> Iterator[Metric]:
    codes = {one.id: one.code for one in exchange.channels() if one.is_active}
    length = GaugeMetricFamily(
        "emporion_outgoing_objects", "Objects of a kind that a connection has still to learn.",
        labels=["connection", "kind"],
    )  # fmt: skip
    oldest = GaugeMetricFamily(
        "emporion_outgoing_oldest_seconds", "Since when the oldest of them is wanted there.",
        labels=["connection", "kind"],
    )  # fmt: skip
    for one in exchange.queues():
        if code := codes.get(one.channel):
            length.add_metric([code, one.kind], one.length)
            oldest.add_metric([code, one.kind], _age(one.oldest))
    yield from (length, oldest)
    paused = exchange.paused_outgoing()
    values = {code: int(pk in paused) for pk, code in codes.items()}
    says = "1 where a person has paused what leaves through a connection."
    yield _by("connection", "emporion_connection_paused", says, values)


def _alerts() -> Iterator[Metric]:
    open_ones = Counter(one.code for one in watchman.needs_somebody())
    counts = {one.check.code: open_ones[one.check.code] for one in watchman.checks()}
    yield _by("check", "emporion_alerts", "Open alerts of the watchman that nobody muted or sees to.", counts)


def _machine() -> Iterator[Metric]:
    total, _used, free = shutil.disk_usage(settings.EMPORION_HOME)
    yield _one("emporion_disk_free_bytes", "Room on the disk of the data folder.", free)
    yield _one("emporion_disk_bytes", "Size of the disk of the data folder.", total)
    if last := last_backup():
        yield _one("emporion_backup_age_seconds", "Age of the newest backup.", _age(last.made_at))
        yield _one(
            "emporion_backup_failed", "1 where the newest backup did not come back whole.", int(bool(last.drill_error))
        )


FIGURES: tuple[Callable[[], Iterator[Metric]], ...] = (
    _version,
    _work,
    _journal,
    _ledger,
    _connections,
    _leaving,
    _alerts,
    _machine,
)


def _age(moment: datetime | None) -> float:
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value)


def _by(label: str, name: str, says: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family


HOUSE = CollectorRegistry()
HOUSE.register(House())
