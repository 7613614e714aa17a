"""Placing an order of 5 lines with reservation, facts and totals: our orders per CPU second by those of the peers.

`bin/bench orders --peers` makes a virtual environment for each peer under var/bench/ (a few minutes the first time) and
runs the peer's program from EMPORION_SAMPLES/tools. Without it our own figure is printed and no ratio.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench._rooms import ROOT, NotHere, empty_house, load, middle, samples, told
from tools.bench import Figure

RUNS = int(os.environ.get("EMPORION_BENCH_RUNS", "3"))
COUNT, LINES = 500, 5


@dataclass(frozen=True)
class Peer:
    """A program of the same trade: its packages, its own workload, how many orders are enough, what we promise."""

    name: str
    packages: tuple[str, ...]
    program: str
    orders: int
    promised: float

    @property
    def python(self) -> Path:
        """The interpreter of its environment, which is made when it is missing."""
        folder = ROOT / "var/bench" / self.program
        python = folder / "bin/python"
        if not (folder / "ready").exists():
            venv.create(folder, with_pip=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *self.packages], check=True)
            (folder / "ready").touch()
        return python

    def measured(self) -> dict[str, Any]:
        """One run of its program on a fresh SQLite."""
        program = samples() / f"tools/peer_{self.program}.py"
        with tempfile.TemporaryDirectory(prefix="emporion-peer-") as folder:
            words = ["--dir", folder, "--orders", str(self.orders), "--lines", str(LINES), "--products", "1000"]
            clean = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "EMPORION"))}
            command = [str(self.python), str(program), *words]
            said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=clean)
        answer: dict[str, Any] = json.loads(said.stdout[said.stdout.index("{") :])
        return answer


PEERS = (
    Peer("django-oscar", ("django-oscar[sorl-thumbnail]==4.2",), "oscar", 200, 5),
    Peer(
        "Tryton",
        (
            "trytond>=8.2,<8.3",
            *(f"trytond_{name}" for name in ("sale", "stock", "product", "purchase", "stock_supply", "web_shop")),
            "proteus",
        ),
        "tryton",
        40,
        50,
    ),
)


def run() -> Iterable[Figure]:
    """Ours and each peer's in turn, several times; the medians."""
    with_peers = bool(os.environ.get("EMPORION_BENCH_PEERS"))
    ours: list[dict[str, Any]] = []
    theirs: dict[str, list[dict[str, Any]]] = {peer.name: [] for peer in PEERS}
    try:
        for _ in range(RUNS):
            with empty_house() as home:
                ours.append(told("bench._buyer", str(COUNT), str(LINES), **home))
            for peer in PEERS if with_peers else ():
                theirs[peer.name].append(peer.measured())
    except NotHere as reason:
        print(f"orders: no peers, {reason}", file=sys.stderr)
    rate = middle(ours, lambda one: one["per_cpu_s"])
    print(f"orders: {rate:.1f} of {LINES} lines per CPU second, {load()}", file=sys.stderr)
    for peer in PEERS:
        if found := theirs[peer.name]:
            wall = (
                f"{middle(ours, lambda o: o['per_s']):.0f} / {middle(found, lambda o: o['B_orders_per_s']):.1f} per s"
            )
            rates = rate, middle(found, lambda one: one["B_orders_per_cpu_s"])
            what = f"orders of {LINES} lines, SQLite"
            yield Figure(what, *rates, "per CPU s", peer.name, peer.promised, True, wall=f"{wall}, {load()}")
