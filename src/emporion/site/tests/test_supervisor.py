"""A dead child comes again, and nothing is left behind at the end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.testing.waiting import until

SCRIPT = """
import sys
from pathlib import Path
from emporion.site.supervisor import Child, Supervisor
child = "import os, subprocess, sys, time; p = subprocess.Popen(['sleep', '600']);"
child += "open(sys.argv[1], 'a').write(f'{os.getpid()} {p.pid}\\\\n'); time.sleep(600)"
from emporion.site.sources import Sources
sources = Sources(Path(sys.argv[1]).parent / "sources")
Supervisor([Child("child", [sys.executable, "-c", child, sys.argv[1]])], print, sources.changed).run()
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Callable[[int], list[list[int]]]]]:
    notes = tmp_path / "notes"
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/page.html").write_text("one")

    def generations(count: int) -> list[list[int]]:
        until(lambda: notes.exists() and notes.read_text().count("\n") >= count)
        return [[int(number) for number in line.split()] for line in notes.read_text().splitlines()]

    with subprocess.Popen([sys.executable, "-c", SCRIPT, notes], stdout=subprocess.PIPE, text=True) as supervisor:
        yield supervisor, generations
        supervisor.kill()


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_all_end_when_the_supervisor_is_told_to_stop(
    started: tuple[subprocess.Popen[str], Callable[[int], list[list[int]]]], word: signal.Signals
) -> None:
    supervisor, generations = started
    [family] = generations(1)
    assert all(runs(process) for process in family)
    supervisor.send_signal(word)
    assert supervisor.wait(60) == 0
    until(lambda: not any(runs(process) for process in family))


def test_a_killed_child_comes_again_without_what_it_left_behind(
    started: tuple[subprocess.Popen[str], Callable[[int], list[list[int]]]],
) -> None:
    supervisor, generations = started
    [first] = generations(1)
    os.kill(first[0], signal.SIGKILL)
    second = generations(2)[1]
    assert second[0] != first[0]
    assert all(runs(process) for process in second)
    until(lambda: not runs(first[1]))
    supervisor.terminate()
    out, _ = supervisor.communicate(timeout=60)
    assert "child ended with code -9" in out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_child_does_not_outlive_a_killed_supervisor(
    started: tuple[subprocess.Popen[str], Callable[[int], list[list[int]]]],
) -> None:
    supervisor, generations = started
    [[child, _]] = generations(1)
    supervisor.kill()
    until(lambda: not runs(child))


def test_all_start_anew_when_a_source_changed(
    started: tuple[subprocess.Popen[str], Callable[[int], list[list[int]]]], tmp_path: Path
) -> None:
    _, generations = started
    [first] = generations(1)
    time.sleep(1.5)
    (tmp_path / "sources/page.html").write_text("two")
    second = generations(2)[1]
    assert second[0] != first[0]
    until(lambda: not any(runs(process) for process in first))
