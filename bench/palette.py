"""Ctrl-K over 100,000 products, 1,000,000 customers and 100,000 orders: server time of an answer by kind of question.

The house is made once (bench/_crowd.py, many minutes) and kept under var/bench. EMPORION_BENCH_CROWD="1000 10000 1000"
makes a smaller one. With EMPORION_BENCH_POSTGRESQL=postgresql://… naming an empty database it is made there too, by
the same program, and kept as long as that database is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench._rooms import ROOT, load, told
from tools.bench import Figure

CROWD = os.environ.get("EMPORION_BENCH_CROWD", "100000 1000000 100000").split()
PROMISED_MS = 50.0


def run() -> Iterable[Figure]:
    """p95 of each kind of question beside the promise; p50 and the longest stand beside."""
    yield from asked("SQLite", f"sqlite:///{folder() / 'house.sqlite3'}")
    if server := os.environ.get("EMPORION_BENCH_POSTGRESQL", ""):
        yield from asked("PostgreSQL", server)


def folder() -> Path:
    """Where the house of this size is kept."""
    return ROOT / "var/bench" / f"crowd-{'-'.join(CROWD)}"


def asked(database: str, url: str) -> Iterable[Figure]:
    """All questions to one house, which is made when it is not there yet."""
    home = {"DATABASE_URL": url, "EMPORION_HOME": str(folder())}
    made(home, folder() / f"{database.lower()}-is-made")
    found: dict[str, Any] = told("bench._palette", *CROWD, **home)
    for kind, one in found.items():
        (p50, p95, longest), (cpu50, cpu95, _) = one["wall"], one["cpu"]
        beside = f"p50 {p50:.1f}, max {longest:.1f}; CPU p50 {cpu50:.1f}, p95 {cpu95:.1f} ms; {load()}"
        yield Figure(f"{database}: {kind}, p95", p95, PROMISED_MS, "ms", "promise", 1, wall=beside)


def made(home: dict[str, str], mark: Path) -> None:
    """Make a house and mark it as finished; one that was begun and not finished is begun anew where that is ours."""
    if mark.exists():
        return
    folder().mkdir(parents=True, exist_ok=True)
    for left in folder().glob("house.sqlite3*") if "sqlite" in home["DATABASE_URL"] else ():
        left.unlink()
    for words in (["emporion.site.console", "migrate", "--verbosity", "0"], ["bench._crowd", *CROWD]):
        subprocess.run([sys.executable, "-m", *words], check=True, cwd=ROOT, env=os.environ | home, stdout=sys.stderr)
    mark.touch()
