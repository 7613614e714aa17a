"""Fresh processes for each side of a ratio, each with a database and a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class NotHere(Exception):
    """What a bench needs is not on this machine; says what and how to get it."""


def samples() -> Path:
    """The folder of outside material, which the project does not carry."""
    folder = os.environ.get("EMPORION_SAMPLES")
    if not folder:
        raise NotHere("EMPORION_SAMPLES names no folder of outside samples")
    return Path(folder).resolve()


def told(module: str, *words: str, python: str = sys.executable, **environment: str) -> Any:
    """What a program of ours says at its end: an object or a list as JSON on its last line."""
    command = [python, "-m", module, *words]
    said = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | environment
    )
    return json.loads(said.stdout.strip().splitlines()[-1])


@contextmanager
def empty_house() -> Iterator[dict[str, str]]:
    """The environment of a house with a fresh, migrated SQLite and a data folder; both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="emporion-bench-") as folder:
        home = {"EMPORION_HOME": folder, "DATABASE_URL": f"sqlite:///{folder}/house.sqlite3"}
        migrate = [sys.executable, "-m", "emporion.site.console", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, check=True, cwd=ROOT, env=os.environ | home)
        yield home


@contextmanager
def generated(goods: int, seed: int = 1) -> Iterator[tuple[Path, Path]]:
    """import and offers files of a classic 2.10 catalog of so many goods, 3 price types and 3 warehouses."""
    program = samples() / "tools/gen_commerceml.py"
    with tempfile.TemporaryDirectory(prefix="emporion-catalog-") as folder:
        words = [folder, "--goods", str(goods), "--schema", "2.10", "--plain-names", "--seed", str(seed)]
        subprocess.run([sys.executable, str(program), *words], check=True, stdout=subprocess.DEVNULL)
        yield Path(folder) / "import.xml", Path(folder) / "offers.xml"


def load() -> str:
    """How busy the machine was in the last minute."""
    return f"load {os.getloadavg()[0]:.1f}"


def middle(found: list[dict[str, Any]], read: Callable[[dict[str, Any]], float]) -> float:
    """The median of one figure over several runs."""
    return median(read(one) for one in found)
