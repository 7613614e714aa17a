"""Wait for what another process or thread is about to do."""

import time
from collections.abc import Callable


def until(holds: Callable[[], object], seconds: float = 60, pause: float = 0.05) -> None:
    """Return as soon as it holds; a failure that says so after so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it did not happen within {seconds:g} s"
        time.sleep(pause)
