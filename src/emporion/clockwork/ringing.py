"""The engine with a bell: the same rows in the same table, and a ring to a broker when they are committed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task as AnyTask, TaskResult

from .backend import DatabaseBackend
from .bell import bell_at, celery_at
from .hearing import CeleryEars


class RingingBackend(DatabaseBackend):
    """Settings: TASKS = {"default": {"BACKEND": "…", "OPTIONS": {"broker": "redis://host:6379/0"}}}."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._bell = bell_at(self.options["broker"])

    def enqueue(self, task: AnyTask[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the task in the caller's transaction; a worker is told when it is committed.

        One for later is not rung for: the worker whose clock says so does it.
        """
        asked = super().enqueue(task, args, kwargs)
        if not task.run_after or task.run_after <= timezone.now():
            transaction.on_commit(partial(self._bell.ring, int(asked.id)))
        return asked

    def broker_answers(self) -> bool:
        """Whether the broker can be reached now."""
        return self._bell.answers()

    def ears(self, threads: int, answer: Callable[[int], None]) -> CeleryEars:
        """What a worker hears rings with."""
        return CeleryEars(self._bell, celery_at(self.options["broker"]), threads, answer)
