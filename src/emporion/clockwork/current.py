"""The task that this thread is working on."""

from contextvars import ContextVar

from .types import Claimed

CURRENT: ContextVar[tuple[str, Claimed] | None] = ContextVar("emporion_current_task", default=None)
