"""A whole site: 100,000 goods with 300,000 offers, loaded while orders are placed, killed on the way and gone on with.

EMPORION_BENCH_GOODS makes it smaller. One run: it takes many minutes, and its figures are over many thousand rows each.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench._rooms import ROOT, NotHere, empty_house, load, samples, told
from bench.imports import MORE_MB
from bench.waits import PROMISED_MS, share
from tools.bench import Figure

GOODS = int(os.environ.get("EMPORION_BENCH_GOODS", "100000"))
SHAPE = ("--schema", "2.10", "--plain-names", "--prices", "3", "--warehouses", "5")
OFFERS = ("--variant-share", "0.5", "--max-variants", "8")  # three offers a goods in the mean
KILLED_AT = 1 / 3  # of the offers
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Site:
    """The files of one catalog, and what their maker says of them."""

    goods: Path
    offers: Path
    expect: dict[str, Any]

    @property
    def words(self) -> tuple[str, str]:
        """The files as arguments."""
        return str(self.goods), str(self.offers)

    @property
    def size(self) -> str:
        """Rows and bytes."""
        megabytes = sum(path.stat().st_size for path in (self.goods, self.offers)) / 1e6
        rows = ", ".join(f"{self.expect[kind]:,} {word}" for kind, word in ROWS.items())
        return f"{rows}; {megabytes:,.0f} MB"


ROWS = {"goods": "goods", "offers": "offers", "prices": "prices", "stock_rows": "stock figures"}


@dataclass(frozen=True)
class Spent:
    """What a process cost that has ended, by its own will or not."""

    cpu: float
    peak_mb: float


def run() -> Iterable[Figure]:
    """Floor, first import beside a buyer with a kill on the way, the same files again."""
    try:
        with site() as made:
            yield from measured(made)
    except NotHere as reason:
        print(f"site: skipped, {reason}", file=sys.stderr)


def measured(made: Site) -> Iterable[Figure]:
    """All figures of one house."""
    floor = told("bench.floor", *made.words)
    with empty_house() as home:
        idle = told("bench._load", **home)["peak_mb"]
        began = time.perf_counter()
        with buying(home) as waits:
            killed, (resumed, brought) = until_killed(made, home), gone_on(home)
        wall = time.perf_counter() - began
        expected(made, brought)
        again = told("bench._load", *made.words, **home)
    if (again["facts"], again["entries"]) != (0, 0):
        raise AssertionError(f"unchanged files told facts or moved the book: {again}")
    cpu, peak = killed.cpu + resumed.cpu, max(killed.peak_mb, resumed.peak_mb)
    beside = f"{made.size}; {wall:.0f} / {floor['wall']:.0f} s, {load()}"
    yield Figure(f"{GOODS:,} goods complete, killed once", cpu, floor["cpu"], "s CPU", "floor", 4, wall=beside)
    yield Figure("the same files again (0 facts, 0 entries)", again["cpu"], floor["cpu"], "s CPU", "floor", 1.5)
    yield Figure(
        "memory, the larger of both workers", peak - idle, MORE_MB, "MB", "promise", 1, wall=f"idle {idle:.0f} MB"
    )
    beside = f"p50 {share(waits, 0.5):.0f}, max {waits[-1]:.0f} ms, {len(waits):,} orders"
    yield Figure("place() meanwhile, p99", share(waits, 0.99), PROMISED_MS, "ms", "promise", 1, wall=beside)


@contextmanager
def site() -> Iterator[Site]:
    """The files, made by the generator with its fixed seed."""
    program = samples() / "tools/gen_commerceml.py"
    with tempfile.TemporaryDirectory(prefix="emporion-site-") as folder:
        words = [folder, "--goods", str(GOODS), "--groups", "800", "--seed", "1", *SHAPE, *OFFERS]
        subprocess.run([sys.executable, str(program), *words], check=True, stdout=subprocess.DEVNULL)
        told_by_maker = json.loads((Path(folder) / "manifest.json").read_text())
        yield Site(Path(folder) / "import.xml", Path(folder) / "offers.xml", told_by_maker["expect"])


@contextmanager
def buying(home: dict[str, str]) -> Iterator[list[float]]:
    """A process that places orders; afterwards the list holds how many ms each waited, the longest last."""
    waits: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        end = Path(folder) / "end"
        command = [sys.executable, "-m", "bench._buyer", "until", str(end)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | home) as buyer:
            assert buyer.stdout
            buyer.stdout.readline()
            try:
                yield waits
            finally:
                end.touch()
            waits.extend(sorted(json.loads(buyer.stdout.read().splitlines()[-1])["ms"]))


def until_killed(made: Site, home: dict[str, str]) -> Spent:
    """The first worker; killed without a word when a third of the offers stands."""
    worker = subprocess.Popen([sys.executable, "-m", "bench._load", *made.words], cwd=ROOT, env=os.environ | home)
    database = sqlite3.connect(home["DATABASE_URL"].removeprefix("sqlite:///"), timeout=60)
    query = "SELECT done FROM exchange_message WHERE name = ? AND done >= ?"
    enough = made.expect["offers"] * KILLED_AT
    while database.execute(query, [made.offers.name, enough]).fetchone() is None:
        if worker.poll() is not None:
            raise AssertionError("the worker ended before it could be killed")
        time.sleep(LOOK_SECONDS)
    database.close()
    worker.send_signal(signal.SIGKILL)
    return ended(worker)[0]


def gone_on(home: dict[str, str]) -> tuple[Spent, list[dict[str, int]]]:
    """The second worker: it finds the message that was worked on and takes it to its end."""
    command = [sys.executable, "-m", "bench._load"]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | home)
    spent, said = ended(worker)
    return spent, json.loads(said.splitlines()[-1])["read"]


def ended(worker: subprocess.Popen[Any]) -> tuple[Spent, str]:
    """What the system says a process has cost, and what it said."""
    said = worker.stdout.read() if worker.stdout else ""
    _, status, usage = os.wait4(worker.pid, 0)
    worker.returncode = os.waitstatus_to_exitcode(status)
    if worker.returncode not in (0, -signal.SIGKILL):
        raise AssertionError(f"a worker ended with {worker.returncode}")
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), said


def expected(made: Site, brought: list[dict[str, int]]) -> None:
    """The message of the offers counts all its rows, those before the kill and those behind it."""
    told_in_all = {"offers": "offers", "prices": "prices", "stock": "stock_rows"}
    wrong = {
        kind: (row.get(kind), made.expect[name])
        for row in brought
        for kind, name in told_in_all.items()
        if row.get(kind) != made.expect[name]
    }
    if wrong or len(brought) != 1:
        raise AssertionError(f"not what the manifest says: {wrong or brought}")
