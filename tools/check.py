"""Everything that can be said of the source without running a test: python -m tools.check [--fix] [step ...]"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TEMPLATES = sorted(str(folder) for folder in (ROOT / "src/emporion").glob("*/templates"))
PYTHON = (sys.executable, "-W", "error::DeprecationWarning", "-W", "error::PendingDeprecationWarning")
CONSOLE = (*PYTHON, "-m", "emporion.site.console")
CONSOLE_OUT = Console(stderr=False, highlight=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A question to the source: one command after the other, until one says no."""

    name: str
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended."""

    step: Step
    passed: bool
    said: str
    seconds: float


def tool(name: str, *words: str) -> tuple[str, ...]:
    """A command of the environment."""
    return (str(BIN / name), *words)


# only the linter: the formatter takes inline elements apart, which nobody can read afterwards
TEMPLATE_LINT = ("check", "--output-format", "concise", "--target-version", "5.2", *TEMPLATES)

STEPS = (
    Step("types", (tool("mypy"),)),
    Step("lint", (tool("ruff", "check", "--quiet", "--output-format", "concise", "."),)),
    Step("format", (tool("ruff", "format", "--check", "."),)),
    Step("imports", (tool("lint-imports", "--no-cache"),)),
    Step("migrations", ((*CONSOLE, "makemigrations", "--check", "--dry-run"),)),
    Step(
        "system",  # a fresh database and every system check of every room, those that look into the tables too
        ((*CONSOLE, "migrate", "-v0"), (*CONSOLE, "check", "--database", "default", "--fail-level", "WARNING")),
    ),
    Step("strings", ((sys.executable, "-m", "tools.messages", "check"),)),
    Step("templates", ((sys.executable, "-m", "tools.templates"), tool("djangofmt", *TEMPLATE_LINT))),
    Step("licences", ((sys.executable, "-m", "tools.licences"),)),
    Step("audit", ((sys.executable, "-m", "tools.audit"),)),
)
FIXES = (
    tool("ruff", "check", "--fix-only", "--quiet", "."),
    tool("ruff", "format", "--quiet", "."),
    tool("djangofmt", *TEMPLATE_LINT, "--fix"),
)


def main(words: Sequence[str] | None = None) -> int:
    """Run all steps, or those named; the answer is 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="bin/check", description="Check the source without running a test.")
    parser.add_argument("steps", nargs="*", metavar="step", help=", ".join(step.name for step in STEPS))
    parser.add_argument("--fix", action="store_true", help="first mend what tools can mend")
    given = parser.parse_args(words)
    if unknown := set(given.steps) - {step.name for step in STEPS}:
        parser.error(f"there is no step {', '.join(sorted(unknown))}")
    if given.fix:
        for command in FIXES:
            subprocess.run(command, cwd=ROOT, check=False)
    return report(run_all([step for step in STEPS if not given.steps or step.name in given.steps]))


def run_all(steps: Sequence[Step]) -> list[Outcome]:
    """Two at a time, each told when it ends."""
    with ThreadPoolExecutor(2) as pair, CONSOLE_OUT.status(f"{len(steps)} checks"):
        return list(pair.map(run, steps))


def run(step: Step) -> Outcome:
    """One step, in a data folder of its own."""
    started, said, passed = time.monotonic(), "", True
    with tempfile.TemporaryDirectory(prefix="emporion-check-") as home:
        surroundings = os.environ | {"EMPORION_HOME": home, "EMPORION_ASSETS": "source", "DATABASE_URL": ""}
        for command in step.commands:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=surroundings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            said += done.stdout
            if done.returncode:
                passed = False
                break
    outcome = Outcome(step, passed, said.strip(), time.monotonic() - started)
    mark = "[green]✓[/]" if passed else "[red]✗[/]"
    CONSOLE_OUT.print(f"{mark} {step.name:<16} {outcome.seconds:5.1f} s  {loud_note(outcome)}")
    return outcome


def loud_note(outcome: Outcome) -> str:
    """What a passing step still wants to be read."""
    notes = [line for line in outcome.said.splitlines() if line.startswith("NOTE")]
    return " ".join(notes) if outcome.passed else ""


def report(outcomes: Sequence[Outcome]) -> int:
    """What the failing steps said, then the table."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        CONSOLE_OUT.rule(f"[red]{outcome.step.name}")
        CONSOLE_OUT.print(outcome.said, markup=False, soft_wrap=True)
    if failed:
        table = Table("failed", "run it alone", box=None, header_style="bold")
        for outcome in failed:
            table.add_row(outcome.step.name, f'bin/check "{outcome.step.name}"')
        CONSOLE_OUT.rule()
        CONSOLE_OUT.print(table)
    CONSOLE_OUT.print(f"{len(outcomes) - len(failed)} of {len(outcomes)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
