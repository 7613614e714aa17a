"""Programs started beside this one. On Linux none outlives it, also when it is killed without a word."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

PR_SET_PDEATHSIG = 1


def started(
    command: Sequence[str], surroundings: Mapping[str, str], output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own: Ctrl-C reaches it by us, and what it starts can be ended with it.

    With output both of its streams go there and it has no input. For programs of one thread only.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if output else None,
        stdout=output,
        stderr=output,
        env=dict(surroundings),
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - whoever starts programs has one thread
    )


def tell_group(process: subprocess.Popen[bytes] | None, number: signal.Signals) -> None:
    """Tell a started program and everything it started; nothing when all of them are gone."""
    if process is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
