"""What of the path is done, kept in the demonstration's folder: a step writes what it did, and reads it again later."""

from __future__ import annotations

import json
from threading import Lock
from typing import Any

from ..home import DemoHome

FILE = "tour.json"
_lock = Lock()
Note = dict[str, Any]


def notes(home: DemoHome) -> dict[str, Note]:
    """What each step has noted, by its code."""
    file = home.folder / FILE
    found: dict[str, Note] = json.loads(file.read_text()) if file.exists() else {}
    return found


def note(home: DemoHome, step: str, **told: Any) -> None:
    """Write down what a step did, in place of what stood there."""
    with _lock:
        kept = notes(home) | {step: told}
        draft = home.folder / f"{FILE}.new"
        draft.write_text(json.dumps(kept, ensure_ascii=False))
        draft.replace(home.folder / FILE)
