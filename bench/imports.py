"""A CommerceML catalog: first import and unchanged re-send by the floor of reading and writing it; memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench._rooms import NotHere, empty_house, generated, load, middle, told
from tools.bench import Figure

RUNS = int(os.environ.get("EMPORION_BENCH_RUNS", "3"))
SMALL, LARGE = 10_000, 100_000
MORE_MB = 80.0


def run() -> Iterable[Figure]:
    """Floor, first import and re-send one after the other, several times, each in a fresh process; the medians."""
    try:
        with generated(SMALL) as files:
            yield from speed(files)
        with generated(LARGE) as files:
            yield memory(files)
    except NotHere as reason:
        print(f"imports: skipped, {reason}", file=sys.stderr)


def speed(files: tuple[Path, Path]) -> Iterable[Figure]:
    """Ratios of CPU seconds."""
    words = [str(file) for file in files]
    floors, firsts, agains = [], [], []
    for _ in range(RUNS):
        floors.append(told("bench.floor", *words))
        with empty_house() as home:
            firsts.append(told("bench._load", *words, **home))
            agains.append(told("bench._load", *words, **home))
    floor = middle(floors, cpu)
    written = {(one["facts"], one["entries"]) for one in agains}
    if written != {(0, 0)}:
        raise AssertionError(f"an unchanged file told facts or moved the book: {written}")
    yield Figure(
        f"first import of {SMALL:,} goods", middle(firsts, cpu), floor, "s CPU", "floor", 4, wall=walls(firsts, floors)
    )
    yield Figure(
        "the same files again (0 facts, 0 entries)",
        middle(agains, cpu),
        floor,
        "s CPU",
        "floor",
        1.5,
        wall=walls(agains, floors),
    )


def memory(files: tuple[Path, Path]) -> Figure:
    """The peak of a worker that loads a large catalog, above its own idle state just before."""
    with empty_house() as home:
        loaded = told("bench._load", *map(str, files), **home)
    more = loaded["peak_mb"] - loaded["idle_mb"]
    wall = f"idle {loaded['idle_mb']:.0f} MB, {loaded['cpu']:.0f} s CPU, {loaded['wall']:.0f} s, {load()}"
    return Figure(f"memory at {LARGE:,} goods", more, MORE_MB, "MB", "promise", 1, wall=wall)


def cpu(one: dict[str, Any]) -> float:
    """CPU seconds of one run."""
    return float(one["cpu"])


def walls(ours: list[dict[str, Any]], floors: list[dict[str, Any]]) -> str:
    """Wall seconds of both sides and how busy the machine was."""
    return f"{middle(ours, lambda o: o['wall']):.1f} / {middle(floors, lambda o: o['wall']):.1f} s, {load()}"
