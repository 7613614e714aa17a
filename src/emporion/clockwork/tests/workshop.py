"""Tasks and commands for the tests; real workers find them here by their path."""

import os
import threading
import time
from pathlib import Path

from emporion.clockwork.commands import note_progress
from emporion.clockwork.types import task
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused


class NotToday(Refused):
    """A refusal for tests."""

    code = "not_today"


class NeverError(Exception):
    """An error that says of itself that trying again is useless."""

    permanent = True


def note(line: str) -> None:
    """Append a line to the book of the test; a short append is atomic."""
    with (Path(os.environ["EMPORION_HOME"]) / "book").open("a") as book:
        book.write(f"{line}\n")


def noted() -> list[str]:
    """The book of the test."""
    book = Path(os.environ["EMPORION_HOME"]) / "book"
    return book.read_text().splitlines() if book.exists() else []


@task()
def write(line: str) -> str:
    """Note a line and answer it."""
    note(line)
    return line


@task(max_tries=4)
def stumble(line: str) -> None:
    """Note a line and fail."""
    note(line)
    raise ConnectionResetError(line)


@task()
def refuse() -> None:
    """Refuse."""
    note("refuse")
    raise NotToday


@task()
def never() -> None:
    """Fail for good."""
    note("never")
    raise NeverError


@task()
def leave() -> None:
    """Try to take the worker along."""
    raise SystemExit(3)


@task()
def report() -> None:
    """Tell progress."""
    note_progress(done=3, total=7, text="goods")


@task()
def linger(name: str, seconds: float) -> None:
    """Take a while, noting start and end with the process."""
    note(f"start {name} {os.getpid()}")
    time.sleep(seconds)
    note(f"end {name} {os.getpid()}")


@task()
def who(name: str) -> None:
    """Note which thread does it: a hand of the worker itself, or one of the pool that answers rings."""
    hand = "hand" if threading.current_thread().name.startswith("hand") else "pool"
    note(f"{name} {hand}")


@task()
def work_once(name: str) -> None:
    """Note start and end of a short piece of work."""
    note(f"start {name}")
    time.sleep(0.01)
    note(f"end {name}")


@command
def ask(work: Work, *, line: str, refused: bool = False) -> None:
    """Ask for a task, and maybe refuse after that."""
    write.enqueue(line)
    if refused:
        raise NotToday
