"""Machines that start together bring the house up to date one after the other."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from pytest_django import Settings

from emporion.site.collecting import collect_when_changed, fingerprint
from emporion.site.preparing import alone
from tools.testing.waiting import until

UP = [sys.executable, "-m", "emporion.site.console", "up", "--web", "0", "--workers", "0"]


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_machine_waits_while_another_prepares_the_house(house: str, tmp_path: Path) -> None:
    said = tmp_path / "said"
    with said.open("wb") as words, alone():
        second = subprocess.Popen(UP, env=os.environ, stderr=words, stdin=subprocess.DEVNULL)
        until(lambda: "up to date" in said.read_text())
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(3)
        assert "Emporion is up" not in said.read_text()
    until(lambda: "Emporion is up" in said.read_text())
    second.send_signal(signal.SIGTERM)
    assert second.wait(60) == 0


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_house_of_one_machine_waits_for_nobody(house: str) -> None:
    with alone(), alone():
        pass


def test_files_of_the_same_content_are_not_collected_again_for_another_machine(settings: Settings) -> None:
    before = fingerprint()
    for finder in get_finders():
        for name, storage in list(finder.list([".*"]))[:1]:
            Path(storage.path(name)).touch()
    assert fingerprint() == before
    note = Path(settings.STATIC_ROOT) / ".collected"
    note.parent.mkdir()
    note.write_text(before)
    assert not collect_when_changed()
