"""Programs beside the demonstration end with it, with whatever they started."""

import sys
from pathlib import Path

import pytest

from emporion.demo.programs import Program, ProgramDied, Programs, answers, free_port, is_taken
from tools.testing.waiting import until

WITH_A_CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def program(tmp_path: Path, code: str, *, is_vital: bool = False) -> Program:
    return Program("one", [sys.executable, "-c", code], tmp_path / "one.log", is_vital=is_vital)


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes the way Linux shows them")
def test_a_program_ends_with_what_it_started(tmp_path: Path) -> None:
    one = program(tmp_path, WITH_A_CHILD)
    with Programs() as programs:
        programs.start(one)
        assert one.process is not None
        until(lambda: bool(one.tail().strip()))
        child = int(one.tail())
        assert lives(child)
    assert one.process.poll() is not None
    until(lambda: not lives(child))


def test_a_program_that_dies_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emporion.demo.programs.PAUSE_SECONDS", 0.0)
    one = program(tmp_path, "print('hello', flush=True)")
    with Programs() as programs:
        programs.start(one)

        def came_again() -> bool:
            programs.look_after()
            return one.tail().count("hello") >= 2

        until(came_again)


def test_a_house_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    one = program(tmp_path, "raise SystemExit('no room left')", is_vital=True)
    with Programs() as programs:
        programs.start(one)
        assert one.process is not None
        one.process.wait(60)
        with pytest.raises(ProgramDied, match="no room left"):
            programs.look_after()


def test_a_free_port_is_free_and_nobody_answers_there() -> None:
    port = free_port()
    assert not is_taken(port) and not answers(port)
