"""What is promised, and the tests that prove it: python -m tools.acceptance [--list] [--from FILE ...] [number ...]

docs/acceptance.toml gives each number its sentence, its pages and its tests (as pytest names them). A number is
proven when all of its tests ran and passed; one without tests, or with a test that was skipped, is not.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
PROMISES = ROOT / "docs/acceptance.toml"
STDERR = 2


@dataclass(frozen=True, slots=True)
class Promise:
    """One number: what is promised, which tests prove it, which pages show it."""

    number: str
    sentence: str
    tests: tuple[str, ...]
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a promise is proven, and what is in the way."""

    promise: Promise
    passed: int
    reason: str

    @property
    def proven(self) -> bool:
        """Every test of it ran and passed."""
        return not self.reason


def main(words: Sequence[str] | None = None) -> int:
    """Run the tests of the numbers given, or of all; 0 when every one is proven."""
    parser = argparse.ArgumentParser(prog="bin/acceptance", description="The promises and the tests that prove them.")
    parser.add_argument("numbers", nargs="*", metavar="number", help="such as S1.14 or P1; all when left out")
    parser.add_argument("--list", action="store_true", help="show the promises without running anything")
    parser.add_argument("--json", action="store_true", help="print the verdicts for a program")
    parser.add_argument(
        "--from",
        action="append",
        type=Path,
        metavar="FILE",
        dest="reports",
        help="take the outcomes from this report (bin/test --junitxml=FILE) and run nothing; may be repeated",
    )
    given = parser.parse_args(words)
    promises = read(PROMISES)
    if unknown := set(given.numbers) - {promise.number for promise in promises}:
        parser.error(f"docs/acceptance.toml has no {', '.join(sorted(unknown))}")
    chosen = [promise for promise in promises if not given.numbers or promise.number in given.numbers]
    if given.list:
        return show_list(chosen)
    if lost := [str(report) for report in given.reports or () if not report.exists()]:
        parser.error(f"there is no report {', '.join(lost)}: did the tests come to their end?")
    if given.reports:
        results = together(given.reports)
    else:
        results = run(sorted({test for promise in chosen for test in promise.tests}))
    return report([judge(promise, results) for promise in chosen], as_json=given.json)


def read(file: Path) -> list[Promise]:
    """The promises in the order of the file."""
    found = tomllib.loads(file.read_text())
    return [
        Promise(number, entry["promise"], tuple(entry.get("tests", ())), tuple(entry.get("pages", ())))
        for number, entry in found.items()
    ]


def run(tests: Sequence[str]) -> dict[str, list[str]]:
    """Run the tests, the slow ones too; the outcomes by the test's name, one for each of its parameters."""
    if not tests:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "results.xml"
        workers = os.environ.get("EMPORION_WORKERS", "auto")
        command = [sys.executable, "-m", "pytest", "-q", "--slow", "-n", workers, "-o", "junit_family=xunit1"]
        # its progress is for the person who waits; the answer alone goes to standard output
        subprocess.run([*command, f"--junitxml={told}", *existing(tests)], cwd=ROOT, stdout=STDERR, check=False)
        return outcomes(told) if told.exists() else {}


def existing(tests: Sequence[str]) -> list[str]:
    """Names whose file is there: pytest would refuse all of them for one that is not."""
    return [test for test in tests if (ROOT / test.partition("::")[0]).exists()]


def outcomes(report: Path) -> dict[str, list[str]]:
    """passed, failed or skipped, by `file::test` without parameters; from pytest's own report."""
    found: dict[str, list[str]] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        name = f"{case.get('file')}::{(case.get('name') or '').partition('[')[0]}"
        bad = "failed" if case.find("failure") is not None or case.find("error") is not None else "passed"
        found.setdefault(name, []).append("skipped" if case.find("skipped") is not None else bad)
    return found


def together(reports: Sequence[Path]) -> dict[str, list[str]]:
    """The outcomes of several reports, such as those of the quick and of the long tests."""
    found: dict[str, list[str]] = {}
    for report in reports:
        for name, ran in outcomes(report).items():
            found.setdefault(name, []).extend(ran)
    return found


def judge(promise: Promise, results: Mapping[str, Sequence[str]]) -> Verdict:
    """Compare what ran with what was named."""
    if not promise.tests:
        return Verdict(promise, 0, "no test names it")
    ran = [outcome for test in promise.tests for outcome in outcomes_of(test, results)]
    missing = [test for test in promise.tests if not outcomes_of(test, results)]
    if missing:
        return Verdict(promise, ran.count("passed"), f"did not run: {missing[0]}")
    if bad := [outcome for outcome in ran if outcome != "passed"]:
        return Verdict(promise, ran.count("passed"), f"{len(bad)} {bad[0]}")
    return Verdict(promise, len(ran), "")


def outcomes_of(test: str, results: Mapping[str, Sequence[str]]) -> list[str]:
    """A test's outcomes; a file stands for all tests in it."""
    if "::" in test:
        return list(results.get(test, ()))
    return [outcome for name, outcomes in results.items() if name.startswith(f"{test}::") for outcome in outcomes]


def report(verdicts: Sequence[Verdict], *, as_json: bool) -> int:
    """A table for a person or one object for a program."""
    if as_json:
        told = {v.promise.number: {"proven": v.proven, "passed": v.passed, "reason": v.reason} for v in verdicts}
        json.dump(told, sys.stdout, indent=2)
        print()
    else:
        table = Table("number", "promise", "tests", "verdict", box=None, header_style="bold")
        for verdict in verdicts:
            word = "[green]proven[/]" if verdict.proven else f"[red]not proven: {verdict.reason}[/]"
            table.add_row(verdict.promise.number, verdict.promise.sentence, str(verdict.passed), word)
        Console().print(table)
        print(f"{sum(v.proven for v in verdicts)} of {len(verdicts)} numbers proven")
    return 0 if all(verdict.proven for verdict in verdicts) else 1


def show_list(promises: Sequence[Promise]) -> int:
    """The promises as they are written."""
    table = Table("number", "promise", "tests", "pages", box=None, header_style="bold")
    for promise in promises:
        table.add_row(promise.number, promise.sentence, str(len(promise.tests)), " ".join(promise.pages))
    Console().print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
