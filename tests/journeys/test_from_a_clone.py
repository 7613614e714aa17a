"""A clone becomes a house by one command: environment, browser files, translations, database."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tools.testing.serving import free_port

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BROUGHT = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def clone(to: Path) -> Path:
    """The files under version control as they stand, without anything that was built from them."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip(f"{ROOT} is no clone: git ls-files answers {told.stderr.strip()}")
    for name in filter(None, told.stdout.split("\0")):
        if (ROOT / name).exists():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """`bin/emporion up` in a clone, with nothing of ours in its environment; answers the address it prints."""
    ours = ("EMPORION_", "DATABASE_URL", "DJANGO_", "PYTHON")
    around = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    words = [str(folder / "bin/emporion"), "up", "--port", str(free_port())]
    with subprocess.Popen(words, env=around, cwd=folder, stderr=subprocess.PIPE, text=True) as house:
        assert house.stderr is not None
        said: list[str] = []
        try:
            for line in house.stderr:
                said.append(line)
                if found := re.search(r"http\S+/setup/\?code=\S+", line):
                    break
            else:
                pytest.fail("".join(said[-20:]))
            yield found[0]
        finally:
            house.terminate()
            house.communicate(timeout=60)


def got(address: str, language: str = "en") -> str:
    """A page or a file, which must be there."""
    with urlopen(Request(address, headers={"Accept-Language": language}), timeout=60) as answer:
        return str(answer.read().decode())


def test_a_clone_comes_up_by_one_command_with_its_looks_and_languages(tmp_path: Path) -> None:
    with started(clone(tmp_path / "emporion")) as link:
        house = link[: link.index("/setup/")]
        page = got(f"{house}/setup/")
        brought = BROUGHT.findall(page)
        assert any(name.endswith(".css") for name in brought) and any(name.endswith(".js") for name in brought)
        assert all(got(f"{house}{name}") for name in brought if name.endswith((".css", ".js")))
        assert "Welcome to Emporion" in page
        assert "Добро пожаловать в Emporion" in got(f"{house}/setup/", "ru")
