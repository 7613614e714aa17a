"""Orders that another process places while a catalog of 10,000 goods is loaded on SQLite: how long each takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from statistics import median

from bench._rooms import ROOT, NotHere, empty_house, generated, load, told
from tools.bench import Figure

RUNS = int(os.environ.get("EMPORION_BENCH_RUNS", "3"))
PROMISED_MS = 100.0


def run() -> Iterable[Figure]:
    """The median over the runs of p99; p50 and the longest stand beside."""
    try:
        with generated(10_000) as files:
            found = [once(files) for _ in range(RUNS)]
    except NotHere as reason:
        print(f"waits: skipped, {reason}", file=sys.stderr)
        return
    p50, p99, longest, count, seconds = (median(column) for column in zip(*found, strict=True))
    beside = f"p50 {p50:.0f}, max {longest:.0f} ms; {count:.0f} orders in an import of {seconds:.0f} s, {load()}"
    yield Figure("place() during an import, p99", p99, PROMISED_MS, "ms", "promise", 1, wall=beside)


def once(files: tuple[Path, Path]) -> tuple[float, float, float, float, float]:
    """p50, p99 and the longest in ms, how many orders, how many seconds the import took."""
    with empty_house() as home, tempfile.TemporaryDirectory() as folder:
        end = Path(folder) / "end"
        command = [sys.executable, "-m", "bench._buyer", "until", str(end)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | home) as buyer:
            assert buyer.stdout
            buyer.stdout.readline()
            try:
                loaded = told("bench._load", *map(str, files), **home)
            finally:
                end.touch()
            said = buyer.stdout.read()
        waits = sorted(json.loads(said.splitlines()[-1])["ms"])
    return share(waits, 0.5), share(waits, 0.99), waits[-1], len(waits), loaded["wall"]


def share(ordered: list[float], part: float) -> float:
    """The value that such a part of all stays at or below."""
    return ordered[max(ceil(len(ordered) * part) - 1, 0)]
