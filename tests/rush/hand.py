"""Processes that do what they are told: python -m tests.rush.hand SOCKET is the mother of some.

Importing the house costs most of a second, so she does it once and opens no database. For each pair of pipes that
comes through her socket she forks a hand, which hears by the first and answers by the second. A hand reads a line of
JSON: the database and the data folder, what to do, with which words. Connected to the database it says "ready", waits
for a line that says "go", so that all hands begin together, does it and answers a line of JSON.
"""

import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from tests.rush.acts import ACTS  # noqa: E402
from tools.testing.databases import using  # noqa: E402


def main(door: socket.socket) -> None:
    """Fork hands until nobody asks any more; who asked kills them, and sees by their pipes that they are gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while pipes := socket.recv_fds(door, 1, 2)[1]:
        if not (pid := os.fork()):
            door.close()
            _live(*pipes)
        for pipe in pipes:
            os.close(pipe)
        door.sendall(pid.to_bytes(8))


def _live(hears: int, answers: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pipe, standard in ((hears, 0), (answers, 1)):
        os.dup2(pipe, standard)
        os.close(pipe)
    try:
        work()
    except BaseException:  # noqa: BLE001 - a fork must not return into its mother's life
        traceback.print_exc()
    finally:
        os._exit(0)


def work() -> None:
    """Work until nobody tells anything any more."""
    for line in sys.stdin:
        told = json.loads(line)
        home = Path(told["home"])
        with override_settings(EMPORION_HOME=home, MEDIA_ROOT=home / "media"), using(told["database"]):
            connection.ensure_connection()
            print("ready", flush=True)
            sys.stdin.readline()
            answer = ACTS[told["act"]](**told["words"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
