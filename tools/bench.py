"""The benches of the folder `bench/`: python -m tools.bench [--json] [--peers] [name ...]; --name does as well"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import django
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work cost: CPU seconds of this process and its children, and wall seconds."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio. Kept when it is at most `limit`, or at least `limit` where more is better."""

    what: str
    ours: float
    theirs: float
    unit: str
    beside: str
    limit: float | None = None
    more_is_better: bool = False
    wall: str = ""

    @property
    def ratio(self) -> float:
        """Ours by theirs."""
        return self.ours / self.theirs if self.theirs else float("inf")

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None where nothing was promised."""
        if self.limit is None:
            return None
        return self.ratio >= self.limit if self.more_is_better else self.ratio <= self.limit


@contextmanager
def measured() -> Iterator[list[Spent]]:
    """`with measured() as spent: work()`, then spent[0]."""
    spent: list[Spent] = []
    cpu, wall = cpu_seconds(), time.perf_counter()
    yield spent
    spent.append(Spent(cpu_seconds() - cpu, time.perf_counter() - wall))


def cpu_seconds() -> float:
    """User and system time of this process and of its ended children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def benches() -> dict[str, Callable[[], Iterable[Figure]]]:
    """All modules of the folder `bench` that offer `run`, by name."""
    names = sorted(file.stem for file in (ROOT / "bench").glob("*.py") if not file.stem.startswith("_"))
    modules = {name: import_module(f"bench.{name}") for name in names}
    return {name: module.run for name, module in modules.items() if hasattr(module, "run")}


def main(words: Sequence[str] | None = None) -> int:
    """Run the benches named, or all; 0 when every promise is kept."""
    with tempfile.TemporaryDirectory(prefix="emporion-bench-") as home:
        os.environ |= {"EMPORION_HOME": home, "EMPORION_ASSETS": "source", "EMPORION_LOG": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "emporion.site.settings"
        django.setup()
        known = benches()
        parser = argparse.ArgumentParser(prog="bin/bench", description="Our figures beside a floor or a peer.")
        parser.add_argument("names", nargs="*", metavar="name", help=", ".join(known) or "none yet")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
        parser.add_argument("--peers", action="store_true", help="make environments for the peers and measure them too")
        told = sys.argv[1:] if words is None else words
        given = parser.parse_args([word.removeprefix("--") if word[2:] in known else word for word in told])
        os.environ["EMPORION_BENCH_PEERS"] = "yes" if given.peers else ""
        if unknown := set(given.names) - set(known):
            parser.error(f"there is no bench {', '.join(sorted(unknown))}; known: {', '.join(known) or 'none yet'}")
        chosen = {name: run for name, run in known.items() if not given.names or name in given.names}
        return report(measure(chosen), as_json=given.json)


def measure(chosen: dict[str, Callable[[], Iterable[Figure]]]) -> dict[str, list[Figure]]:
    """Run one after the other, for two at a time would disturb each other."""
    console, results = Console(stderr=True), {}
    for name, run in chosen.items():
        with console.status(f"bench {name}"):
            results[name] = list(run())
    return results


def report(results: dict[str, list[Figure]], *, as_json: bool) -> int:
    """Tables for a person or one object for a program."""
    if as_json:
        told = {
            name: [asdict(figure) | {"ratio": figure.ratio, "kept": figure.kept} for figure in figures]
            for name, figures in results.items()
        }
        json.dump(told, sys.stdout, indent=2)
        print()
    else:
        for name, figures in results.items():
            Console().print(table(name, figures))
        if not results:
            print("no bench yet: each is a module of the folder bench/")
    return 1 if any(figure.kept is False for figures in results.values() for figure in figures) else 0


def table(name: str, figures: Sequence[Figure]) -> Table:
    """One bench; the ratio is ours by theirs."""
    drawn = Table("", "ours", "beside", "theirs", "ratio", "promised", "wall", title=name, title_justify="left")
    for figure in figures:
        promised = "" if figure.limit is None else f"{'≥' if figure.more_is_better else '≤'} {figure.limit:g}"
        colour = {None: "default", True: "green", False: "red"}[figure.kept]
        ours, theirs = f"{figure.ours:,.4g} {figure.unit}", f"{figure.theirs:,.4g} {figure.unit}"
        ratio = f"[{colour}]{figure.ratio:.2f}[/]"
        drawn.add_row(figure.what, ours, figure.beside, theirs, ratio, promised, figure.wall)
    return drawn


if __name__ == "__main__":
    raise SystemExit(main())
