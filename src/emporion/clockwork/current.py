"""The task that this thread is working on."""

from contextvars import ContextVar

from . import table
from .types import Claimed

CURRENT: ContextVar[tuple[str, Claimed] | None] = ContextVar("emporion_current_task", default=None)


def note_progress(*, done: int, total: int, text: str = "") -> None:
    """How far the task of this thread is, in any unit that total shares. Outside a task there is nobody to tell.

    Call it between commands: inside a transaction nobody sees it before the end.
    """
    if current := CURRENT.get():
        table.progress(*current, done, total, text)
