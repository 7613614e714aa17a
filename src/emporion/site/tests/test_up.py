"""`emporion up` as a person starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.testing.waiting import until

UP = [sys.executable, "-m", "emporion.site.console", "up"]


@contextmanager
def up(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    surroundings = os.environ | {"EMPORION_HOME": str(home), "DATABASE_URL": "", "EMPORION_ASSETS": "collected"}
    with subprocess.Popen(
        [*UP, "--port", str(port), *words], env=surroundings, stderr=subprocess.PIPE, text=True
    ) as house:
        try:
            yield house, port
        finally:
            house.terminate()
            house.communicate(timeout=60)


def answer(port: int, path: str, seconds: float = 40) -> tuple[int, bytes]:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            assert time.monotonic() < deadline, "nobody answers"
            time.sleep(0.1)


def children_of(process: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.takes(12)
def test_pages_come_from_an_empty_folder_a_killed_server_comes_again_and_all_stop_together(home: Path) -> None:
    with up(home) as (house, port):
        assert answer(port, "/accounts/login/")[0] == 200
        page = answer(port, "/accounts/login/")[1].decode()
        sheet, *_ = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
        assert b'url("./files/inter-latin-wght-normal.' in answer(port, sheet)[1]
        style = next((home / "static").glob("django_htmx/htmx-2.min.*.js"))
        status, body = answer(port, f"/static/django_htmx/{style.name}")
        assert (status, body) == (200, style.read_bytes())
        started = children_of(house.pid)
        assert len(started) == 2
        os.kill(started[0], signal.SIGKILL)
        until(lambda: len(again := children_of(house.pid)) == 2 and again != started)
        again = children_of(house.pid)
        assert answer(port, "/accounts/login/")[0] == 200
    assert house.returncode == 0
    assert not any(Path(f"/proc/{process}").exists() for process in {*started, *again})
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_taken_port_is_said_in_one_line(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run([*UP, "--port", str(port)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr == f"CommandError: port {port} is taken: stop what runs there, or choose another with --port\n"


@pytest.mark.usefixtures("house")
def test_the_application_server_answers_on_the_test_s_database(granian: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{granian}/no-such-page", timeout=60)
    with refusal.value as response:
        assert response.status == 404
