"""Writers of SQLite stand in a queue, and nobody queues for PostgreSQL."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from emporion.journal.turnstile import turnstile

AtOnce = Callable[..., list[object]]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_one_writer_at_a_time_passes(house: str, at_once: AtOnce) -> None:
    inside: list[int] = []
    most: list[int] = []
    start = threading.Barrier(6)

    def write() -> None:
        start.wait()
        with turnstile():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    at_once(*[write] * 6)
    assert max(most) == 1
    assert Path(f"{connection.settings_dict['NAME']}-queue").exists()


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_writer_that_fails_lets_the_next_one_pass(house: str) -> None:
    with pytest.raises(ZeroDivisionError), turnstile():
        raise ZeroDivisionError
    with turnstile():
        pass


HOLD = """
import django; django.setup()
import time
from emporion.journal.turnstile import turnstile
with turnstile():
    print("inside", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_writer_that_is_killed_lets_the_next_one_pass(house: str) -> None:
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "emporion.site.settings"}
    with subprocess.Popen([sys.executable, "-c", HOLD], env=surroundings, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "inside\n"
        passed = threading.Event()
        waiting = threading.Thread(target=lambda: pass_through(passed))
        waiting.start()
        assert not passed.wait(0.3)
        writer.kill()
        assert passed.wait(60)
        waiting.join()


def pass_through(passed: threading.Event) -> None:
    with turnstile():
        passed.set()
    connection.close()


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_postgresql_has_locks_of_its_own(house: str, at_once: AtOnce) -> None:
    both = threading.Barrier(2)

    def write() -> None:
        with turnstile():
            both.wait(60)

    assert at_once(write, write) == [None, None]
