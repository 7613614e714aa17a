"""The verbs of the clockwork. A task is asked for by its own enqueue; see types.task."""

from .current import note_progress
from .keeping import (
    ensure_schedules,
    follow_the_clock,
    forget_done_tasks,
    hurry_schedule,
    retry_task,
    start_due_schedules,
    sweep,
)
from .worker import work_off

__all__ = [
    "ensure_schedules",
    "follow_the_clock",
    "forget_done_tasks",
    "hurry_schedule",
    "note_progress",
    "retry_task",
    "start_due_schedules",
    "sweep",
    "work_off",
]
